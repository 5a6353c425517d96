using System.Text.RegularExpressions;

namespace Spmis.Iso20022;

/// <summary>Which message a file holds, from its namespace: <c>pain.002</c>, version <c>03</c>, and a bank community's dialect where there is one.</summary>
/// <param name="Kind">Business area and number: <c>pain.001</c>, <c>camt.054</c>.</param>
/// <param name="Variant">The three digits after it, always <c>001</c> in messages to and from customers.</param>
/// <param name="Version">Two digits: <c>09</c>.</param>
/// <param name="Dialect">What a community put behind it, such as <c>ch.02</c> of the Swiss banks; null for ISO's own.</param>
public sealed partial record MessageName(string Kind, string Variant, string Version, string? Dialect = null)
{
    /// <summary>Stands for the version of a file that does not tell it.</summary>
    public const string UnknownVersion = "??";

    /// <summary>The namespace ISO gives the message; a dialect's own namespace is not rebuilt.</summary>
    public string Namespace => "urn:iso:std:iso:20022:tech:xsd:" + Kind + "." + Variant + "." + Version;

    /// <summary>Finds the message name in a namespace. Communities use their own prefix (<c>http://www.six-interbank-clearing.com/de/pain.002.001.03.ch.02.xsd</c>), but all keep the name of the message they are derived from.</summary>
    public static MessageName? FromNamespace(string ns)
    {
        var match = Pattern().Match(ns);
        return match.Success
            ? new(match.Groups["kind"].Value, match.Groups["variant"].Value, match.Groups["version"].Value, match.Groups["dialect"] is { Success: true } d ? d.Value : null)
            : null;
    }

    /// <summary>"pain.002.001.03.ch.02".</summary>
    public override string ToString() => Kind + "." + Variant + "." + Version + (Dialect is null ? "" : "." + Dialect);

    // "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02", "ISO:pain.002.001.03:APC:STUZZA:payments:003" (Austria), "http://.../camt.054.001.04.ch.01.xsd" (Switzerland).
    [GeneratedRegex(@"\b(?<kind>[a-z]{4}\.\d{3})\.(?<variant>\d{3})\.(?<version>\d{2})([.:](?<dialect>[A-Za-z0-9_.:\-]+?))??(\.xsd)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
