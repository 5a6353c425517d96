using System.Runtime.CompilerServices;
using Spmis.Iso20022.Xml;

namespace Spmis.Iso20022.Transfers;

/// <summary>One payment as found in a file.</summary>
public sealed record CreditTransferRead
{
    /// <summary>Line of the file where it starts.</summary>
    public required int Line { get; init; }

    /// <summary>The PmtInf it lies in; null when that one could not be read.</summary>
    public CreditTransferBatch? Batch { get; init; }

    /// <summary>The payment; null when <see cref="Problem"/> says why.</summary>
    public CreditTransfer? Transfer { get; init; }

    /// <summary>The payment's number as written, also when the rest could not be read.</summary>
    public string? EndToEndId { get; init; }

    /// <summary>What is wrong with it.</summary>
    public MessageProblem? Problem { get; init; }
}

/// <summary>Reads pain.001 of versions 03 and 09 as a stream.</summary>
public sealed class ReadCreditTransfers : IDisposable
{
    private static readonly Readable[] Readable = [new("pain.001", "CstmrCdtTrfInitn", "03", "09")];

    private readonly List<MessageProblem> problems = [];
    private readonly Intake xml;
    private readonly Intake.Scope message;
    private Node head = new("GrpHdr", 1);

    private ReadCreditTransfers(Intake xml)
    {
        (this.xml, message) = (xml, xml.Enter());
        File = new() { MessageId = "", CreatedAt = default, InitiatingParty = "" };
    }

    /// <summary>Which message it is.</summary>
    public MessageName Message => xml.Message;

    /// <summary>The head.</summary>
    public CreditTransferFile File { get; private set; }

    /// <summary>Problems of the file: totals that do not fit, a batch that could not be read. Complete once all payments were read.</summary>
    public IReadOnlyList<MessageProblem> Problems => problems;

    /// <summary>Reads the head. The stream stays the caller's.</summary>
    /// <exception cref="MessageRefused">It is not a pain.001 we read, or broken.</exception>
    public static async Task<ReadCreditTransfers> OpenAsync(Stream source, ReadLimits limits, CancellationToken ct)
    {
        var reader = new ReadCreditTransfers(await Intake.OpenAsync(source, limits, Readable, ct).ConfigureAwait(false));
        try
        {
            await reader.ReadHeadAsync(ct).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Reads the payments in the order of the file; once.</summary>
    /// <exception cref="MessageRefused">The XML is broken or ends too early.</exception>
    public async IAsyncEnumerable<CreditTransferRead> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var totals = new Totals();
        while (await xml.NextChildAsync(message, ct).ConfigureAwait(false))
        {
            if (xml.Name != "PmtInf")
            {
                continue;
            }

            var batch = new Totals();
            var (info, parsed) = (new Node("PmtInf", xml.Line), (CreditTransferBatch?)null);
            var scope = xml.Enter();
            while (await xml.NextChildAsync(scope, ct).ConfigureAwait(false))
            {
                if (xml.Name != "CdtTrfTxInf")
                {
                    info.Add(await xml.TakeAsync(ct).ConfigureAwait(false));
                    continue;
                }

                if (batch.Count == 0)
                {
                    parsed = TransferParts.Batch(info, problems);
                }

                var read = TransferParts.Transfer(await xml.TakeAsync(ct).ConfigureAwait(false), parsed);
                batch.Add(read);
                totals.Add(read);
                yield return read;
            }

            batch.Check(info, $"Batch {info.Value("PmtInfId")}", problems);
        }

        totals.Check(head, "The file", problems);
        await xml.FinishAsync(ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => xml.Dispose();

    private async Task ReadHeadAsync(CancellationToken ct)
    {
        if (!await xml.NextChildAsync(message, ct).ConfigureAwait(false) || xml.Name != "GrpHdr")
        {
            throw xml.Refuse("iso.no-head", "The message has no GrpHdr.");
        }

        head = await xml.TakeAsync(ct).ConfigureAwait(false);
        File = new()
        {
            MessageId = head.Value("MsgId") ?? throw xml.Refuse("iso.no-id", "GrpHdr has no MsgId; without it the file cannot be answered."),
            CreatedAt = Parts.Instant(head.Value("CreDtTm")) ?? throw xml.Refuse("iso.date", $"CreDtTm '{head.Value("CreDtTm")}' is no time; write it as 2026-03-01T08:00:00Z."),
            InitiatingParty = head.Value("InitgPty/Nm") ?? "",
            InitiatingPartyId = head.Find("InitgPty/Id/OrgId")?.Value("Othr/Id", "AnyBIC", "BICOrBEI"),
        };
    }

    /// <summary>Counts payments and compares with NbOfTxs and CtrlSum. A sum with an unreadable amount in it is not compared: that payment's own problem says enough.</summary>
    private sealed class Totals
    {
        private decimal? sum = 0;

        public int Count { get; private set; }

        public void Add(CreditTransferRead read)
        {
            Count++;
            sum += read.Transfer?.Amount.Major;
        }

        public void Check(Node told, string what, List<MessageProblem> problems)
        {
            if (told.Value("NbOfTxs") is { } count && Parts.Count(count) != Count)
            {
                problems.Add(new(told.Line, "NbOfTxs", "iso.count", $"{what} says it has {count} payments but has {Count}; it was cut or altered."));
            }

            if (told.Value("CtrlSum") is { } control && sum is { } total && Parts.Sum(control) != total)
            {
                problems.Add(new(told.Line, "CtrlSum", "iso.sum", $"{what} says its payments make {control} but they make {total}; it was cut or altered."));
            }
        }
    }
}
