namespace Spmis.Eligibility;

/// <summary>Names the resources that hold this module's words.</summary>
public sealed class EligibilityTexts;
