namespace Spmis.Contributions;

/// <summary>Names the module's words (ContributionsTexts.resx, .fr.resx, .ar.resx).</summary>
public sealed class ContributionsTexts;
