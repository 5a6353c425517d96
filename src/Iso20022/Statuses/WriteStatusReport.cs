using Spmis.Iso20022.Xml;

namespace Spmis.Iso20022.Statuses;

/// <summary>Writes pain.002 as a stream, for agencies of our own and for tests.</summary>
public static class WriteStatusReport
{
    // TransactionGroupStatus3Code and TransactionIndividualStatus3Code of pain.002.001.03; later versions take any external code.
    private static readonly string[] OldStatuses = ["ACTC", "RCVD", "PART", "PDNG", "RJCT", "ACCP", "ACSP", "ACSC", "ACWC"];

    /// <summary>Writes a report. The lines come as a reader would give them: the file's status first if there is one, each batch followed by its payments.</summary>
    /// <param name="target">Where to; stays open.</param>
    /// <param name="version">Which version.</param>
    /// <param name="report">The head.</param>
    /// <param name="lines">The statuses.</param>
    /// <param name="ct">Stops the writing.</param>
    /// <exception cref="MessageRefused">A number or status cannot be written, or the lines are out of order: what was written must be thrown away.</exception>
    public static async Task WriteAsync(Stream target, StatusReportVersion version, StatusReport report, IAsyncEnumerable<StatusLine> lines, CancellationToken ct)
    {
        using var xml = new Outlet(target, new MessageName("pain.002", "001", version == StatusReportVersion.V03 ? "03" : "10").Namespace);
        xml.Open("CstmrPmtStsRpt", "GrpHdr");
        xml.Leaf("MsgId", Identifier(report.MessageId));
        xml.Leaf("CreDtTm", report.CreatedAt);
        xml.Close();
        var (headDone, batch) = (false, (string?)null);
        await foreach (var line in lines.WithCancellation(ct).ConfigureAwait(false))
        {
            Check(line, version);
            if (!headDone)
            {
                Original(xml, report, line.Level == StatusLevel.File ? line : null);
                headDone = true;
            }
            else if (line.Level == StatusLevel.File)
            {
                throw new MessageRefused("iso.order", "The file's own status must be the first line.");
            }

            batch = Line(xml, line, batch);
            await xml.FlushIfFullAsync(ct).ConfigureAwait(false);
        }

        if (!headDone)
        {
            Original(xml, report, null);
        }

        xml.Close(batch is null ? 1 : 2);
        await xml.FinishAsync(ct).ConfigureAwait(false);
    }

    private static void Original(Outlet xml, StatusReport report, StatusLine? file)
    {
        xml.Open("OrgnlGrpInfAndSts");
        xml.Leaf("OrgnlMsgId", Identifier(report.OriginalMessageId));
        xml.Leaf("OrgnlMsgNmId", Identifier(report.OriginalMessageName));
        if (report.OriginalCount is { } count)
        {
            xml.Leaf("OrgnlNbOfTxs", count);
        }

        if (report.OriginalSum is { } sum)
        {
            xml.Sum("OrgnlCtrlSum", sum);
        }

        xml.Leaf("GrpSts", file?.Status);
        Reasons(xml, file?.Reasons ?? []);
        xml.Close();
    }

    /// <summary>Writes one line; returns the batch now open.</summary>
    private static string? Line(Outlet xml, StatusLine line, string? batch)
    {
        if (line.Level == StatusLevel.File)
        {
            return null;
        }

        var own = line.OriginalBatchId ?? throw new MessageRefused("iso.no-id", $"The status of {line.OriginalEndToEndId} names no batch, which pain.002 requires.");
        if (line.Level == StatusLevel.Batch || own != batch)
        {
            xml.Close(batch is null ? 0 : 1);
            xml.Open("OrgnlPmtInfAndSts");
            xml.Leaf("OrgnlPmtInfId", Identifier(own));
        }

        if (line.Level == StatusLevel.Batch)
        {
            xml.Leaf("PmtInfSts", line.Status);
            Reasons(xml, line.Reasons);
        }
        else
        {
            Payment(xml, line);
        }

        return own;
    }

    private static void Payment(Outlet xml, StatusLine line)
    {
        xml.Open("TxInfAndSts");
        xml.Leaf("OrgnlInstrId", line.OriginalInstructionId);
        xml.Leaf("OrgnlEndToEndId", line.OriginalEndToEndId);
        xml.Leaf("TxSts", line.Status);
        Reasons(xml, line.Reasons);
        xml.Leaf("AcctSvcrRef", line.AgentReference);
        if (line.OriginalAmount is { } amount)
        {
            xml.Open("OrgnlTxRef", "Amt");
            xml.Leaf("InstdAmt", amount);
            xml.Close(2);
        }

        xml.Close();
    }

    private static void Reasons(Outlet xml, IReadOnlyList<StatusReason> reasons)
    {
        foreach (var reason in reasons)
        {
            xml.Open("StsRsnInf");
            xml.Reason(reason);
            xml.Close();
        }
    }

    private static string Identifier(string id) => BankText.IdentifierProblem(id) is { } problem ? throw new MessageRefused("iso.identifier", problem) : id;

    private static void Check(StatusLine line, StatusReportVersion version)
    {
        if (line.Status.Length is 0 or > 4 || (version == StatusReportVersion.V03 && !OldStatuses.Contains(line.Status)))
        {
            throw new MessageRefused("iso.status", $"'{line.Status}' is no status pain.002 of this version can carry.");
        }

        if (line.Level == StatusLevel.Payment && (line.OriginalEndToEndId ?? line.OriginalInstructionId) is null)
        {
            throw new MessageRefused("iso.no-id", "A payment's status must name the payment.");
        }

        foreach (var id in new[] { line.OriginalBatchId, line.OriginalInstructionId, line.OriginalEndToEndId, line.AgentReference }.OfType<string>())
        {
            Identifier(id);
        }
    }
}
