using Spmis.Iso20022.Xml;

namespace Spmis.Iso20022.Transfers;

/// <summary>Writes pain.001 as a stream, in memory that does not grow with it. The same input gives the same bytes.</summary>
public static class WriteCreditTransfers
{
    /// <summary>Writes a file. Payments are asked for batch by batch, in order, and never held; totals come from the batches and are checked against what was written.</summary>
    /// <param name="target">Where to; stays open.</param>
    /// <param name="version">Which version the bank takes.</param>
    /// <param name="file">The head.</param>
    /// <param name="batches">The batches, with their totals.</param>
    /// <param name="transfers">Gives the payments of a batch.</param>
    /// <param name="rule">Which characters the bank takes.</param>
    /// <param name="ct">Stops the writing.</param>
    /// <exception cref="MessageRefused">A text or identifier is not one banks take, or the totals do not fit: the file written so far must be thrown away.</exception>
    public static async Task WriteAsync(
        Stream target,
        CreditTransferVersion version,
        CreditTransferFile file,
        IReadOnlyList<CreditTransferBatch> batches,
        Func<CreditTransferBatch, IAsyncEnumerable<CreditTransfer>> transfers,
        TextRule rule,
        CancellationToken ct)
    {
        Require(CheckCreditTransfer.Problems(file, rule), "File " + file.MessageId);
        foreach (var batch in batches)
        {
            Require(CheckCreditTransfer.Problems(batch, version, rule), "Batch " + batch.Id);
        }

        if (batches.Count == 0 || batches.Select(b => b.Id).Distinct(StringComparer.Ordinal).Count() != batches.Count)
        {
            throw new MessageRefused("iso.batches", "A file needs at least one batch, and every batch a number of its own.");
        }

        using var xml = new Outlet(target, new MessageName("pain.001", "001", version == CreditTransferVersion.V03 ? "03" : "09").Namespace);
        xml.Open("CstmrCdtTrfInitn");
        Head(xml, file, batches, rule);
        foreach (var batch in batches)
        {
            BatchHead(xml, batch, version, rule);
            await PaymentsAsync(xml, batch, transfers(batch), version, rule, ct).ConfigureAwait(false);
            xml.Close();
        }

        xml.Close();
        await xml.FinishAsync(ct).ConfigureAwait(false);
    }

    private static void Head(Outlet xml, CreditTransferFile file, IReadOnlyList<CreditTransferBatch> batches, TextRule rule)
    {
        xml.Open("GrpHdr");
        xml.Leaf("MsgId", file.MessageId);
        xml.Leaf("CreDtTm", file.CreatedAt);
        xml.Leaf("NbOfTxs", checked(batches.Sum(b => b.Count ?? 0)));
        xml.Sum("CtrlSum", batches.Sum(b => b.Sum ?? 0));
        xml.Open("InitgPty");
        xml.Leaf("Nm", Folded(file.InitiatingParty, rule));
        xml.Path("Id/OrgId/Othr/Id", file.InitiatingPartyId);
        xml.Close(2);
    }

    private static void BatchHead(Outlet xml, CreditTransferBatch batch, CreditTransferVersion version, TextRule rule)
    {
        xml.Open("PmtInf");
        xml.Leaf("PmtInfId", batch.Id);
        xml.Leaf("PmtMtd", "TRF");
        xml.Leaf("BtchBookg", batch.BatchBooking switch { true => "true", false => "false", null => null });
        xml.Leaf("NbOfTxs", batch.Count ?? 0);
        xml.Sum("CtrlSum", batch.Sum ?? 0);
        xml.Path("PmtTpInf/CtgyPurp/Cd", batch.CategoryPurpose);
        if (version == CreditTransferVersion.V03)
        {
            xml.Leaf("ReqdExctnDt", batch.ExecuteOn);
        }
        else
        {
            xml.Open("ReqdExctnDt"); // A choice of Dt and DtTm from version 08 on.
            xml.Leaf("Dt", batch.ExecuteOn);
            xml.Close();
        }

        xml.Path("Dbtr/Nm", Folded(batch.DebtorName, rule));
        xml.Account("DbtrAcct", batch.DebtorAccount);
        xml.Agent("DbtrAgt", batch.DebtorAgent, BicElement(version));
        xml.Leaf("ChrgBr", batch.ChargeBearer);
    }

    private static async Task PaymentsAsync(Outlet xml, CreditTransferBatch batch, IAsyncEnumerable<CreditTransfer> transfers, CreditTransferVersion version, TextRule rule, CancellationToken ct)
    {
        var (count, sum) = (0, 0m);
        await foreach (var transfer in transfers.WithCancellation(ct).ConfigureAwait(false))
        {
            Require(CheckCreditTransfer.Problems(transfer, version, rule), "Payment " + transfer.EndToEndId);
            Payment(xml, transfer, version, rule);
            count++;
            sum += transfer.Amount.Major;
            await xml.FlushIfFullAsync(ct).ConfigureAwait(false);
        }

        if (count != batch.Count || sum != batch.Sum)
        {
            throw new MessageRefused("iso.totals", $"Batch {batch.Id} was announced with {batch.Count} payments of {batch.Sum} but had {count} of {sum}; the file is void.");
        }
    }

    private static void Payment(Outlet xml, CreditTransfer transfer, CreditTransferVersion version, TextRule rule)
    {
        xml.Open("CdtTrfTxInf", "PmtId");
        xml.Leaf("InstrId", transfer.InstructionId);
        xml.Leaf("EndToEndId", transfer.EndToEndId);
        xml.Close();
        xml.Open("Amt");
        xml.Leaf("InstdAmt", transfer.Amount);
        xml.Close();
        if (transfer.CreditorAgent is { } agent)
        {
            xml.Agent("CdtrAgt", agent, BicElement(version));
        }

        xml.Path("Cdtr/Nm", Folded(transfer.CreditorName, rule));
        if (transfer.CreditorAccount is { } account)
        {
            xml.Account("CdtrAcct", account);
        }

        xml.Path("Purp/Cd", transfer.Purpose);
        xml.Path("RmtInf/Ustrd", transfer.Remittance is { } text ? Folded(text, rule) : null);
        xml.Close();
    }

    private static string BicElement(CreditTransferVersion version) => version == CreditTransferVersion.V03 ? "BIC" : "BICFI";

    private static string Folded(string text, TextRule rule) => BankText.Fold(text, rule, 140, out var folded) is { } problem
        ? throw new MessageRefused("iso.text", problem)
        : folded;

    private static void Require(IReadOnlyList<MessageProblem> problems, string what)
    {
        if (problems.Count > 0)
        {
            throw new MessageRefused(problems[0].Code, $"{what}, {problems[0].Field}: {problems[0].Text}");
        }
    }
}
