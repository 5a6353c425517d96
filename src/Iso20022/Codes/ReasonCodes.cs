namespace Spmis.Iso20022.Codes;

/// <summary>ISO 20022 external reason codes for statuses and returns, with words.</summary>
public static class ReasonCodes
{
    /// <summary>Code and the bank's text as a sentence for people.</summary>
    public static string Describe(string? code, string? text) => string.Join(": ", new[] { code, text }.Where(t => !string.IsNullOrWhiteSpace(t)));
}
