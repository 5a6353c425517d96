using System.Globalization;
using System.Text;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Values;

namespace Spmis.Tests.Contributions;

/// <summary>Bank and mobile-money statements for the tests.</summary>
internal static class BankFile
{
    public const string MobileHeader = "transaction_id,completed_at,payer_phone,payer_name,reference,amount,currency,status";
    private static readonly Currency Kes = Currency.Of("KES");

    public static EntryToWrite Credit(string bankReference, long minor, string? structured = null, string? text = null, string on = "2026-04-05") =>
        Entry(bankReference, minor, Direction.Credit, structured, text, on, false);

    public static EntryToWrite Reversal(string bankReference, long minor, string on = "2026-04-20") => Entry(bankReference, minor, Direction.Debit, null, "returned", on, true);

    public static EntryToWrite Charge(long minor) => Entry("CHRG", minor, Direction.Debit, null, null, "2026-04-30", false);

    /// <summary>A camt.053 whose balances fit, unless moved.</summary>
    public static Task<string> StatementAsync(IReadOnlyList<EntryToWrite> entries, string id = "ST-1", long opening = 0, long closingMoved = 0)
    {
        var closing = opening + entries.Sum(e => e.Entry.Signed.Minor) + closingMoved;
        return WriteAsync(StatementKind.Statement, id, entries, [new Balance("OPBD", new Money(opening, Kes), new DateOnly(2026, 4, 1)), new Balance("CLBD", new Money(closing, Kes), new DateOnly(2026, 4, 30))]);
    }

    public static Task<string> NotificationAsync(IReadOnlyList<EntryToWrite> entries, string id = "NT-1") => WriteAsync(StatementKind.Notification, id, entries, []);

    public static string Mobile(params IEnumerable<string> lines) => string.Join('\n', lines.Prepend(MobileHeader)) + "\n";

    public static string Paid(string id, string reference, string amount, string status = "COMPLETED", string at = "2026-03-15T10:00:00Z", string currency = "KES") =>
        string.Create(CultureInfo.InvariantCulture, $"{id},{at},254700000001,PAYER,{reference},{amount},{currency},{status}");

    private static EntryToWrite Entry(string reference, long minor, Direction direction, string? structured, string? text, string on, bool reversal)
    {
        var day = DateOnly.ParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(
            new StatementEntry { Reference = reference, AgentReference = reference, Amount = new Money(minor, Kes), Direction = direction, BookedOn = day, ValueOn = day, IsReversal = reversal, TransactionCode = "PMNT/RCDT/ESCT" },
            [new StatementTransaction { Amount = new Money(minor, Kes), Direction = direction, AgentReference = reference, DebtorName = "A PAYER", CreditorReference = structured, Remittance = text }]);
    }

    private static async Task<string> WriteAsync(StatementKind kind, string id, IReadOnlyList<EntryToWrite> entries, IReadOnlyList<Balance> balances)
    {
        using var memory = new MemoryStream();
        var statement = new Statement { Id = id, Account = Account.Other("0100000001"), Currency = Kes, From = new DateOnly(2026, 4, 1), To = new DateOnly(2026, 4, 30), Balances = balances };
        await WriteStatements.WriteAsync(memory, kind, new StatementFile(id, new DateTime(2026, 4, 30, 18, 0, 0, DateTimeKind.Utc)), [statement], _ => entries.ToAsyncEnumerable(), default);
        return Encoding.UTF8.GetString(memory.ToArray());
    }
}
