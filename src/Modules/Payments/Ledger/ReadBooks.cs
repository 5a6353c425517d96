using Microsoft.EntityFrameworkCore;
using Spmis.Values;

namespace Spmis.Payments.Ledger;

/// <summary>An account in a trial balance, in minor units; above nothing is debit.</summary>
/// <param name="Account">See <see cref="Accounts"/>.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="OpeningMinor">Balance before the month.</param>
/// <param name="DebitMinor">Debits of the month.</param>
/// <param name="CreditMinor">Credits of the month, above nothing.</param>
public sealed record AccountBalance(string Account, string Currency, long OpeningMinor, long DebitMinor, long CreditMinor)
{
    /// <summary>Balance at the month's end.</summary>
    public long ClosingMinor => OpeningMinor + DebitMinor - CreditMinor;
}

/// <summary>The trial balance of a month.</summary>
/// <param name="Month">The month.</param>
/// <param name="Entries">Entries in it.</param>
/// <param name="ClosedAt">When it was closed; null while it is open.</param>
/// <param name="ClosedBy">By whom.</param>
/// <param name="Accounts">Every account with a balance or a posting, by name and currency.</param>
public sealed record TrialBalance(Month Month, long Entries, DateTime? ClosedAt, string? ClosedBy, IReadOnlyList<AccountBalance> Accounts);

/// <summary>One side of an entry, as the general ledger lists it.</summary>
public sealed record LedgerLine(long EntryId, DateOnly On, DateTime At, string Kind, string Subject, string Account, string Currency, long DebitMinor, long CreditMinor, string By);

/// <summary>Reads the payment books: trial balances and the general ledger, by month.</summary>
/// <param name="db">The books.</param>
public sealed class ReadBooks(PaymentsDb db)
{
    /// <summary>The trial balance: of a closed month as it was closed, of an open one from the entries.</summary>
    public async Task<TrialBalance> BalanceAsync(Month month, CancellationToken ct)
    {
        var closed = await db.ClosedMonths.AsNoTracking().Include(m => m.Balances).SingleOrDefaultAsync(m => m.Month == month, ct);
        return closed is null
            ? await ReckonAsync(month, ct)
            : new(month, closed.Entries, closed.ClosedAt, closed.ClosedBy, Sorted(closed.Balances.Select(b => new AccountBalance(b.Account, b.Currency, b.OpeningMinor, b.DebitMinor, b.CreditMinor))));
    }

    /// <summary>The first month that is not closed; null while the books are empty.</summary>
    public async Task<Month?> FirstOpenAsync(CancellationToken ct) =>
        await LastClosedAsync(db, ct) is { } last ? last.Add(1)
        : await db.LedgerEntries.MinAsync(e => (DateOnly?)e.On, ct) is { } first ? Month.Of(first) : null;

    /// <summary>The general ledger of a month, entry by entry as they were made.</summary>
    public IAsyncEnumerable<LedgerLine> LinesAsync(Month month) => db.LedgerEntries.AsNoTracking().Where(e => e.On >= month.First && e.On <= month.Last)
        .Join(db.Postings, e => e.Id, p => p.EntryId, (e, p) => new { e, p }).OrderBy(x => x.e.Id).ThenBy(x => x.p.Id)
        .Select(x => new LedgerLine(x.e.Id, x.e.On, x.e.At, x.e.Kind, x.e.Subject, x.p.Account, x.e.Currency, x.p.AmountMinor > 0 ? x.p.AmountMinor : 0, x.p.AmountMinor < 0 ? -x.p.AmountMinor : 0, x.e.By))
        .AsAsyncEnumerable();

    /// <summary>The month closed last; they are closed one after another.</summary>
    internal static async Task<Month?> LastClosedAsync(PaymentsDb db, CancellationToken ct) =>
        await db.ClosedMonths.AsNoTracking().OrderByDescending(m => m.Month).Select(m => (Month?)m.Month).FirstOrDefaultAsync(ct);

    /// <summary>The trial balance from the entries alone, whatever was closed.</summary>
    internal async Task<TrialBalance> ReckonAsync(Month month, CancellationToken ct)
    {
        var (first, last) = (month.First, month.Last);
        var sums = await db.LedgerEntries.AsNoTracking().Where(e => e.On <= last)
            .Join(db.Postings, e => e.Id, p => p.EntryId, (e, p) => new { p.Account, e.Currency, Before = e.On < first, p.AmountMinor })
            .GroupBy(x => new { x.Account, x.Currency })
            .Select(g => new
            {
                g.Key.Account, g.Key.Currency, Opening = g.Sum(x => x.Before ? x.AmountMinor : 0),
                Debit = g.Sum(x => !x.Before && x.AmountMinor > 0 ? x.AmountMinor : 0), Credit = g.Sum(x => !x.Before && x.AmountMinor < 0 ? -x.AmountMinor : 0),
            }).ToListAsync(ct);
        var entries = await db.LedgerEntries.LongCountAsync(e => e.On >= first && e.On <= last, ct);
        return new(month, entries, null, null, Sorted(sums.Select(s => new AccountBalance(s.Account, s.Currency, s.Opening, s.Debit, s.Credit)).Where(a => a.OpeningMinor != 0 || a.DebitMinor != 0 || a.CreditMinor != 0)));
    }

    private static IReadOnlyList<AccountBalance> Sorted(IEnumerable<AccountBalance> accounts) =>
        [.. accounts.OrderBy(a => a.Currency, StringComparer.Ordinal).ThenBy(a => a.Account, StringComparer.Ordinal)];
}
