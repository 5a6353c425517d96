using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>The old books against ours for a year and kind.</summary>
/// <param name="Year">The year of the months.</param>
/// <param name="Kind">What is compared.</param>
/// <param name="Currency">ISO 4217; months are a number.</param>
/// <param name="Old">What the old books handed on; lines that were refused once and came again later count once.</param>
/// <param name="Held">What our books hold of it: contributions, bills and receipts with this source, as they were posted.</param>
/// <param name="Waiting">Looked at, but not posted yet.</param>
/// <param name="Refused">Of lines refused and not mended since: these explain a difference.</param>
/// <param name="RefusedLines">How many these are.</param>
public sealed record ReconciledYear(int Year, TotalKind Kind, string Currency, long Old, long Held, long Waiting, long Refused, int RefusedLines)
{
    /// <summary>What nothing explains; it must be 0.</summary>
    public long Unexplained => Old - Held - Waiting - Refused;
}

/// <summary>An old system's books against ours.</summary>
/// <param name="Source">The old system.</param>
/// <param name="Years">By year and kind.</param>
public sealed record Reconciliation(string Source, IReadOnlyList<ReconciledYear> Years)
{
    /// <summary>Every difference is explained by refused lines, or by lines that wait to be posted.</summary>
    public bool Holds => Years.All(y => y.Unexplained == 0);
}

/// <summary>Compares what an old system handed on, by its control totals, with what our books hold under its name.</summary>
public sealed class ReconcileTakeover(ContributionsDb db)
{
    /// <exception cref="Refused">Nothing was taken over from there.</exception>
    public async Task<Reconciliation> HandleAsync(string source, CancellationToken ct)
    {
        var batches = db.Set<TakeoverBatch>().AsNoTracking().Where(b => b.Source == source && b.UndoneAt == null);
        var about = await batches.ToDictionaryAsync(b => b.Id, ct);
        if (about.Count == 0)
        {
            throw new Refused("takeover.source-unknown", $"Nothing was taken over from '{source}'.", "source");
        }

        var stated = (await (from t in db.Set<TakeoverTotal>().AsNoTracking() join b in batches on t.BatchId equals b.Id select t).ToListAsync(ct)).ToLookup(t => (about[t.BatchId].Currency, t.Year, t.Kind), t => t.Stated);
        var sums = (await TakeoverSums.OfAsync(db, batches, ct)).ToLookup(s => (about[s.BatchId].Currency, s.Year, s.Kind));
        var held = await HeldAsync(batches, about, ct);
        return new Reconciliation(source, [.. stated.Select(s => s.Key).Concat(sums.Where(s => s.Key.Kind is not (TotalKind.Wage or TotalKind.Months)).Select(s => s.Key)).Concat(held.Keys.Where(k => k.Item3 is not (TotalKind.Wage or TotalKind.Months))).Distinct()
            .OrderBy(k => k.Item2).ThenBy(k => k.Item3).ThenBy(k => k.Item1, StringComparer.Ordinal)
            .Select(k =>
            {
                var refused = sums[k].Where(s => s.Refused).ToList();
                return new ReconciledYear(
                    k.Item2, k.Item3, k.Item1, stated[k].Sum() - refused.Where(s => s.Mended).Sum(s => s.Sum), held.GetValueOrDefault(k), sums[k].Where(s => !s.Refused && about[s.BatchId].PostedAt is null).Sum(s => s.Sum),
                    refused.Where(s => !s.Mended).Sum(s => s.Sum), refused.Where(s => !s.Mended).Sum(s => s.Lines));
            })]);
    }

    /// <summary>From the books themselves, of batches that are posted.</summary>
    private async Task<Dictionary<(string, int, TotalKind), long>> HeldAsync(IQueryable<TakeoverBatch> all, Dictionary<long, TakeoverBatch> about, CancellationToken ct)
    {
        var posted = all.Where(b => b.PostedAt != null);
        Dictionary<(string, int, TotalKind), long> held = [];
        void Add(long batch, int year, TotalKind kind, long sum) => held[(about[batch].Currency, year, kind)] = held.GetValueOrDefault((about[batch].Currency, year, kind)) + sum;

        var months = await (from c in db.Set<Contribution>() join b in posted on c.TakeoverId equals (long?)b.Id group c by new { b.Id, c.Month } into g
            select new { g.Key.Id, g.Key.Month, Employee = g.Sum(c => c.EmployeeMinor), Employer = g.Sum(c => c.EmployerMinor), Wage = g.Sum(c => c.BaseMinor), Months = g.Sum(c => c.OldCount ? 1 : 0) }).ToListAsync(ct);
        foreach (var m in months)
        {
            Add(m.Id, m.Month.Year, TotalKind.Employee, m.Employee);
            Add(m.Id, m.Month.Year, TotalKind.Employer, m.Employer);
            Add(m.Id, m.Month.Year, TotalKind.Wage, m.Wage);
            Add(m.Id, m.Month.Year, TotalKind.Months, m.Months);
        }

        var bills = await (from x in db.Set<Bill>().IgnoreQueryFilters() join b in posted on x.TakeoverId equals (long?)b.Id group x by new { b.Id, x.Month, x.Kind } into g select new { g.Key.Id, g.Key.Month, g.Key.Kind, Sum = g.Sum(x => x.AmountMinor) }).ToListAsync(ct);
        bills.ForEach(x => Add(x.Id, x.Month.Year, x.Kind == BillKind.Interest ? TotalKind.Interest : TotalKind.Contribution, x.Sum));
        var credits = await (from r in db.Set<Receipt>().IgnoreQueryFilters() join l in db.Set<TakeoverLine>() on (Guid?)r.Id equals l.ResultId join b in posted on l.BatchId equals b.Id where r.Account == PostTakeover.CreditAccount group r by new { b.Id, l.Year } into g select new { g.Key.Id, g.Key.Year, Sum = g.Sum(r => r.AmountMinor) }).ToListAsync(ct);
        credits.ForEach(c => Add(c.Id, c.Year, TotalKind.Credit, c.Sum));
        return held;
    }
}
