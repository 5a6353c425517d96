namespace Spmis.Contributions;

/// <summary>Names the module's words (ContributionsTexts.resx, .fr.resx, .ar.resx, .es.resx, .pt.resx).</summary>
public sealed class ContributionsTexts;
