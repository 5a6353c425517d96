using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Samples.Employers;
using Spmis.Samples.Files;
using Spmis.Samples.Places;
using Spmis.Values;

namespace Spmis.Samples.Bank;

/// <summary>
/// Writes the statements of the collection account: a camt.053.001.08 per month whose balances follow from one another, and for the last month
/// beforehand a camt.054.001.08 with the same receipts under the same bank references, as banks do: whoever reads both must count each once.
/// </summary>
public static class BankFiles
{
    private const string CollectionAccount = "ZZ19BNKA000100000001";
    private static readonly Money Charge = new(125_000, Currency.Of("KES"));
    private static readonly Money Gift = new(1_234_500, Currency.Of("KES"));
    private static readonly Money Opening = new(250_000_000, Currency.Of("KES"));

    /// <summary>Writes bank/camt053-2026-02.xml and so on. Bills may come in any order; the receipts do not depend on it.</summary>
    public static async Task<IReadOnlyList<BankFile>> WriteAsync(string folder, long seed, EmployerBook employers, IEnumerable<Issued> employersIssued, IEnumerable<Bill> bills, CancellationToken ct = default)
    {
        var lines = employersIssued.ToDictionary(e => e.Number, e => Employer.LineOf(e.Reference), StringComparer.Ordinal);
        var receipts = bills
            .GroupBy(b => (b.EmployerNumber, b.Period))
            .SelectMany(month => month.OrderBy(b => b.DueOn).ThenBy(b => b.PaymentReference, StringComparer.Ordinal)
                .SelectMany((bill, nth) => PaymentHabits.Receipts(seed, employers[lines[bill.EmployerNumber]], bill, nth)))
            .Where(r => r.BookedOn <= DemoDates.LastArrival)
            .OrderBy(r => r.BookedOn).ThenBy(r => r.BankReference, StringComparer.Ordinal)
            .ToLookup(r => Month.Of(r.BookedOn));
        var files = new List<BankFile>();
        var balance = Opening;
        var months = receipts.Select(m => m.Key).Order().ToList();
        for (var (month, number) = (months.FirstOrDefault(DemoDates.FirstMonth), 1); month <= Month.Of(DemoDates.LastArrival); month = month.Add(1), number++)
        {
            var sheet = new Sheet(month, number, [.. receipts[month].Select(Credit)], balance);
            if (month == Month.Of(DemoDates.LastArrival) && sheet.Receipts.Count > 0)
            {
                files.Add(await WriteAsync(folder, sheet, StatementKind.Notification, ct).ConfigureAwait(false));
            }

            files.Add(await WriteAsync(folder, sheet, StatementKind.Statement, ct).ConfigureAwait(false));
            balance = sheet.Closing;
        }

        return files;
    }

    private static async Task<BankFile> WriteAsync(string folder, Sheet sheet, StatementKind kind, CancellationToken ct)
    {
        var isStatement = kind == StatementKind.Statement;
        var name = isStatement ? "camt053" : "camt054";
        var path = Path.Combine(folder, "bank", $"{name}-{sheet.Month}.xml");
        var statement = new Statement
        {
            Id = $"{name.ToUpperInvariant()}-{sheet.Month}",
            Account = Account.Iban(CollectionAccount),
            Currency = Opening.Currency,
            OwnerName = "Sanawe Social Security Fund",
            From = sheet.Month.First,
            To = sheet.LastDay,
            SequenceNumber = isStatement ? sheet.Number : null,
            Balances = isStatement ? [new Balance("OPBD", sheet.Opening, sheet.Month.First), new Balance("CLBD", sheet.Closing, sheet.LastDay)] : [],
        };
        IReadOnlyList<EntryToWrite> entries = isStatement ? [.. sheet.Receipts, .. sheet.Others] : sheet.Receipts;
        var head = new StatementFile(statement.Id, sheet.LastDay.ToDateTime(new TimeOnly(18, 0), DateTimeKind.Utc));
        using var file = SampleFile.Create(path);
        await WriteStatements.WriteAsync(file.Bytes, kind, head, [statement], _ => entries.ToAsyncEnumerable(), ct).ConfigureAwait(false);
        file.Keep();
        return new BankFile(path, kind, sheet.Month, entries.Count, Sum(entries, Direction.Credit), Sum(entries, Direction.Debit));
    }

    private static EntryToWrite Credit(Receipt receipt) => Entry(receipt.BankReference, receipt.Amount, Direction.Credit, receipt.BookedOn, new StatementTransaction
    {
        Amount = receipt.Amount,
        Direction = Direction.Credit,
        AgentReference = receipt.BankReference,
        DebtorName = receipt.Payer,
        CreditorReference = receipt.Structured,
        Remittance = receipt.Text,
    });

    private static EntryToWrite Entry(string reference, Money amount, Direction direction, DateOnly on, params IReadOnlyList<StatementTransaction> transactions) => new(
        new StatementEntry
        {
            Reference = reference,
            AgentReference = reference,
            Amount = amount,
            Direction = direction,
            BookedOn = on,
            ValueOn = on,
            TransactionCode = direction == Direction.Credit ? "PMNT/RCDT/ESCT" : "ACMT/MDOP/CHRG",
            Text = transactions.Count == 0 ? "Account charges" : null,
        },
        transactions);

    private static Money Sum(IEnumerable<EntryToWrite> entries, Direction direction) =>
        entries.Where(e => e.Entry.Direction == direction).Aggregate(Money.Zero(Opening.Currency), (sum, e) => sum + e.Entry.Amount);

    /// <summary>A month of the account.</summary>
    private sealed record Sheet(Month Month, int Number, IReadOnlyList<EntryToWrite> Receipts, Money Opening)
    {
        public DateOnly LastDay => Month.Last < DemoDates.LastArrival ? Month.Last : DemoDates.LastArrival;

        /// <summary>What else happens on the account: the bank's charge, and in every third month money from somebody who has no bill.</summary>
        public IReadOnlyList<EntryToWrite> Others =>
        [
            .. Number % 3 == 1 ? [Credit(new Receipt($"GIFT{Month.Code}", LastDay, Gift, "Friends of Sanawe", null, "For the children's home"))] : Array.Empty<EntryToWrite>(),
            Entry($"CHRG{Month.Code}", Charge, Direction.Debit, LastDay),
        ];

        public Money Closing => Opening + Sum([.. Receipts, .. Others], Direction.Credit) - Sum([.. Receipts, .. Others], Direction.Debit);
    }
}
