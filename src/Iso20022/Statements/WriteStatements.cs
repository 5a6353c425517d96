using Spmis.Iso20022.Xml;

namespace Spmis.Iso20022.Statements;

/// <summary>An entry to write, with its transactions.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Transactions">Its transactions; may be empty.</param>
public sealed record EntryToWrite(StatementEntry Entry, IReadOnlyList<StatementTransaction> Transactions);

/// <summary>Writes camt.053.001.08 and camt.054.001.08 as a stream, for agencies of our own and for tests.</summary>
public static class WriteStatements
{
    /// <summary>Writes a file. Entries are asked for statement by statement, in order, and never held. Names and texts keep all characters Unicode has.</summary>
    /// <param name="target">Where to; stays open.</param>
    /// <param name="kind">Statement or notification; a notification has no balances.</param>
    /// <param name="file">The head.</param>
    /// <param name="statements">The accounts, with their balances.</param>
    /// <param name="entries">Gives the entries of an account.</param>
    /// <param name="ct">Stops the writing.</param>
    /// <exception cref="MessageRefused">Something cannot be written: what was written must be thrown away.</exception>
    public static async Task WriteAsync(
        Stream target,
        StatementKind kind,
        StatementFile file,
        IReadOnlyList<Statement> statements,
        Func<Statement, IAsyncEnumerable<EntryToWrite>> entries,
        CancellationToken ct)
    {
        var isStatement = kind == StatementKind.Statement;
        using var xml = new Outlet(target, new MessageName(isStatement ? "camt.053" : "camt.054", "001", "08").Namespace);
        xml.Open(isStatement ? "BkToCstmrStmt" : "BkToCstmrDbtCdtNtfctn", "GrpHdr");
        xml.Leaf("MsgId", Identifier(file.MessageId));
        xml.Leaf("CreDtTm", file.CreatedAt);
        xml.Close();
        foreach (var statement in statements)
        {
            Head(xml, kind, file, statement);
            await foreach (var entry in entries(statement).WithCancellation(ct).ConfigureAwait(false))
            {
                Entry(xml, entry);
                await xml.FlushIfFullAsync(ct).ConfigureAwait(false);
            }

            xml.Close();
        }

        xml.Close();
        await xml.FinishAsync(ct).ConfigureAwait(false);
    }

    private static void Head(Outlet xml, StatementKind kind, StatementFile file, Statement statement)
    {
        xml.Open(kind == StatementKind.Statement ? "Stmt" : "Ntfctn");
        xml.Leaf("Id", Identifier(statement.Id));
        xml.Leaf("ElctrncSeqNb", statement.SequenceNumber?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        xml.Leaf("CreDtTm", file.CreatedAt);
        if (statement is { From: { } from, To: { } to })
        {
            xml.Open("FrToDt");
            xml.Leaf("FrDtTm", from.ToDateTime(TimeOnly.MinValue));
            xml.Leaf("ToDtTm", to.ToDateTime(new TimeOnly(23, 59, 59)));
            xml.Close();
        }

        xml.Account("Acct", statement.Account, statement.Currency?.Code, () =>
        {
            xml.Path("Ownr/Nm", Text(statement.OwnerName));
            if (statement.Agent is { } agent)
            {
                xml.Agent("Svcr", agent, "BICFI");
            }
        });
        foreach (var balance in kind == StatementKind.Statement ? statement.Balances : [])
        {
            xml.Open("Bal");
            xml.Path("Tp/CdOrPrtry/Cd", balance.Type);
            xml.Leaf("Amt", balance.Amount.Minor < 0 ? -balance.Amount : balance.Amount);
            xml.Leaf("CdtDbtInd", balance.Amount.Minor < 0 ? "DBIT" : "CRDT");
            Date(xml, "Dt", balance.On);
            xml.Close();
        }
    }

    private static void Entry(Outlet xml, EntryToWrite written)
    {
        var entry = written.Entry;
        xml.Open("Ntry");
        xml.Leaf("NtryRef", entry.Reference);
        xml.Leaf("Amt", entry.Amount);
        xml.Leaf("CdtDbtInd", Code(entry.Direction));
        xml.Leaf("RvslInd", entry.IsReversal ? "true" : null);
        xml.Path("Sts/Cd", entry.Status);
        Date(xml, "BookgDt", entry.BookedOn);
        Date(xml, "ValDt", entry.ValueOn);
        xml.Leaf("AcctSvcrRef", entry.AgentReference);
        TransactionCode(xml, entry.TransactionCode);
        if (entry.BatchId is not null || written.Transactions.Count > 0)
        {
            xml.Open("NtryDtls");
            xml.Path("Btch/PmtInfId", entry.BatchId);
            foreach (var transaction in written.Transactions)
            {
                TransactionElements.Write(xml, transaction);
            }

            xml.Close();
        }

        xml.Leaf("AddtlNtryInf", Text(entry.Text, 500));
        xml.Close();
    }

    /// <summary>BkTxCd is required; PMNT/OTHR/OTHR says no more than that it was a payment.</summary>
    private static void TransactionCode(Outlet xml, string? code)
    {
        var parts = (code ?? "PMNT/OTHR/OTHR").Split('/');
        xml.Open("BkTxCd");
        if (parts.Length == 3 && parts.All(p => p.Length is >= 1 and <= 4))
        {
            xml.Open("Domn");
            xml.Leaf("Cd", parts[0]);
            xml.Open("Fmly");
            xml.Leaf("Cd", parts[1]);
            xml.Leaf("SubFmlyCd", parts[2]);
            xml.Close(2);
        }
        else
        {
            xml.Path("Prtry/Cd", Identifier(code!)); // Not null: the default has three parts.
        }

        xml.Close();
    }

    private static void Date(Outlet xml, string name, DateOnly? date)
    {
        if (date is { } day)
        {
            xml.Open(name);
            xml.Leaf("Dt", day);
            xml.Close();
        }
    }

    internal static string Code(Direction direction) => direction == Direction.Debit ? "DBIT" : "CRDT";

    internal static string? Text(string? text, int maxLength = 140) => string.IsNullOrWhiteSpace(text) ? null
        : BankText.Fold(text, TextRule.Unicode, maxLength, out var folded) is { } problem ? throw new MessageRefused("iso.text", problem) : folded;

    internal static string Identifier(string id) => BankText.IdentifierProblem(id) is { } problem ? throw new MessageRefused("iso.identifier", problem) : id;
}
