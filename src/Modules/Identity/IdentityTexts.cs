namespace Spmis.Identity;

/// <summary>Names the module's words (IdentityTexts.resx, .fr.resx, .ar.resx).</summary>
public sealed class IdentityTexts;
