using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Funding;
using Spmis.Payments.Ledger;

namespace Spmis.Payments.Promises;

/// <summary>Every entry adds up to nothing, and the accounts say the same as the payments.</summary>
internal static class CheckBooks
{
    public static async Task<Findings> RunAsync(PaymentsDb db, CancellationToken ct)
    {
        var found = new Findings("books-balance") { Rows = await db.LedgerEntries.LongCountAsync(ct) };
        await found.AddAsync(
            db.Postings.AsNoTracking().GroupBy(p => p.EntryId).Where(g => g.Sum(p => p.AmountMinor) != 0).OrderBy(g => g.Key).Select(g => new { g.Key, Minor = g.Sum(p => p.AmountMinor) }),
            e => ($"entry {e.Key}", $"Its sides differ by {e.Minor} minor units."), ct);
        await found.AddAsync(
            db.LedgerEntries.AsNoTracking().Where(e => !db.Postings.Any(p => p.EntryId == e.Id)).OrderBy(e => e.Id).Select(e => e.Id),
            id => ($"entry {id}", "It has no postings."), ct);
        var balances = await db.Postings.AsNoTracking().Join(db.LedgerEntries, p => p.EntryId, e => e.Id, (p, e) => new { p.Account, e.Currency, p.AmountMinor })
            .GroupBy(p => new { p.Account, p.Currency }).Select(g => new { g.Key.Account, g.Key.Currency, Minor = g.Sum(p => p.AmountMinor) }).ToListAsync(ct);
        var books = balances.ToDictionary(b => (b.Account, b.Currency), b => b.Minor);
        var expected = await ExpectedAsync(db, ct);
        foreach (var key in books.Keys.Union(expected.Keys).Where(k => !k.Account.StartsWith("expense/", StringComparison.Ordinal)))
        {
            var (inBooks, inRows) = (books.GetValueOrDefault(key), expected.GetValueOrDefault(key));
            if (inBooks != inRows)
            {
                found.Add($"account {key.Account} {key.Currency}", $"The books say {inBooks}, the payments {inRows} minor units.");
            }
        }

        found.Detail = string.Create(CultureInfo.InvariantCulture, $"{found.Rows} entries over {books.Count} accounts balance and agree with the payments");
        return found;
    }

    /// <summary>What the balances must be, from the payments: credits below nothing.</summary>
    private static async Task<Dictionary<(string Account, string Currency), long>> ExpectedAsync(PaymentsDb db, CancellationToken ct)
    {
        var sums = await db.Instructions.AsNoTracking().Where(i => i.AmountMinor + i.WithheldMinor > 0 && i.LapsedAt == null)
            .Join(db.PaymentRuns.Where(r => r.ApprovedAt != null && r.CancelledAt == null), i => i.PaymentRunId, r => r.Id, (i, r) => new { i, Sent = r.ReleasedAt != null && i.BatchId != null })
            .GroupBy(x => new { x.i.Scheme, x.i.Agency, x.i.Currency, x.Sent, Paid = x.i.PaidOn != null, Rejected = x.i.RejectedOn != null, Returned = x.i.ReturnedOn != null, TakenUp = x.i.TakenUpIn != null })
            .Select(g => new { g.Key, Minor = g.Sum(x => x.i.AmountMinor), Withheld = g.Sum(x => x.i.WithheldMinor) }).ToListAsync(ct);
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
                var other = k.Returned || k.Rejected ? Accounts.Reopened(k.Scheme) : Accounts.Withheld(k.Scheme);
                expected[(other, k.Currency)] = expected.GetValueOrDefault((other, k.Currency)) - s.Withheld;
            }
        }

        var paidOut = await db.PayoutLines.AsNoTracking().Join(db.Payouts.Where(p => p.ConfirmedAt != null), l => l.PayoutId, p => p.Id, (l, p) => new { l.Scheme, l.AmountMinor, p.Currency, p.PaidFrom })
            .GroupBy(x => new { x.Scheme, x.Currency, x.PaidFrom }).Select(g => new { g.Key.Scheme, g.Key.Currency, g.Key.PaidFrom, Minor = g.Sum(x => x.AmountMinor) }).ToListAsync(ct);
        foreach (var p in paidOut)
        {
            Add(Accounts.Withheld(p.Scheme), p.Currency, p.Minor);
            if (p.PaidFrom is { } agency)
            {
                Add(Accounts.Bank(agency), p.Currency, -p.Minor);
            }
        }

        var vouchers = await db.Vouchers.AsNoTracking().Where(v => v.ActivatedAt != null && v.RedeemedAt == null && v.CancelledAt == null && v.ExpiredAt == null).Join(db.VoucherBatches, v => v.BatchId, b => b.Id, (v, b) => new { b.Group, b.Currency, v.AmountMinor })
            .GroupBy(x => new { x.Group, x.Currency }).Select(g => new { g.Key.Group, g.Key.Currency, Minor = g.Sum(x => x.AmountMinor) }).ToListAsync(ct);
        vouchers.ForEach(v => Add(Accounts.Voucher(v.Group), v.Currency, -v.Minor));
        var redeemed = await db.VoucherRedemptions.AsNoTracking().Join(db.Vouchers, r => new { r.BatchId, r.Position }, v => new { v.BatchId, v.Position }, (r, v) => new { r.BatchId, r.Agency, v.AmountMinor }).Join(db.VoucherBatches, x => x.BatchId, b => b.Id, (x, b) => new { x.Agency, b.Currency, x.AmountMinor })
            .GroupBy(x => new { x.Agency, x.Currency }).Select(g => new { g.Key.Agency, g.Key.Currency, Minor = g.Sum(x => x.AmountMinor) }).ToListAsync(ct);
        redeemed.ForEach(r => Add(Accounts.Bank(r.Agency), r.Currency, -r.Minor));
        var funded = await db.FundingMovements.AsNoTracking().Join(db.FundingAccounts, m => m.AccountId, a => a.Id, (m, a) => new { a.Code, a.Currency, m.Kind, m.Agency, m.AmountMinor })
            .GroupBy(x => new { x.Code, x.Currency, x.Kind, x.Agency }).Select(g => new { g.Key, Minor = g.Sum(x => x.AmountMinor) }).ToListAsync(ct);
        foreach (var f in funded)
        {
            var signed = f.Key.Kind is FundingKind.Deposit or FundingKind.AgencyReturn ? f.Minor : -f.Minor;
            Add(Accounts.Funding(f.Key.Code), f.Key.Currency, signed);
            if (f.Key.Kind is not FundingKind.Fee)
            {
                Add(f.Key.Kind is FundingKind.Settlement or FundingKind.AgencyReturn ? Accounts.Bank(f.Key.Agency ?? "") : Accounts.Financier(f.Key.Code), f.Key.Currency, -signed);
            }
        }

        return expected;

        void Add(string account, string currency, long minor) => expected[(account, currency)] = expected.GetValueOrDefault((account, currency)) + minor;
    }
}
