using System.Runtime.CompilerServices;
using Spmis.Iso20022.Xml;
using Spmis.Values;

namespace Spmis.Iso20022.Statements;

/// <summary>Walks one Ntry. The first transaction is held back until the next is seen, because the only transaction of an entry may take its amount and words from the entry.</summary>
internal sealed class EntryWalk(Intake xml, Statement statement, int number, List<MessageProblem> problems)
{
    private readonly Node info = new("Ntry", xml.Line);
    private (StatementLine Line, bool HasAmount)? first;
    private MessageProblem? problem;
    private bool parsed;
    private int count;
    private decimal? sum = 0;

    public int Line => info.Line;

    public StatementEntry? Entry { get; private set; }

    public async IAsyncEnumerable<StatementLine> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var scope = xml.Enter();
        while (await xml.NextChildAsync(scope, ct).ConfigureAwait(false))
        {
            if (xml.Name != "NtryDtls")
            {
                info.Add(await xml.TakeAsync(ct).ConfigureAwait(false));
                continue;
            }

            await foreach (var line in DetailsAsync(ct).ConfigureAwait(false))
            {
                yield return line;
            }
        }

        Parse();
        Entry = Entry is null ? null : Entry with { Text = count <= 1 ? info.Value("AddtlNtryInf") : null };
        if (count <= 1)
        {
            yield return first is { } only ? only.Line with { Entry = Entry } : NewLine(info.Line, problem);
        }

        CompareSum();
    }

    private async IAsyncEnumerable<StatementLine> DetailsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        string? batchId = null;
        var details = xml.Enter();
        while (await xml.NextChildAsync(details, ct).ConfigureAwait(false))
        {
            var node = await xml.TakeAsync(ct).ConfigureAwait(false);
            if (node.Name == "Btch")
            {
                batchId = node.Value("PmtInfId");
                info.Add(node);
            }
            else if (node.Name == "TxDtls")
            {
                var line = Transaction(node, batchId);
                if (count == 1)
                {
                    first = line;
                    continue;
                }

                if (first is { } held)
                {
                    yield return Alone(held);
                    first = null;
                }

                yield return Alone(line);
            }
        }
    }

    private void Parse()
    {
        if (!parsed)
        {
            Entry = StatementParts.Entry(info, out problem);
            parsed = true;
        }
    }

    private (StatementLine Line, bool HasAmount) Transaction(Node node, string? batchId)
    {
        Parse();
        count++;
        if (Entry is null)
        {
            return (NewLine(node.Line, problem), true);
        }

        var (transaction, hasAmount) = StatementParts.Transaction(node, Entry, batchId);
        sum = hasAmount && transaction.Amount.Currency == Entry.Amount.Currency ? sum + (transaction.Direction == Entry.Direction ? transaction.Amount.Minor : -transaction.Amount.Minor) : null;
        return (NewLine(node.Line, null) with { Transaction = transaction }, hasAmount);
    }

    /// <summary>One of several transactions must tell its amount.</summary>
    private static StatementLine Alone((StatementLine Line, bool HasAmount) read) => read.HasAmount ? read.Line : read.Line with
    {
        Transaction = null,
        Problem = new(read.Line.Line, "TxDtls/Amt", "iso.amount-missing", $"Transaction {read.Line.Transaction?.EndToEndId ?? "without number"} has no amount, and its entry has several transactions."),
    };

    private void CompareSum()
    {
        if (Entry is not null && count > 0 && sum is { } total && total != Entry.Amount.Minor && total is > long.MinValue and < long.MaxValue)
        {
            problems.Add(new(info.Line, "Ntry/Amt", "iso.entry-sum", $"The entry is of {Entry.Amount} but its transactions make {new Money((long)total, Entry.Amount.Currency)}; charges may have been taken off, or transactions left out."));
        }
    }

    private StatementLine NewLine(int line, MessageProblem? fault) => new()
    {
        Line = line,
        Statement = statement,
        EntryNumber = number,
        TransactionNumber = count,
        Entry = Entry,
        Problem = fault,
    };
}
