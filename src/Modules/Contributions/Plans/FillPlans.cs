using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Plans;

/// <summary>
/// Puts money of workers with a plan to the months they buy with it: held until it makes the price of the next period, then a receipt for each month, which counts as the worker's own contribution and
/// which a reversal takes back. What came in time for a period that was not completed until its last day buys single months at the price of a month. What buys nothing stays held for the worker.
/// </summary>
public sealed class FillPlans(ContributionsDb db, SchemeBook schemes, Merges merges, MoveMoney move, OwnContributions own)
{
    /// <summary>The account of receipts moved to months.</summary>
    internal const string Account = "plan";

    private const int InChunk = 100;

    /// <summary>After money of these workers came or was taken back, or they chose.</summary>
    internal async Task ForAsync(IEnumerable<Guid> persons, Change change, CancellationToken ct)
    {
        foreach (var some in persons.Distinct().Order().Chunk(InChunk))
        {
            await ChunkAsync(some, change, ct);
        }
    }

    /// <summary>The next months of at most 100 workers.</summary>
    /// <returns>How many months were bought or topped up.</returns>
    internal async Task<int> ChunkAsync(IReadOnlyCollection<Guid> persons, Change change, CancellationToken ct)
    {
        var roots = (await merges.RootsAsync(persons, ct)).Values.Distinct().ToList();
        var planned = await db.Set<ContributionPlan>().Where(p => roots.Contains(p.PersonId)).Select(p => p.PersonId).Distinct().ToListAsync(ct);
        if (planned.Count == 0)
        {
            return 0;
        }

        var saving = (await MoneyAsync(planned, ct)).Select(m => m.Person).Distinct().ToList();
        if (saving.Count == 0)
        {
            return 0; // As a rule: nothing is held, nobody waits for this.
        }

        // Held to the end of the transaction, so that of two who put money of one worker at once the second sees what the first bought; and read again, as the first left it.
        await SubsidyBook.HoldAllAsync(db, ct);
        await db.Set<ContributionPlan>().Where(p => saving.Contains(p.PersonId)).ExecuteUpdateAsync(s => s.SetProperty(p => p.Version, p => p.Version + 1), ct);
        var money = await MoneyAsync(saving, ct);
        if (money.Count == 0)
        {
            return 0;
        }

        var desk = await PlanDesk.OpenAsync(db, schemes, saving, PlanDesk.FirstMonth(money.Min(m => m.Receipt.BookedOn)), hold: true, ct);
        List<(PlanMonth? New, MovedMoney Part)> parts = [];
        foreach (var of in money.GroupBy(m => (m.Person, m.Receipt.Currency)))
        {
            await new PlanPurse(desk, of.Key.Person, of.Key.Currency).SpendAsync(of.Select(m => m.Receipt), change.Today, parts, ct);
        }

        if (parts.Count > 0)
        {
            await WriteAsync(parts, change, ct);
        }

        return parts.Count;
    }

    private async Task WriteAsync(List<(PlanMonth? New, MovedMoney Part)> parts, Change change, CancellationToken ct)
    {
        await db.BulkInsertAsync([.. parts.Select(p => p.New).OfType<PlanMonth>().Distinct()], ct);
        var contributions = await move.HandleAsync(parts.ConvertAll(p => p.Part), change, ct);
        db.RecordBulk(change, nameof(PlanMonth), $"{parts.Count} payments", new { months = parts.Select(p => (p.Part.Moved.PersonId, p.Part.Scheme, Month.Of(p.Part.Moved.BookedOn))).Distinct().Count(), minor = parts.Sum(p => p.Part.Moved.AmountMinor) });
        await own.RecountAsync(contributions, change, ct);
    }

    /// <summary>What is held of workers, by the day it came: all of it, since what is left out would never make a price. It is less than a period costs each, so there is not much.</summary>
    private async Task<List<(Guid Person, Receipt Receipt)>> MoneyAsync(List<Guid> persons, CancellationToken ct)
    {
        var members = await merges.MembersAsync(persons, ct);
        var ids = members.Keys.ToList();
        var held = await db.Set<Receipt>().IgnoreQueryFilters().AsNoTracking()
            .Where(r => r.PersonId != null && ids.Contains(r.PersonId.Value) && r.EmployerId == null && r.Channel != Channel.Subsidy && r.ReversedOn == null && r.AmountMinor > r.AllocatedMinor + r.RefundedMinor)
            .OrderBy(r => r.BookedOn).ThenBy(r => r.Reference).ThenBy(r => r.Id).ToListAsync(ct);
        return held.ConvertAll(r => (members[r.PersonId ?? default], r));
    }
}
