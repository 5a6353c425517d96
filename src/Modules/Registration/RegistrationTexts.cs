namespace Spmis.Registration;

/// <summary>Names the module's words (RegistrationTexts.resx, .fr, .ar). The key is the English text.</summary>
public sealed class RegistrationTexts;
