using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Rules.Conformity;

namespace Spmis.Eligibility.Schemes;

/// <summary>What a reader says of the country's wages, major units a month; what is not said is taken from the package's <c>conformity.csv</c>, if there is one.</summary>
/// <param name="SkilledWage">Of a skilled manual male employee, Article 65(6).</param>
/// <param name="LabourerWage">Of an ordinary adult male labourer, Article 66.</param>
/// <param name="FamilyAllowances">Of the standard beneficiary's family.</param>
public sealed record ConformityWages(decimal? SkilledWage = null, decimal? LabourerWage = null, decimal? FamilyAllowances = null);

/// <summary>Measures a package that was handed in against ILO Convention 102.</summary>
/// <param name="db">The module's database.</param>
public sealed class MeasureConformity(EligibilityDb db)
{
    private const string CaseFile = "conformity.csv";

    /// <summary>Measures it for a day.</summary>
    /// <exception cref="Refused">There is no such package, or its conformity.csv cannot be read.</exception>
    public async Task<(SchemePackageRow Row, ConformityReport Report)> HandleAsync(long id, ConformityWages wages, DateOnly on, CancellationToken ct)
    {
        var row = await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refused("scheme.unknown", $"There is no package {id}.");
        if (wages is { SkilledWage: < 0 } or { LabourerWage: < 0 } or { FamilyAllowances: < 0 })
        {
            throw new Refused("conformity.wage", "Wages and allowances are not less than 0.");
        }

        try
        {
            var given = SchemeBook.FilesOf(row.Files).TryGetValue(CaseFile, out var text) ? ReferenceCase.Read(CaseFile, text, on) : new ReferenceCase { On = on };
            var reference = given with { SkilledWage = wages.SkilledWage ?? given.SkilledWage, LabourerWage = wages.LabourerWage ?? given.LabourerWage, FamilyAllowances = wages.FamilyAllowances ?? given.FamilyAllowances };
            return (row, CheckConformity.Of(SchemeBook.Load(row), row.Branch ?? "", reference));
        }
        catch (Exception e) when (e is SchemeErrors or ArgumentException)
        {
            throw new Refused("conformity.case", $"{CaseFile} of the package cannot be used: {e.Message}");
        }
    }
}
