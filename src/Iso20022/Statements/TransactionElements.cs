using Spmis.Iso20022.Xml;

namespace Spmis.Iso20022.Statements;

/// <summary>Writes TxDtls of version 08.</summary>
internal static class TransactionElements
{
    public static void Write(Outlet xml, StatementTransaction transaction)
    {
        xml.Open("TxDtls");
        xml.Open("Refs");
        xml.Leaf("MsgId", Identifier(transaction.MessageId));
        xml.Leaf("AcctSvcrRef", Identifier(transaction.AgentReference));
        xml.Leaf("PmtInfId", Identifier(transaction.BatchId));
        xml.Leaf("InstrId", Identifier(transaction.InstructionId));
        xml.Leaf("EndToEndId", Identifier(transaction.EndToEndId) ?? "NOTPROVIDED");
        xml.Close();
        xml.Leaf("Amt", transaction.Amount);
        xml.Leaf("CdtDbtInd", WriteStatements.Code(transaction.Direction));
        Parties(xml, transaction);
        xml.Path("Purp/Cd", transaction.Purpose);
        Remittance(xml, transaction);
        if (transaction.Return is { } reason)
        {
            xml.Open("RtrInf");
            xml.Reason(reason);
            xml.Close();
        }

        xml.Close();
    }

    private static void Parties(Outlet xml, StatementTransaction transaction)
    {
        if (transaction is { DebtorName: null, DebtorAccount: null, CreditorName: null, CreditorAccount: null })
        {
            return;
        }

        xml.Open("RltdPties");
        xml.Path("Dbtr/Pty/Nm", WriteStatements.Text(transaction.DebtorName));
        if (transaction.DebtorAccount is { } from)
        {
            xml.Account("DbtrAcct", from);
        }

        xml.Path("Cdtr/Pty/Nm", WriteStatements.Text(transaction.CreditorName));
        if (transaction.CreditorAccount is { } to)
        {
            xml.Account("CdtrAcct", to);
        }

        xml.Close();
    }

    private static void Remittance(Outlet xml, StatementTransaction transaction)
    {
        if (transaction is { Remittance: null, CreditorReference: null })
        {
            return;
        }

        xml.Open("RmtInf");
        foreach (var line in WordWrap.Lines(transaction.Remittance ?? "", 140))
        {
            xml.Leaf("Ustrd", line);
        }

        xml.Path("Strd/CdtrRefInf/Ref", Identifier(transaction.CreditorReference));
        xml.Close();
    }

    private static string? Identifier(string? id) => id is null ? null : WriteStatements.Identifier(id);
}
