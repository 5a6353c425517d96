using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Batches;
using Spmis.Payments.Ledger;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Promises;

/// <summary>A promise checked against the rows.</summary>
/// <param name="Name">batches-reconcile, paid-once or books-balance.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Detail">Figures; when it does not hold, what is wrong and where.</param>
public sealed record PromiseChecked(string Name, bool Holds, string Detail);

/// <summary>Recomputes the promises of this module from its rows: for the demo, tests, and anybody who doubts.</summary>
public sealed class PaymentPromises(PaymentsDb db, BatchFigures figures)
{
    private const int BatchesAtATime = 500;

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<PromiseChecked>> CheckAsync(CancellationToken ct) => [await BatchesReconcileAsync(ct), await PaidOnceAsync(ct), await BooksBalanceAsync(ct)];

    /// <summary>For every batch: ordered = paid + rejected + returned + pending, and the answers taken over say the same.</summary>
    public async Task<PromiseChecked> BatchesReconcileAsync(CancellationToken ct)
    {
        List<string> faults = [];
        var (count, ordered, paid, rejected, returned, pending) = (0, 0L, 0L, 0L, 0L, 0L);
        var after = 0L;
        while (await db.Batches.AsNoTracking().Where(b => b.Id > after).OrderBy(b => b.Id).Take(BatchesAtATime).ToListAsync(ct) is { Count: > 0 } batches)
        {
            foreach (var (id, f) in await figures.OfAsync(batches, ct))
            {
                var batch = batches.Single(b => b.Id == id);
                if (f.DifferenceCount != 0 || f.DifferenceMinor != 0)
                {
                    faults.Add($"{batch.Number}: {f.DifferenceCount} payments and {f.DifferenceMinor} minor units are unaccounted for");
                }

                (count, ordered, paid, rejected, returned, pending) = (count + 1, ordered + f.Ordered.Count, paid + f.Paid.Count, rejected + f.Rejected.Count, returned + f.Returned.Count, pending + f.Pending.Count);
            }

            after = batches[^1].Id;
        }

        foreach (var (kind, facts) in new[] { (OutcomeKind.Returned, await db.Instructions.LongCountAsync(i => i.ReturnedOn != null, ct)), (OutcomeKind.Paid, await db.Instructions.LongCountAsync(i => i.PaidOn != null, ct)) })
        {
            var told = await db.Outcomes.LongCountAsync(o => o.Kind == kind, ct);
            if (told != facts)
            {
                faults.Add($"{told} answers say {kind}, {facts} payments are marked so");
            }
        }

        var held = await db.Instructions.LongCountAsync(i => i.HoldCode != null && i.LapsedAt == null, ct);
        return Checked("batches-reconcile", faults, Text($"{count} batches: {ordered} ordered = {paid} paid + {rejected} rejected + {returned} returned + {pending} pending; {held} held outside"));
    }

    /// <summary>No month of an award's component is paid, or may still be paid, twice.</summary>
    public async Task<PromiseChecked> PaidOnceAsync(CancellationToken ct)
    {
        var twice = await db.Instructions.AsNoTracking().Where(i => i.PaidOn != null && i.ReturnedOn == null)
            .GroupBy(i => new { i.AwardNumber, i.Component, i.Month }).Where(g => g.Count() > 1)
            .Select(g => new { g.Key, Count = g.Count() }).Take(10).ToListAsync(ct);
        var paid = await db.Instructions.LongCountAsync(i => i.PaidOn != null && i.ReturnedOn == null, ct);
        return Checked("paid-once", [.. twice.Select(t => $"award {t.Key.AwardNumber}, {t.Key.Component}, {t.Key.Month} was paid {t.Count} times")], Text($"{paid} payments paid, each month of each award once"));
    }

    /// <summary>Every entry adds up to nothing, and the accounts say the same as the payments.</summary>
    public async Task<PromiseChecked> BooksBalanceAsync(CancellationToken ct)
    {
        var unbalanced = await db.Postings.AsNoTracking().GroupBy(p => p.EntryId).Where(g => g.Sum(p => p.AmountMinor) != 0).Select(g => g.Key).Take(10).ToListAsync(ct);
        List<string> faults = [.. unbalanced.Select(id => $"entry {id} does not balance")];
        var balances = await db.Postings.AsNoTracking().Join(db.LedgerEntries, p => p.EntryId, e => e.Id, (p, e) => new { p.Account, e.Currency, p.AmountMinor })
            .GroupBy(p => new { p.Account, p.Currency }).Select(g => new { g.Key.Account, g.Key.Currency, Minor = g.Sum(p => p.AmountMinor) }).ToListAsync(ct);
        var books = balances.ToDictionary(b => (b.Account, b.Currency), b => b.Minor);
        var expected = await ExpectedAsync(ct);
        foreach (var key in books.Keys.Union(expected.Keys).Where(k => !k.Account.StartsWith("expense/", StringComparison.Ordinal)))
        {
            var (inBooks, inRows) = (books.GetValueOrDefault(key), expected.GetValueOrDefault(key));
            if (inBooks != inRows)
            {
                faults.Add($"{key.Account} {key.Currency}: the books say {inBooks}, the payments {inRows} minor units");
            }
        }

        var entries = await db.LedgerEntries.LongCountAsync(ct);
        return Checked("books-balance", faults, Text($"{entries} entries over {books.Count} accounts balance and agree with the payments"));
    }

    /// <summary>What the balances must be, from the payments: credits below nothing.</summary>
    private async Task<Dictionary<(string Account, string Currency), long>> ExpectedAsync(CancellationToken ct)
    {
        var sums = await db.Instructions.AsNoTracking().Where(i => i.AmountMinor > 0 && i.LapsedAt == null)
            .Join(db.PaymentRuns.Where(r => r.ApprovedAt != null && r.CancelledAt == null), i => i.PaymentRunId, r => r.Id, (i, r) => new { i, Sent = r.ReleasedAt != null && i.BatchId != null })
            .GroupBy(x => new { x.i.Scheme, x.i.Agency, x.i.Currency, x.Sent, Paid = x.i.PaidOn != null, Rejected = x.i.RejectedOn != null, Returned = x.i.ReturnedOn != null, TakenUp = x.i.TakenUpIn != null })
            .Select(g => new { g.Key, Minor = g.Sum(x => x.i.AmountMinor) }).ToListAsync(ct);
        var expected = new Dictionary<(string, string), long>();
        foreach (var s in sums)
        {
            var k = s.Key;
            var account = !k.Sent ? Accounts.Payable(k.Scheme)
                : k.Returned || k.Rejected ? k.TakenUp ? null : Accounts.Reopened(k.Scheme)
                : k.Paid ? Accounts.Bank(k.Agency ?? "") : Accounts.Transit(k.Agency ?? "");
            if (account is not null)
            {
                expected[(account, k.Currency)] = expected.GetValueOrDefault((account, k.Currency)) - s.Minor;
            }
        }

        return expected;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static PromiseChecked Checked(string name, List<string> faults, string detail) =>
        new(name, faults.Count == 0, faults.Count == 0 ? detail : string.Join("; ", faults.Take(10)));
}
