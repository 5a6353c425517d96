using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>The donor's report as CSV: one row a month, no names.</summary>
public sealed class WriteSubsidies(FindSubsidies find)
{
    public async Task HandleAsync(long programme, Stream target, CancellationToken ct)
    {
        var report = await find.ReportAsync(programme, ct);
        await using var output = await CsvOutput.StartAsync(target, ["programme", "donor", "month", "persons", "given", "not_covered", "currency"], ct);
        foreach (var m in report.Months.OrderBy(m => m.Month))
        {
            string Plain(long minor) => new Money(minor, Currency.Of(report.Row.Programme.Currency)).ToPlain();
            await output.RowAsync(ct, report.Row.Programme.Name, report.Row.Donor.Name, m.Month.ToString(), m.Persons, Plain(m.GivenMinor), Plain(m.ShortMinor), report.Row.Programme.Currency);
        }
    }
}
