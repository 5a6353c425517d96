using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Payments.Funding;

/// <summary>Holds what the bank says an account has at the end of a day against our books; a difference is explained or nothing is kept.</summary>
public sealed class CompareBalance(PaymentsDb db)
{
    /// <summary>The act's name.</summary>
    public const string Act = "payments.compare-funding";

    private const int MostExplanation = 1000;

    /// <param name="code">The account.</param>
    /// <param name="on">The day of the statement.</param>
    /// <param name="closing">The bank's closing balance, as 1234.50; with a minus when overdrawn.</param>
    /// <param name="explanation">Why it differs, where it does.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The account is unknown, the day is not over or was compared before, the amount cannot be read, or it differs and nobody says why.</exception>
    public async Task<FundingBalance> HandleAsync(string code, DateOnly on, string closing, string? explanation, Change change, CancellationToken ct)
    {
        var account = await db.FundingAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Code == code, ct) ?? throw new Refused("funding.unknown", $"There is no funding account '{code}'.", "account");
        var currency = Currency.Of(account.Currency);
        var text = closing.Trim();
        var overdrawn = text.StartsWith('-');
        if (!Money.TryParse(overdrawn ? text[1..] : text, currency, out var amount, out var problem))
        {
            throw new Refused("amount.form", problem ?? "The amount cannot be read.", "closing");
        }

        if (on >= change.Today)
        {
            throw new Refused("funding.day-not-over", "Compare the balance of a day that is over.", "day");
        }

        if (await db.FundingBalances.AnyAsync(b => b.AccountId == account.Id && b.On == on, ct))
        {
            throw new Refused("funding.compared", $"{on:yyyy-MM-dd} was compared already.", "day");
        }

        var book = await BookAsync(account.Id, on, ct);
        var bank = overdrawn ? -amount.Minor : amount.Minor;
        if (bank != book && string.IsNullOrWhiteSpace(explanation))
        {
            throw new Refused("funding.differs", $"Our books have {new Money(book, currency)}, {new Money(bank - book, currency)} less or more than the bank. Enter what is missing first, or say why it differs.", "explanation");
        }

        if (explanation?.Length > MostExplanation)
        {
            throw new Refused("text.too-long", $"At most {MostExplanation} characters.", "explanation");
        }

        var row = new FundingBalance
        {
            AccountId = account.Id, On = on, BankMinor = bank, BookMinor = book, Explanation = string.IsNullOrWhiteSpace(explanation) ? null : explanation.Trim(), EnteredAt = change.Now, EnteredBy = change.Actor.Name,
        };
        db.FundingBalances.Add(row);
        await db.SaveAsync(change, ct);
        return row;
    }

    /// <summary>What our books have at the end of a day.</summary>
    internal async Task<long> BookAsync(long account, DateOnly on, CancellationToken ct) => await db.FundingMovements.Where(m => m.AccountId == account && m.On <= on)
        .SumAsync(m => m.Kind == FundingKind.Deposit || m.Kind == FundingKind.AgencyReturn ? m.AmountMinor : -m.AmountMinor, ct);
}
