using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Ledger;
using Spmis.Values;

namespace Spmis.Payments.Promises;

/// <summary>Closed months follow one another, and their balances are still what their entries add up to.</summary>
internal static class CheckMonths
{
    private const int MostMonths = 1_200;

    public static async Task<Findings> RunAsync(PaymentsDb db, CancellationToken ct)
    {
        var books = new ReadBooks(db);
        var closed = await db.ClosedMonths.AsNoTracking().OrderBy(m => m.Month).Select(m => m.Month).Take(MostMonths).ToListAsync(ct);
        var found = new Findings("months-closed") { Rows = closed.Count };
        Month? before = null;
        foreach (var month in closed)
        {
            if (before is { } last && month != last.Add(1))
            {
                found.Add($"month {month}", $"The closed months jump from {last} to {month}.");
            }

            before = month;
            var (kept, now) = (await books.BalanceAsync(month, ct), await books.ReckonAsync(month, ct));
            if (kept.Entries != now.Entries)
            {
                found.Add($"month {month}", $"It was closed with {kept.Entries} entries and has {now.Entries}.");
            }

            foreach (var account in kept.Accounts.Except(now.Accounts).Concat(now.Accounts.Except(kept.Accounts)).Select(a => $"{a.Account} {a.Currency}").Distinct())
            {
                found.Add($"month {month}, account {account}", "Its balance is no longer what it was when the month was closed.");
            }
        }

        found.Detail = string.Create(CultureInfo.InvariantCulture, $"{closed.Count} closed months are as they were closed");
        return found;
    }
}
