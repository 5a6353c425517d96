using System.Globalization;

namespace Spmis.Values;

/// <summary>A currency by its ISO 4217 letter code, with the number of digits of its minor unit.</summary>
public readonly record struct Currency
{
    // ISO 4217 list one: the currencies whose minor unit is not a hundredth.
    private static readonly Dictionary<string, int> Exponents = new(StringComparer.Ordinal)
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0,
        ["RWF"] = 0, ["UGX"] = 0, ["UYI"] = 0, ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3,
    };

    private readonly string? code;

    private Currency(string code) => this.code = code;

    /// <summary>The three-letter code, upper case.</summary>
    public string Code => code ?? throw new InvalidOperationException("This currency was never set.");

    /// <summary>Digits after the decimal point: 0 for XOF, 2 for KES, 3 for JOD.</summary>
    public int Exponent => Exponents.GetValueOrDefault(Code, 2);

    /// <summary>Minor units in one major unit: 1, 100 or 1000.</summary>
    public int MinorPerMajor => Exponent switch { 0 => 1, 2 => 100, 3 => 1000, _ => throw new InvalidOperationException($"Exponent {Exponent} of {Code}.") };

    /// <summary>Reads a three-letter code.</summary>
    /// <exception cref="FormatException">It is not three letters A to Z.</exception>
    public static Currency Of(string code) => code is { Length: 3 } && code.All(char.IsAsciiLetterUpper)
        ? new Currency(code)
        : throw new FormatException($"'{code}' is no currency code; use three capital letters of ISO 4217, such as XOF or KES.");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{code}");
}
