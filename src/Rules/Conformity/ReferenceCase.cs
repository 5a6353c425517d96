using System.Globalization;
using Spmis.Rules.Packages;
using Spmis.Values;

namespace Spmis.Rules.Conformity;

/// <summary>What a country says of its wages and of the standard beneficiary. Amounts are in major units of the scheme's currency, a month.</summary>
public sealed record ReferenceCase
{
    /// <summary>The word in a file that stands for the previous earnings of the beneficiary.</summary>
    public const string Earnings = "earnings";

    /// <summary>Branch of the benefit.</summary>
    public string? Branch { get; init; }

    /// <summary>The day for which the benefit is asked.</summary>
    public DateOnly On { get; init; }

    /// <summary>Wage of a skilled manual male employee, Article 65(6): for instance 125 per cent of the average earnings of all persons protected. Null when nobody said.</summary>
    public decimal? SkilledWage { get; init; }

    /// <summary>Wage of an ordinary adult male labourer, Article 66(4) and (5). Null when nobody said.</summary>
    public decimal? LabourerWage { get; init; }

    /// <summary>Family allowances of the standard beneficiary's family.</summary>
    public decimal FamilyAllowances { get; init; }

    /// <summary>The fact by which the package knows the other means of the family, of a means-tested benefit (Article 67); null for any other benefit.</summary>
    public string? MeansFact { get; init; }

    /// <summary>All benefits paid under the Part in a year, for Article 67(d). Null when nobody said.</summary>
    public decimal? BenefitsTotal { get; init; }

    /// <summary>What they would come to by Article 66 and the least number of persons protected, for Article 67(d). Null when nobody said.</summary>
    public decimal? BenefitsTotalByArticle66 { get; init; }

    /// <summary>Further facts of the standard beneficiary by name: <c>person.resident</c> to <c>yes</c>; the word <see cref="Earnings"/> stands for the previous earnings.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Reads <c>name,value,source</c>: branch, date, skilled_wage, labourer_wage, family_allowances, means_fact, benefits_total, benefits_total_by_66, or a fact by its dotted name.</summary>
    /// <exception cref="SchemeErrors">A row cannot be read.</exception>
    public static ReferenceCase Read(string file, string text, DateOnly on)
    {
        var csv = Csv.Read(file, text);
        if (csv.Columns is not ["name", "value", ..])
        {
            throw new SchemeErrors([new SchemeError(file, 1, 1, "The first line must begin with name,value.", "Write name,value,source.")]);
        }

        var read = new ReferenceCase { On = on };
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in csv.Rows)
        {
            var (name, value) = (row.Cells[0], row.Cells[1]);
            read = name switch
            {
                "branch" => read with { Branch = value },
                "date" => read with { On = Literals.Date(value) ?? throw Bad(file, row.Line, $"'{value}' is no date.", "Write 2026-01-01.") },
                "skilled_wage" => read with { SkilledWage = Amount(file, row.Line, value) },
                "labourer_wage" => read with { LabourerWage = Amount(file, row.Line, value) },
                "family_allowances" => read with { FamilyAllowances = Amount(file, row.Line, value) },
                "means_fact" => read with { MeansFact = value },
                "benefits_total" => read with { BenefitsTotal = Amount(file, row.Line, value) },
                "benefits_total_by_66" => read with { BenefitsTotalByArticle66 = Amount(file, row.Line, value) },
                _ when name.Contains('.', StringComparison.Ordinal) && facts.TryAdd(name, value) => read,
                _ => throw Bad(file, row.Line, $"'{name}' is no name known here, or is there twice.", "Write branch, date, skilled_wage, labourer_wage, family_allowances, means_fact, benefits_total, benefits_total_by_66 or a fact such as person.resident."),
            };
        }

        return read with { Facts = facts };
    }

    private static decimal Amount(string file, int line, string value) => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount >= 0
        ? amount : throw Bad(file, line, $"'{value}' is no amount.", "Write 36000 or 36000.50.");

    private static SchemeErrors Bad(string file, int line, string wrong, string right) => new([new SchemeError(file, line, 1, wrong, right)]);
}
