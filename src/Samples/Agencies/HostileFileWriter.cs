using System.Globalization;
using System.Text;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Iso20022.Statuses;
using Spmis.Values;

namespace Spmis.Samples.Agencies;

/// <summary>Writes what a hostile agency says in the form it chose, and spoils it.</summary>
internal sealed class HostileFileWriter(string agency)
{
    private static readonly DateOnly Day = new(2026, 7, 13);

    public HostileFile Write(AnswerForm form, int number, IReadOnlyList<HostileLine> lines)
    {
        using var target = new MemoryStream();
        var said = form is AnswerForm.Pain002V03 or AnswerForm.Pain002V10 ? InOrder(lines) : lines;
        switch (form)
        {
            case AnswerForm.Csv: target.Write(Encoding.UTF8.GetBytes(Csv(said, number))); break;
            case AnswerForm.Pain002V03: Statuses(target, StatusReportVersion.V03, said, number); break;
            case AnswerForm.Pain002V10: Statuses(target, StatusReportVersion.V10, said, number); break;
            case AnswerForm.Camt053: Statement(target, StatementKind.Statement, said, number); break;
            case AnswerForm.Camt054: Statement(target, StatementKind.Notification, said, number); break;
            default: throw new InvalidOperationException($"{form} is no form.");
        }

        return new(form, "plain", target.ToArray(), said);
    }

    /// <summary>The connection broke.</summary>
    public static HostileFile CutOff(HostileFile file) => new(file.Form, "cut off", file.Content[..(file.Content.Length * 2 / 3)], []);

    /// <summary>Other words in its head.</summary>
    public static HostileFile Replaced(HostileFile file, string trick, IEnumerable<(string Old, string New)> words) =>
        new(file.Form, trick, Encoding.UTF8.GetBytes(words.Aggregate(Encoding.UTF8.GetString(file.Content), (text, w) => text.Replace(w.Old, w.New, StringComparison.Ordinal))), []);

    /// <summary>An entity that reads our files.</summary>
    public static HostileFile WithDocumentType(HostileFile file)
    {
        var text = Encoding.UTF8.GetString(file.Content);
        var at = text.IndexOf("<Document", StringComparison.Ordinal);
        return new(file.Form, "document type", Encoding.UTF8.GetBytes(text.Insert(at, "<!DOCTYPE Document [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>")), []);
    }

    /// <summary>As a spreadsheet saves it: a byte order mark, CR LF, everything in quotes.</summary>
    public static HostileFile Windows(HostileFile file)
    {
        var lines = Encoding.UTF8.GetString(file.Content).TrimEnd('\n').Split('\n').Select(l => string.Join(',', l.Split(',').Select(f => $"\"{f}\"")));
        return new(file.Form, "dialect", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n")], file.Lines);
    }

    /// <summary>A pain.002 tells of one file: its own status first, then each part with its payments.</summary>
    private static List<HostileLine> InOrder(IReadOnlyList<HostileLine> lines) =>
    [
        .. lines.Where(l => l.Of == SaidOf.Batch),
        .. lines.Where(l => l.Of != SaidOf.Batch).GroupBy(l => l.Of == SaidOf.Part ? l.Reference : l.Part).SelectMany(g => g.OrderByDescending(l => l.Of)),
    ];

    private static string Csv(IEnumerable<HostileLine> lines, int number) =>
        "payment_reference,status,reason,amount,executed_on,currency\n" + string.Concat(lines.Select((l, n) => string.Create(
            CultureInfo.InvariantCulture, $"{l.Reference},{(l.Says switch { Saying.Accepted => "PENDING", Saying.Paid => "PAID", Saying.Rejected => "FAILED", _ => "RETURNED" })},note {number}-{n},{l.Amount.ToPlain()},{Day:yyyy-MM-dd},{l.Amount.Currency.Code}\n")));

    private void Statuses(Stream target, StatusReportVersion version, IReadOnlyList<HostileLine> lines, int number)
    {
        var head = new StatusReport
        {
            MessageId = $"{agency}-ST-{number}", CreatedAt = Day.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc), OriginalMessageName = "pain.001.001.09",
            OriginalMessageId = lines.FirstOrDefault(l => l.Of == SaidOf.Batch)?.Reference ?? "ANY",
        };
        Run(WriteStatusReport.WriteAsync(target, version, head, lines.Select(Status).ToAsyncEnumerable(), default));
    }

    private static StatusLine Status(HostileLine l)
    {
        var word = l.Says switch { Saying.Accepted => l.Of == SaidOf.Payment ? "ACSP" : "PART", Saying.Paid => "ACSC", _ => "RJCT" };
        return l.Of switch
        {
            SaidOf.Batch => new() { Level = StatusLevel.File, Status = word },
            SaidOf.Part => new() { Level = StatusLevel.Batch, OriginalBatchId = l.Reference, Status = word },
            _ => new() { Level = StatusLevel.Payment, OriginalBatchId = l.Part, OriginalEndToEndId = l.Reference, Status = word, OriginalAmount = l.Amount, Reasons = l.Says == Saying.Rejected ? [new StatusReason("AC04", null)] : [] },
        };
    }

    private void Statement(Stream target, StatementKind kind, IReadOnlyList<HostileLine> lines, int number)
    {
        var currency = Currency.Of("KES");
        var sum = lines.Where(l => l.Says != Saying.Accepted).Sum(l => l.Says == Saying.Returned ? l.Amount.Minor : -l.Amount.Minor);
        var statement = new Statement
        {
            Id = $"{agency}-{number}", Account = Account.Other("1000200030"), Currency = currency, From = Day, To = Day,
            Balances = kind == StatementKind.Notification ? [] : [new("OPBD", new Money(900_000_000, currency), Day), new("CLBD", new Money(900_000_000 + sum, currency), Day)],
        };
        var head = new StatementFile($"{agency}-CT-{number}", Day.ToDateTime(new TimeOnly(18, 0), DateTimeKind.Utc));
        Run(WriteStatements.WriteAsync(target, kind, head, [statement], _ => lines.Select(Entry).ToAsyncEnumerable(), default));
    }

    private static EntryToWrite Entry(HostileLine l)
    {
        var direction = l.Says == Saying.Returned ? Direction.Credit : Direction.Debit;
        var entry = new StatementEntry { Amount = l.Amount, Direction = direction, Status = l.Says == Saying.Accepted ? "PDNG" : "BOOK", BookedOn = Day, ValueOn = Day, TransactionCode = "PMNT/ICDT/ESCT" };
        return new(entry, [new StatementTransaction { Amount = l.Amount, Direction = direction, EndToEndId = l.Reference, Return = l.Says == Saying.Returned ? new StatusReason("AC04", "closed") : null }]);
    }

    private static void Run(Task work) => work.GetAwaiter().GetResult(); // Into memory: it never waits.
}
