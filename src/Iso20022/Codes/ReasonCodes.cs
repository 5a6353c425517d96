using System.Collections.Frozen;

namespace Spmis.Iso20022.Codes;

/// <summary>ISO 20022 external reason codes for statuses and returns (ExternalStatusReason1Code, ExternalReturnReason1Code), with words of our own. The code set grows every quarter: a code that is not here is shown as it came.</summary>
public static partial class ReasonCodes
{
    private static readonly FrozenDictionary<string, string> Known = Read();

    /// <summary>Whether it has the form of an ISO code: one to four capital letters and digits.</summary>
    public static bool IsIso(string? code) => code is { Length: >= 1 and <= 4 } && code.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    /// <summary>The words of a code, or null when we have none.</summary>
    public static string? Words(string code) => Known.GetValueOrDefault(code);

    /// <summary>Code, its words and the bank's text as a sentence for people: "AC04 (the account is closed): closed in May".</summary>
    public static string Describe(string? code, string? text)
    {
        var named = code is null ? "" : Words(code) is { } words ? $"{code} ({words})" : code;
        return string.Join(": ", new[] { named, text }.Where(t => !string.IsNullOrWhiteSpace(t)));
    }

    private static FrozenDictionary<string, string> Read() => Table
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .ToFrozenDictionary(line => line[..4], line => line[5..], StringComparer.Ordinal);
}
