using System.Runtime.CompilerServices;
using Spmis.Iso20022.Codes;
using Spmis.Iso20022.Xml;

namespace Spmis.Iso20022.Statuses;

/// <summary>Reads pain.002 as a stream: versions 03 to 14, and dialects derived from them.</summary>
public sealed class ReadStatusReport : IDisposable
{
    // 03 and 10 are what banks send; the others have the same elements in the same places, as far as they are read here.
    private static readonly Readable[] Readable = [new("pain.002", "CstmrPmtStsRpt", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14")];

    private readonly Intake xml;
    private readonly Intake.Scope message;
    private StatusLine? file;

    private ReadStatusReport(Intake xml)
    {
        (this.xml, message) = (xml, xml.Enter());
        Report = new() { MessageId = "", CreatedAt = default, OriginalMessageId = "", OriginalMessageName = "" };
    }

    /// <summary>Which message it is.</summary>
    public MessageName Message => xml.Message;

    /// <summary>The head.</summary>
    public StatusReport Report { get; private set; }

    /// <summary>Reads the head. The stream stays the caller's.</summary>
    /// <exception cref="MessageRefused">It is not a pain.002 we read, or broken.</exception>
    public static async Task<ReadStatusReport> OpenAsync(Stream source, ReadLimits limits, CancellationToken ct)
    {
        var reader = new ReadStatusReport(await Intake.OpenAsync(source, limits, Readable, ct).ConfigureAwait(false));
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

    /// <summary>Reads the statuses in the order of the file, the file's own first; once. A batch comes before its payments.</summary>
    /// <exception cref="MessageRefused">The XML is broken or ends too early.</exception>
    public async IAsyncEnumerable<StatusLine> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (file is { Status.Length: > 0 } or { Reasons.Count: > 0 })
        {
            yield return Judged(file);
        }

        while (await xml.NextChildAsync(message, ct).ConfigureAwait(false))
        {
            if (xml.Name != "OrgnlPmtInfAndSts")
            {
                continue;
            }

            await foreach (var line in BatchAsync(ct).ConfigureAwait(false))
            {
                yield return line;
            }
        }

        await xml.FinishAsync(ct).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => xml.Dispose();

    private async IAsyncEnumerable<StatusLine> BatchAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var info = new Node(xml.Name, xml.Line);
        StatusLine? batch = null;
        var scope = xml.Enter();
        while (await xml.NextChildAsync(scope, ct).ConfigureAwait(false))
        {
            if (xml.Name != "TxInfAndSts")
            {
                info.Add(await xml.TakeAsync(ct).ConfigureAwait(false));
                continue;
            }

            if (batch is null)
            {
                batch = Batch(info);
                if (Speaks(info))
                {
                    yield return Judged(batch);
                }
            }

            yield return Judged(Payment(await xml.TakeAsync(ct).ConfigureAwait(false), batch));
        }

        if (batch is null && Speaks(info))
        {
            yield return Judged(Batch(info));
        }
    }

    private static bool Speaks(Node info) => info.Find("PmtInfSts") is not null || info.Find("StsRsnInf") is not null;

    private static StatusReason[] Reasons(Node node) => [.. node.All("StsRsnInf").Select(Parts.Reason)];

    /// <summary>A line whose number or status is missing or unknown is not guessed at but marked.</summary>
    private static StatusLine Judged(StatusLine line)
    {
        MessageProblem? problem = null;
        if (line.Level == StatusLevel.Payment && line.OriginalEndToEndId is null && line.OriginalInstructionId is null)
        {
            problem = new(line.Line, "OrgnlEndToEndId", "iso.no-id", "The status names no payment: both OrgnlEndToEndId and OrgnlInstrId are missing.");
        }
        else if (line.Status.Length == 0)
        {
            problem = new(line.Line, "TxSts", "iso.status-missing", $"Nothing says what became of {line.OriginalEndToEndId ?? line.OriginalBatchId ?? "the file"}: neither it nor its batch nor the file has a status.");
        }
        else if (PaymentStatuses.OutcomeOf(line.Status) == PaymentOutcome.Unknown)
        {
            problem = new(line.Line, "TxSts", "iso.status-unknown", $"'{line.Status}' is no status of ISO 20022; known are ACTC, ACCP, ACSP, ACSC, PDNG, RJCT and others.");
        }

        return line with { Problem = problem };
    }

    private async Task ReadHeadAsync(CancellationToken ct)
    {
        Node? head = null;
        while (await xml.NextChildAsync(message, ct).ConfigureAwait(false))
        {
            var node = await xml.TakeAsync(ct).ConfigureAwait(false);
            if (node.Name == "GrpHdr")
            {
                head = node;
            }
            else if (node.Name == "OrgnlGrpInfAndSts" && head is not null)
            {
                file = new() { Line = node.Line, Level = StatusLevel.File, Status = node.Value("GrpSts") ?? "", Reasons = Reasons(node) };
                Report = new()
                {
                    MessageId = head.Value("MsgId") ?? throw xml.Refuse("iso.no-id", "GrpHdr has no MsgId."),
                    CreatedAt = Parts.Instant(head.Value("CreDtTm")) ?? throw xml.Refuse("iso.date", $"CreDtTm '{head.Value("CreDtTm")}' is no time."),
                    OriginalMessageId = node.Value("OrgnlMsgId") ?? throw xml.Refuse("iso.no-id", "OrgnlGrpInfAndSts has no OrgnlMsgId, so nobody knows which file is answered."),
                    OriginalMessageName = node.Value("OrgnlMsgNmId") ?? "",
                    OriginalCount = Parts.Count(node.Value("OrgnlNbOfTxs")),
                    OriginalSum = Parts.Sum(node.Value("OrgnlCtrlSum")),
                };
                return;
            }
            else
            {
                break;
            }
        }

        throw xml.Refuse("iso.no-head", "The message does not begin with GrpHdr and OrgnlGrpInfAndSts.");
    }

    private StatusLine Batch(Node info) => new()
    {
        Line = info.Line,
        Level = StatusLevel.Batch,
        OriginalBatchId = info.Value("OrgnlPmtInfId"),
        Status = info.Value("PmtInfSts") ?? file?.Status ?? "",
        Reasons = Reasons(info),
    };

    private static StatusLine Payment(Node node, StatusLine batch)
    {
        var own = node.Value("TxSts");
        var reasons = Reasons(node);
        return new()
        {
            Line = node.Line,
            Level = StatusLevel.Payment,
            OriginalBatchId = batch.OriginalBatchId,
            OriginalInstructionId = node.Value("OrgnlInstrId"),
            OriginalEndToEndId = node.Value("OrgnlEndToEndId"),
            // PART says only that the single ones differ: it is no status of a single one.
            Status = own ?? (batch.Status == "PART" ? "" : batch.Status),
            Reasons = own is null && reasons.Length == 0 ? batch.Reasons : reasons,
            OriginalAmount = Parts.TryAmount(node.Find("OrgnlTxRef/Amt/InstdAmt"), "OrgnlTxRef/Amt/InstdAmt", node.Line, out var amount, out _) ? amount : null,
            AgentReference = node.Value("AcctSvcrRef"),
        };
    }
}
