using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Payments.Ledger;

/// <summary>Writes the books as CSV for an accounting system, streamed: amounts in major units, a column for debit and one for credit.</summary>
/// <param name="books">Where they are read.</param>
public sealed class WriteLedger(ReadBooks books)
{
    /// <summary>The trial balance of a month.</summary>
    public async Task BalanceAsync(Month month, Stream target, CancellationToken ct)
    {
        await using var csv = await CsvOutput.StartAsync(target, ["month", "account", "currency", "opening", "debit", "credit", "closing"], ct);
        foreach (var a in (await books.BalanceAsync(month, ct)).Accounts)
        {
            await csv.RowAsync(ct, month, a.Account, a.Currency, Of(a.OpeningMinor, a.Currency), Of(a.DebitMinor, a.Currency), Of(a.CreditMinor, a.Currency), Of(a.ClosingMinor, a.Currency));
        }
    }

    /// <summary>The general ledger of a month, a line for each side of each entry.</summary>
    public async Task LinesAsync(Month month, Stream target, CancellationToken ct)
    {
        await using var csv = await CsvOutput.StartAsync(target, ["entry", "day", "made_at", "kind", "subject", "account", "currency", "debit", "credit", "made_by"], ct);
        await foreach (var l in books.LinesAsync(month).WithCancellation(ct))
        {
            await csv.RowAsync(ct, l.EntryId, l.On, l.At, l.Kind, l.Subject, l.Account, l.Currency, Of(l.DebitMinor, l.Currency), Of(l.CreditMinor, l.Currency), l.By);
        }
    }

    private static Money Of(long minor, string currency) => new(minor, Currency.Of(currency));
}
