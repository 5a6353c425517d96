using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Statistics;
using Spmis.Values;

namespace Spmis.Payments.Statistics;

/// <summary>Payments and what became of them.</summary>
/// <param name="db">The module's database.</param>
internal sealed class PaymentsSet(PaymentsDb db) : IStatisticsSet
{
    public string Module => db.Module;

    public string Name => "payments";

    public string Text => "One row for each payment of an award for a month";

    public bool OnePerPerson => false;

    public IReadOnlyList<StatisticsColumn> Columns { get; } =
    [
        new("scheme", "Scheme"), new("branch", "Branch of social security"), new("month", "Month paid for"), new("state", "What became of it"), new("agency", "Payment agency"), new("amount", "Amount, in bands that double"),
    ];

    public Task<long> CountAsync(CancellationToken ct) => db.Instructions.LongCountAsync(ct);

    public async Task<IReadOnlyList<StatisticsRow>> ReadAsync(string? after, int most, DateOnly day, CancellationToken ct)
    {
        var from = after is null ? 0 : long.Parse(after, CultureInfo.InvariantCulture);
        var rows = await db.Instructions.AsNoTracking().Where(i => i.Id > from).OrderBy(i => i.Id).Take(most).ToListAsync(ct);
        return rows.ConvertAll(i => new StatisticsRow(i.Id.ToString(CultureInfo.InvariantCulture), i.BeneficiaryId,
            [i.Scheme, i.Branch, $"{i.Month}", i.State, i.Agency ?? "", StatisticsBands.Amount(i.AmountMinor, Currency.Of(i.Currency))]));
    }
}
