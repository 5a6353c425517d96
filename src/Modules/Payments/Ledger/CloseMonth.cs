using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Promises;
using Spmis.Values;

namespace Spmis.Payments.Ledger;

/// <summary>The month to be closed.</summary>
internal sealed record CloseMonthInput(string Month);

/// <summary>
/// Closes a month of the payment books: one person puts it up, another approves exactly the balances that were shown. Months are closed
/// one after another, when they are over and the books agree with the payments. What is booked late counts in the first open month.
/// </summary>
public sealed class CloseMonth(PaymentsDb db, ReadBooks books, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.close-month";

    /// <summary>Puts the month up for a second person.</summary>
    /// <exception cref="Refused">The month is not over or not the next, it waits already, or the books do not agree with the payments.</exception>
    public async Task<Proposal> ProposeAsync(Month month, Change change, CancellationToken ct)
    {
        await CheckAsync(month, change, ct);
        return await fourEyes.ProposeAsync(PaymentsModule.ModuleName, Act, month.ToString(), $"Close the payment books of {month}", new CloseMonthInput(month.ToString()), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var balance = await books.ReckonAsync(Read(payload), ct);
        return
        [
            new("Month", null, balance.Month.ToString()), new("Entries", null, balance.Entries.ToString(CultureInfo.InvariantCulture)),
            .. balance.Accounts.Select(a => new ShownField($"{a.Account} {a.Currency}", Plain(a.OpeningMinor, a.Currency), Plain(a.ClosingMinor, a.Currency))),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var month = Read(payload);
        await CheckAsync(month, change, ct);
        var balance = await books.ReckonAsync(month, ct);
        db.ClosedMonths.Add(new ClosedMonth
        {
            Month = month, ClosedAt = change.Now, ClosedBy = change.Actor.Name, Entries = balance.Entries,
            Balances = [.. balance.Accounts.Select(a => new ClosedBalance { Month = month, Account = a.Account, Currency = a.Currency, OpeningMinor = a.OpeningMinor, DebitMinor = a.DebitMinor, CreditMinor = a.CreditMinor })],
        });
    }

    private async Task CheckAsync(Month month, Change change, CancellationToken ct)
    {
        if (change.Today <= month.Last)
        {
            throw new Refused("books.month-not-over", $"{month} is not over; it can be closed from {month.Last.AddDays(1):yyyy-MM-dd} on.", "month");
        }

        var next = await books.FirstOpenAsync(ct) ?? throw new Refused("books.empty", "Nothing is booked yet, so there is nothing to close.", "month");
        if (month != next)
        {
            throw new Refused("books.not-next", month < next ? $"{month} is closed already, or lies before the first entry." : $"Months are closed one after another: close {next} first.", "month");
        }

        var found = await CheckBooks.RunAsync(db, ct);
        if (found.Count > 0)
        {
            throw new Refused("books.do-not-balance", $"The books do not agree with the payments: {found.Violations[0].Record}: {found.Violations[0].Text} Run 'payments verify' and have it mended before the month is closed.", "month");
        }
    }

    private static string Plain(long minor, string currency) => new Money(minor, Currency.Of(currency)).ToPlain();

    private static Month Read(string payload) =>
        Month.Parse(JsonSerializer.Deserialize<CloseMonthInput>(payload, SpmisJson.Options)?.Month ?? throw new InvalidOperationException("The proposal names no month."));
}
