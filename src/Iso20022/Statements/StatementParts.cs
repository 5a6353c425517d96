using System.Globalization;
using Spmis.Iso20022.Statuses;
using Spmis.Iso20022.Xml;
using Spmis.Values;

namespace Spmis.Iso20022.Statements;

/// <summary>Turns the elements of camt.053 and camt.054 into records.</summary>
internal static class StatementParts
{
    public static Statement Statement(Node info, List<MessageProblem> problems)
    {
        var account = info.Find("Acct");
        var currency = account?.Value("Ccy");
        if (Parts.Account(account) is null)
        {
            problems.Add(new(info.Line, "Acct/Id", "iso.account", $"Statement {info.Value("Id")} names no account."));
        }

        return new()
        {
            Id = info.Value("Id") ?? "",
            Account = Parts.Account(account) ?? Iso20022.Account.AsRead("", false, null),
            Currency = currency is { Length: 3 } && currency.All(char.IsAsciiLetterUpper) ? Currency.Of(currency) : null,
            OwnerName = Parts.PartyName(account?.Find("Ownr")),
            Agent = Parts.Agent(account?.Find("Svcr")),
            From = Parts.Date(info.Find("FrToDt/FrDtTm") ?? info.Find("FrToDt/FrDt")),
            To = Parts.Date(info.Find("FrToDt/ToDtTm") ?? info.Find("FrToDt/ToDt")),
            SequenceNumber = long.TryParse(info.Value("ElctrncSeqNb", "LglSeqNb"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null,
            Balances = [.. Balances(info, problems)],
        };
    }

    public static StatementEntry? Entry(Node info, out MessageProblem? problem)
    {
        if (!Parts.TryAmount(info.Find("Amt"), "Ntry/Amt", info.Line, out var amount, out problem))
        {
            return null;
        }

        if (ReadDirection(info.Value("CdtDbtInd")) is not { } direction)
        {
            problem = new(info.Line, "Ntry/CdtDbtInd", "iso.direction", $"'{info.Value("CdtDbtInd")}' says neither CRDT nor DBIT, so nobody knows which way the money went.");
            return null;
        }

        return new()
        {
            Reference = info.Value("NtryRef"),
            AgentReference = info.Value("AcctSvcrRef"),
            Amount = amount,
            Direction = direction,
            IsReversal = info.Value("RvslInd") is "true" or "1",
            Status = info.Value("Sts/Cd", "Sts") ?? "BOOK", // A code up to version 04, a choice later.
            BookedOn = Parts.Date(info.Find("BookgDt")),
            ValueOn = Parts.Date(info.Find("ValDt")),
            TransactionCode = TransactionCode(info.Find("BkTxCd")),
            BatchId = info.Value("Btch/PmtInfId"),
        };
    }

    /// <summary>A transaction; its amount is null when neither Amt nor AmtDtls tells (allowed when it is the only one of its entry).</summary>
    public static (StatementTransaction Transaction, bool HasAmount) Transaction(Node node, StatementEntry entry, string? batchId)
    {
        var amount = Amount(node, entry.Amount.Currency);
        var refs = node.Find("Refs") ?? new Node("Refs", node.Line);
        var parties = node.Find("RltdPties") ?? new Node("RltdPties", node.Line);
        var remittance = node.Find("RmtInf");
        return (new()
        {
            Amount = amount ?? entry.Amount,
            Direction = ReadDirection(node.Value("CdtDbtInd")) ?? entry.Direction,
            MessageId = refs.Value("MsgId"),
            BatchId = refs.Value("PmtInfId") ?? batchId,
            InstructionId = refs.Value("InstrId"),
            EndToEndId = refs.Value("EndToEndId") is { } id and not "NOTPROVIDED" ? id : null,
            AgentReference = refs.Value("AcctSvcrRef", "TxId", "ClrSysRef"),
            DebtorName = Parts.PartyName(parties.Find("Dbtr")) ?? Parts.PartyName(parties.Find("UltmtDbtr")),
            DebtorAccount = Parts.Account(parties.Find("DbtrAcct")),
            CreditorName = Parts.PartyName(parties.Find("Cdtr")) ?? Parts.PartyName(parties.Find("UltmtCdtr")),
            CreditorAccount = Parts.Account(parties.Find("CdtrAcct")),
            CreditorReference = remittance?.All("Strd").Select(s => s.Value("CdtrRefInf/Ref", "CdtrRefInf/CdtrRef")).FirstOrDefault(r => r is not null),
            Remittance = remittance is null ? null : RemittanceText.Of(remittance),
            Purpose = node.Value("Purp/Cd", "Purp/Prtry"),
            Return = Return(node, entry),
        }, amount is not null);
    }

    public static Direction? ReadDirection(string? text) => text switch { "CRDT" => Direction.Credit, "DBIT" => Direction.Debit, _ => null };

    /// <summary>The amount in the entry's currency if told in several; version 02 has it only inside AmtDtls.</summary>
    private static Money? Amount(Node node, Currency currency)
    {
        Money? first = null;
        foreach (var path in new[] { "Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt" })
        {
            if (node.Find(path) is { } found && Parts.TryAmount(found, path, node.Line, out var amount, out _))
            {
                if (amount.Currency == currency)
                {
                    return amount;
                }

                first ??= amount;
            }
        }

        return first;
    }

    private static StatusReason? Return(Node node, StatementEntry entry)
    {
        if (node.Find("RtrInf") is { } info)
        {
            return Parts.Reason(info);
        }

        // Bank transaction codes: sub-family RRTN is a payment sent back; some banks give no RtrInf with it.
        var code = TransactionCode(node.Find("BkTxCd")) ?? entry.TransactionCode;
        return code?.EndsWith("/RRTN", StringComparison.Ordinal) == true ? new(null, node.Value("AddtlTxInf")) : null;
    }

    private static string? TransactionCode(Node? code)
    {
        var iso = code?.Find("Domn") is { } domain ? string.Join("/", new[] { domain.Value("Cd"), domain.Value("Fmly/Cd"), domain.Value("Fmly/SubFmlyCd") }.OfType<string>()) : null;
        return iso is { Length: > 0 } ? iso : code?.Value("Prtry/Cd");
    }

    private static IEnumerable<Balance> Balances(Node info, List<MessageProblem> problems)
    {
        foreach (var node in info.All("Bal"))
        {
            var type = node.Value("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry") ?? "";
            var (direction, on) = (ReadDirection(node.Value("CdtDbtInd")), Parts.Date(node.Find("Dt")));
            if (!Parts.TryAmount(node.Find("Amt"), "Bal/Amt", node.Line, out var amount, out var problem) || direction is null || on is null)
            {
                problems.Add(problem ?? new(node.Line, "Bal", "iso.balance", $"The balance {type} lacks its direction (CdtDbtInd) or its date."));
                continue;
            }

            yield return new(type, direction == Direction.Debit ? -amount : amount, on.Value);
        }
    }
}
