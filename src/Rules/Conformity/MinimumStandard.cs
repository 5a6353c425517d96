using System.Globalization;
using Spmis.Rules.Packages;

namespace Spmis.Rules.Conformity;

/// <summary>
/// What the ILO Social Security (Minimum Standards) Convention, 1952 (No. 102) asks of a branch. The figures are those of <c>c102.csv</c> beside this file, each with its source.
/// </summary>
public sealed record MinimumStandard
{
    /// <summary>old-age, maternity ...</summary>
    public required string Branch { get; init; }

    /// <summary>Part of the Convention, II to X.</summary>
    public required string Part { get; init; }

    /// <summary>Its articles.</summary>
    public required string Articles { get; init; }

    /// <summary>Least share of the reference earnings: the Schedule to Part XI; for family benefit 3 per cent a child (Article 44).</summary>
    public required decimal Rate { get; init; }

    /// <summary>The standard beneficiary.</summary>
    public required string Beneficiary { get; init; }

    /// <summary>Months of contribution the standard beneficiary is taken to have.</summary>
    public required int RecordMonths { get; init; }

    /// <summary>The longest qualifying period for the full rate, in months; null where only abuse may be precluded.</summary>
    public int? FullMonths { get; init; }

    /// <summary>The longest qualifying period for a reduced benefit, in months.</summary>
    public int? ReducedMonths { get; init; }

    /// <summary>After these months a rate ten points lower satisfies the Convention instead of the full and the reduced one.</summary>
    public int? LowerMonths { get; init; }

    /// <summary>Least duration in weeks; null for throughout the contingency.</summary>
    public int? LeastWeeks { get; init; }

    /// <summary>The highest pensionable age in years.</summary>
    public int? HighestAgeYears { get; init; }

    /// <summary>Where the figures come from.</summary>
    public required string Source { get; init; }

    /// <summary>All branches the Convention measures in money.</summary>
    public static IReadOnlyList<MinimumStandard> All { get; } = Read();

    /// <summary>The standard of a branch; null for medical care (in kind) and what the Convention does not know.</summary>
    public static MinimumStandard? Of(string branch) => All.FirstOrDefault(s => s.Branch == branch);

    private static List<MinimumStandard> Read()
    {
        const string file = "Spmis.Rules.Conformity.c102.csv";
        using var stream = typeof(MinimumStandard).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not in the program.");
        using var reader = new StreamReader(stream);
        var csv = Csv.Read("c102.csv", reader.ReadToEnd());
        return [.. csv.Rows.Select(r => r.Cells).Select(c => new MinimumStandard
        {
            Branch = c[0], Part = c[1], Articles = c[2], Rate = decimal.Parse(c[3], CultureInfo.InvariantCulture), Beneficiary = c[4], RecordMonths = Whole(c[5]) ?? 0,
            FullMonths = Whole(c[6]), ReducedMonths = Whole(c[7]), LowerMonths = Whole(c[8]), LeastWeeks = Whole(c[9]), HighestAgeYears = Whole(c[10]), Source = c[11],
        })];
    }

    private static int? Whole(string text) => text.Length == 0 ? null : int.Parse(text, CultureInfo.InvariantCulture);
}
