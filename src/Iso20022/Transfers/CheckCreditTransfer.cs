using System.Text.RegularExpressions;

namespace Spmis.Iso20022.Transfers;

/// <summary>Says beforehand what the writer would refuse, so that a payment run can hold one payment instead of losing the file.</summary>
public static partial class CheckCreditTransfer
{
    /// <summary>Everything wrong with a payment; empty when it can be written.</summary>
    public static IReadOnlyList<MessageProblem> Problems(CreditTransfer transfer, CreditTransferVersion version, TextRule rule)
    {
        var problems = new List<MessageProblem>();
        void Note(string field, string code, string? problem)
        {
            if (problem is not null)
            {
                problems.Add(new(0, field, code, problem));
            }
        }

        Note("EndToEndId", "iso.identifier", BankText.IdentifierProblem(transfer.EndToEndId));
        Note("InstrId", "iso.identifier", transfer.InstructionId is { } id ? BankText.IdentifierProblem(id) : null);
        Note("InstdAmt", "iso.amount", transfer.Amount.Minor > 0 ? null : $"{transfer.Amount} cannot be paid; an amount must be more than 0.");
        Note("Cdtr/Nm", "iso.text", BankText.Fold(transfer.CreditorName, rule, 140, out _));
        Note("RmtInf/Ustrd", "iso.text", transfer.Remittance is { } text ? BankText.Fold(text, rule, 140, out _) : null);
        Note("Purp/Cd", "iso.purpose", transfer.Purpose is { } purpose ? CodeProblem(purpose) : null);
        Note("CdtrAcct", "iso.account", AccountProblem(transfer.CreditorAccount));
        Note("CdtrAgt", "iso.agent", transfer.CreditorAgent is { } agent ? AgentProblem(agent, version) : null);
        return problems;
    }

    /// <summary>Everything wrong with a batch's head; empty when it can be written.</summary>
    public static IReadOnlyList<MessageProblem> Problems(CreditTransferBatch batch, CreditTransferVersion version, TextRule rule)
    {
        (string Field, string Code, string? Problem)[] checks =
        [
            ("PmtInfId", "iso.identifier", BankText.IdentifierProblem(batch.Id)),
            ("Dbtr/Nm", "iso.text", BankText.Fold(batch.DebtorName, rule, 140, out _)),
            ("DbtrAcct", "iso.account", AccountProblem(batch.DebtorAccount)),
            ("DbtrAgt", "iso.agent", AgentProblem(batch.DebtorAgent, version)),
            ("CtgyPurp/Cd", "iso.purpose", batch.CategoryPurpose is { } purpose ? CodeProblem(purpose) : null),
            ("ChrgBr", "iso.charges", batch.ChargeBearer is "SLEV" or "SHAR" or "DEBT" or "CRED" ? null : $"'{batch.ChargeBearer}' is not SLEV, SHAR, DEBT or CRED."),
            ("NbOfTxs", "iso.count", batch.Count is > 0 ? null : "A batch needs at least one payment, and their number before it is written."),
            ("CtrlSum", "iso.sum", batch.Sum is > 0 ? null : "A batch needs its control sum before it is written."),
        ];
        return [.. checks.Where(c => c.Problem is not null).Select(c => new MessageProblem(0, c.Field, c.Code, c.Problem!))]; // Not null: see the filter.
    }

    /// <summary>What is wrong with the file's head; empty when it can be written.</summary>
    public static IReadOnlyList<MessageProblem> Problems(CreditTransferFile file, TextRule rule)
    {
        (string Field, string? Problem)[] checks =
        [
            ("MsgId", BankText.IdentifierProblem(file.MessageId)),
            ("InitgPty/Nm", BankText.Fold(file.InitiatingParty, rule, 140, out _)),
            ("InitgPty/Id", file.InitiatingPartyId is { } id ? BankText.IdentifierProblem(id) : null),
        ];
        return [.. checks.Where(c => c.Problem is not null).Select(c => new MessageProblem(0, c.Field, "iso.head", c.Problem!))]; // Not null: see the filter.
    }

    private static string? CodeProblem(string code) => Code().IsMatch(code) ? null : $"'{code}' is no purpose code; it has one to four capital letters or digits, such as SSBE or PENS.";

    private static string? AccountProblem(Account? account) => account switch
    {
        null => null,
        { IsIban: true } => Iban.Problem(account.Number),
        { Scheme.Length: > 35 } => $"The account scheme '{account.Scheme}' has more than 35 characters.",
        _ => BankText.IdentifierProblem(account.Number, 34),
    };

    private static string? AgentProblem(Agent agent, CreditTransferVersion version)
    {
        // Version 03 carries the BIC of ISO 9362:2009 (letters only in front), version 09 that of 2014.
        var form = version == CreditTransferVersion.V03 ? OldBic() : Bic();
        return agent switch
        {
            { Bic: { } bic } when !form.IsMatch(bic) => $"'{bic}' is no BIC; it has 8 or 11 capital letters and digits, such as KCBLKENX.",
            { MemberId: { } member } when BankText.IdentifierProblem(member) is { } problem => problem,
            { ClearingSystem.Length: > 5 } => $"The clearing system code '{agent.ClearingSystem}' has more than five characters.",
            { Name: { } name } => BankText.Fold(name, TextRule.Unicode, 140, out _),
            _ => null,
        };
    }

    [GeneratedRegex("^[A-Z0-9]{1,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    [GeneratedRegex("^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Bic();

    [GeneratedRegex("^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex OldBic();
}
