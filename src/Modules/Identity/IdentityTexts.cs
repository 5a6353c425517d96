namespace Spmis.Identity;

/// <summary>Names the module's words (IdentityTexts.resx, .fr.resx, .ar.resx, .es.resx, .pt.resx).</summary>
public sealed class IdentityTexts;
