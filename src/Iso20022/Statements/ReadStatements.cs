using System.Runtime.CompilerServices;
using Spmis.Iso20022.Xml;

namespace Spmis.Iso20022.Statements;

/// <summary>Reads camt.053 and camt.054 as a stream: versions 02 to 13. An entry of a hundred thousand transactions is not held either.</summary>
public sealed class ReadStatements : IDisposable
{
    // 02, 04 and 08 are what banks send; the others have the same elements in the same places, as far as they are read here.
    private static readonly string[] Versions = ["02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13"];

    private static readonly Readable[] Readable =
    [
        new("camt.053", "BkToCstmrStmt", Versions),
        new("camt.054", "BkToCstmrDbtCdtNtfctn", Versions),
    ];

    private readonly List<BalanceCheck> checks = [];
    private readonly List<MessageProblem> problems = [];
    private readonly Intake xml;
    private readonly Intake.Scope message;
    private int entryNumber;

    private ReadStatements(Intake xml)
    {
        (this.xml, message) = (xml, xml.Enter());
        File = new("", default);
    }

    /// <summary>Which message it is.</summary>
    public MessageName Message => xml.Message;

    /// <summary>Statement or notification.</summary>
    public StatementKind Kind => Message.Kind == "camt.053" ? StatementKind.Statement : StatementKind.Notification;

    /// <summary>The head.</summary>
    public StatementFile File { get; private set; }

    /// <summary>The proofs of the statements read so far, one for each of a camt.053; complete once all lines were read.</summary>
    public IReadOnlyList<BalanceCheck> Checks => checks;

    /// <summary>Problems of the file: totals that do not fit, a balance that cannot be read. Complete once all lines were read.</summary>
    public IReadOnlyList<MessageProblem> Problems => problems;

    /// <summary>Reads the head. The stream stays the caller's.</summary>
    /// <exception cref="MessageRefused">It is not a message we read, or broken.</exception>
    public static async Task<ReadStatements> OpenAsync(Stream source, ReadLimits limits, CancellationToken ct)
    {
        var reader = new ReadStatements(await Intake.OpenAsync(source, limits, Readable, ct).ConfigureAwait(false));
        try
        {
            if (!await reader.xml.NextChildAsync(reader.message, ct).ConfigureAwait(false) || reader.xml.Name != "GrpHdr")
            {
                throw reader.xml.Refuse("iso.no-head", "The message has no GrpHdr.");
            }

            var head = await reader.xml.TakeAsync(ct).ConfigureAwait(false);
            reader.File = new(
                head.Value("MsgId") ?? throw reader.xml.Refuse("iso.no-id", "GrpHdr has no MsgId."),
                Parts.Instant(head.Value("CreDtTm")) ?? throw reader.xml.Refuse("iso.date", $"CreDtTm '{head.Value("CreDtTm")}' is no time."));
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Reads the lines in the order of the file; once.</summary>
    /// <exception cref="MessageRefused">The XML is broken or ends too early.</exception>
    public async IAsyncEnumerable<StatementLine> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var found = false;
        while (await xml.NextChildAsync(message, ct).ConfigureAwait(false))
        {
            if (xml.Name is "Stmt" or "Ntfctn")
            {
                found = true;
                await foreach (var line in StatementAsync(ct).ConfigureAwait(false))
                {
                    yield return line;
                }
            }
        }

        if (!found)
        {
            problems.Add(new(xml.Line, Kind == StatementKind.Statement ? "Stmt" : "Ntfctn", "iso.no-statement", "The file has a head but no account in it; ask the bank for the whole file."));
        }

        await xml.FinishAsync(ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => xml.Dispose();

    private async IAsyncEnumerable<StatementLine> StatementAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var info = new Node(xml.Name, xml.Line);
        (Statement? statement, BalanceProof? proof) = (null, null);
        var scope = xml.Enter();
        while (await xml.NextChildAsync(scope, ct).ConfigureAwait(false))
        {
            if (xml.Name != "Ntry")
            {
                info.Add(await xml.TakeAsync(ct).ConfigureAwait(false));
                continue;
            }

            statement ??= StatementParts.Statement(info, problems);
            proof ??= new BalanceProof(statement);
            var entry = new EntryWalk(xml, statement, ++entryNumber, problems);
            await foreach (var line in entry.ReadAsync(ct).ConfigureAwait(false))
            {
                yield return line;
            }

            proof.Add(entry.Entry, entry.Line);
        }

        proof ??= new BalanceProof(statement ?? StatementParts.Statement(info, problems));
        if (Kind == StatementKind.Statement)
        {
            checks.Add(proof.Prove());
        }

        if (info.Value("TxsSummry/TtlNtries/NbOfNtries") is { } told && Parts.Count(told) != proof.Entries)
        {
            problems.Add(new(info.Line, "TxsSummry/TtlNtries/NbOfNtries", "iso.count", $"Statement {info.Value("Id")} says it has {told} entries but has {proof.Entries}."));
        }
    }
}
