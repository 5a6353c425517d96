using Spmis.Iso20022.Xml;

namespace Spmis.Iso20022.Transfers;

/// <summary>Turns the elements of a pain.001 into records.</summary>
internal static class TransferParts
{
    public static CreditTransferBatch? Batch(Node info, List<MessageProblem> problems)
    {
        var (id, on, account) = (info.Value("PmtInfId"), Parts.Date(info.Find("ReqdExctnDt")), Parts.Account(info.Find("DbtrAcct")));
        if (id is null || on is null || account is null)
        {
            var field = id is null ? "PmtInfId" : on is null ? "ReqdExctnDt" : "DbtrAcct";
            problems.Add(new(info.Line, field, "iso.batch", $"Batch {id ?? "without number"} lacks {field} or has one that cannot be read."));
            return null;
        }

        return new()
        {
            Id = id,
            ExecuteOn = on.Value,
            DebtorName = info.Value("Dbtr/Nm") ?? "",
            DebtorAccount = account,
            DebtorAgent = Parts.Agent(info.Find("DbtrAgt")) ?? new(),
            CategoryPurpose = info.Value("PmtTpInf/CtgyPurp/Cd", "PmtTpInf/CtgyPurp/Prtry"),
            BatchBooking = info.Value("BtchBookg") switch { "true" or "1" => true, "false" or "0" => false, _ => null },
            ChargeBearer = info.Value("ChrgBr") ?? "",
            Count = Parts.Count(info.Value("NbOfTxs")),
            Sum = Parts.Sum(info.Value("CtrlSum")),
        };
    }

    public static CreditTransferRead Transfer(Node node, CreditTransferBatch? batch)
    {
        var id = node.Value("PmtId/EndToEndId");
        var read = new CreditTransferRead { Line = node.Line, Batch = batch, EndToEndId = id };
        if (id is null)
        {
            return read with { Problem = new(node.Line, "PmtId/EndToEndId", "iso.no-id", "The payment has no EndToEndId.") };
        }

        if (node.Find("Amt/EqvtAmt") is not null)
        {
            return read with { Problem = new(node.Line, "Amt/EqvtAmt", "iso.amount", $"Payment {id} is ordered in one currency to be paid in another (EqvtAmt), which is not read here.") };
        }

        if (!Parts.TryAmount(node.Find("Amt/InstdAmt"), "Amt/InstdAmt", node.Line, out var amount, out var problem))
        {
            return read with { Problem = problem };
        }

        return read with
        {
            Transfer = new()
            {
                EndToEndId = id,
                InstructionId = node.Value("PmtId/InstrId"),
                Amount = amount,
                CreditorName = node.Value("Cdtr/Nm") ?? "",
                CreditorAccount = Parts.Account(node.Find("CdtrAcct")),
                CreditorAgent = Parts.Agent(node.Find("CdtrAgt")),
                Purpose = node.Value("Purp/Cd", "Purp/Prtry"),
                Remittance = node.Find("RmtInf") is { } info ? RemittanceText.Of(info) : null,
            },
        };
    }
}
