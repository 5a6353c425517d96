using Spmis.Kernel.Files;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.Reconciliation;

/// <summary>How a payment stands while answers are applied to it.</summary>
internal sealed class PaymentStanding
{
    public required long Id { get; init; }

    public required string Reference { get; init; }

    public required string? Agency { get; init; }

    public required long? BatchId { get; init; }

    public required Money Amount { get; init; }

    /// <summary>What deductions withheld beside it.</summary>
    public long WithheldMinor { get; init; }

    public required string Scheme { get; init; }

    public required Guid AwardId { get; init; }

    /// <summary>See <see cref="Instructions.Instruction.ComponentPart"/>.</summary>
    public required string Component { get; init; }

    public required Month Month { get; init; }

    public required int Attempt { get; init; }

    public required string? HoldCode { get; init; }

    public required bool Lapsed { get; init; }

    /// <summary>The day it came back, as told; null when it did not, or was told in this chunk without a day.</summary>
    public DateOnly? ReturnedOn { get; set; }

    public Standing Standing { get; private set; }

    public bool Accepted { get => Standing.HasFlag(Standing.Accepted); init => Set(Standing.Accepted, value); }

    public bool Paid { get => Standing.HasFlag(Standing.Paid); init => Set(Standing.Paid, value); }

    public bool Rejected { get => Standing.HasFlag(Standing.Rejected); init => Set(Standing.Rejected, value); }

    public bool Returned { get => Standing.HasFlag(Standing.Returned); init => Set(Standing.Returned, value); }

    /// <summary>The mark an outcome leaves.</summary>
    public static Standing Of(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Accepted => Standing.Accepted,
        OutcomeKind.Paid => Standing.Paid,
        OutcomeKind.Rejected => Standing.Rejected,
        OutcomeKind.Returned => Standing.Returned,
        _ => throw new InvalidOperationException($"{kind} is no outcome."),
    };

    public void Mark(OutcomeKind kind) => Standing |= Of(kind);

    public void Add(Standing said) => Standing |= said;

    private void Set(Standing mark, bool value) => Standing = value ? Standing | mark : Standing & ~mark;
}

/// <summary>What is known of a payment that was sent.</summary>
[Flags]
internal enum Standing : byte
{
    Sent = 0,
    Accepted = 1,
    Paid = 2,
    Rejected = 4,
    Returned = 8,

    /// <summary>Any end.</summary>
    Ended = Paid | Rejected | Returned,
}

/// <summary>What becomes of an answer.</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Taken over: these outcomes are new.</summary>
    public sealed record Apply(IReadOnlyList<OutcomeKind> Kinds) : Verdict;

    /// <summary>Known already, or too late to matter: noted, nothing changes.</summary>
    public sealed record Known(string Code, string Text) : Verdict;

    /// <summary>Contradicts what is known: a person decides.</summary>
    public sealed record Contradicts(OutcomeKind Had, OutcomeKind Said, string Text) : Verdict;

    /// <summary>Not believed.</summary>
    public sealed record Refuse(string Code, string Text, string? Column, string? Value) : Verdict;
}

/// <summary>Decides what an answer means for a payment. Money is never moved twice, and nothing that was told is lost.</summary>
internal static class AnswerRules
{
    /// <summary>Judges one answer about one payment.</summary>
    public static Verdict Judge(PaymentStanding? payment, Answer answer, string agency)
    {
        if (answer.Agency is { } told && !told.Equals(agency, StringComparison.OrdinalIgnoreCase))
        {
            return new Verdict.Refuse("agency.other", $"The line names agency '{told}', but the file is {agency}'s.", "agency", told);
        }

        if (payment is null || payment.Agency != agency)
        {
            // The same words for an unknown payment and for another agency's: an agency learns nothing of others.
            var slip = answer.Reference is { } r && !PaymentReference.IsValid(r) ? " Its check digits do not fit, so it was perhaps mistyped." : "";
            return new Verdict.Refuse("reference.unknown", $"'{LineProblem.Shown(answer.Reference)}' is no payment ordered from {agency}.{slip} Send the reference as it stands in the order.", "payment_reference", answer.Reference);
        }

        return AmountFault(payment, answer) ?? payment switch
        {
            { BatchId: null } => new Verdict.Refuse("payment.not-sent", $"Payment {payment.Reference} was never sent ({(payment.Lapsed ? "given up" : "held or not released")}), so nothing can have become of it.", "payment_reference", answer.Reference),
            { Returned: true } => OfReturned(payment, answer),
            { Rejected: true } => OfRejected(answer),
            { Paid: true } => OfPaid(answer),
            _ => OfSent(payment, answer),
        };
    }

    private static Verdict.Refuse? AmountFault(PaymentStanding payment, Answer answer)
    {
        var currency = payment.Amount.Currency;
        if (answer.Currency is { } told && told != currency.Code)
        {
            return new("currency.differs", $"Payment {payment.Reference} was ordered in {currency}, not in {told}.", "currency", told);
        }

        if (answer.Amount is not { } text)
        {
            return null;
        }

        return ReadField.Amount(text, currency, out var amount) is { } problem ? new("amount.invalid", $"{problem.Text} {problem.Remedy}".Trim(), "amount", text)
            : amount != payment.Amount ? new("amount.differs", $"Payment {payment.Reference} was ordered over {payment.Amount}, not {amount}. Have the agency say what became of the whole amount.", "amount", text)
            : null;
    }

    private static Verdict OfSent(PaymentStanding payment, Answer answer) => answer.Kind switch
    {
        OutcomeKind.Accepted when payment.Accepted => Repeated(answer),
        OutcomeKind.Accepted => new Verdict.Apply([OutcomeKind.Accepted]),
        OutcomeKind.Paid => new Verdict.Apply([OutcomeKind.Paid]),
        OutcomeKind.Rejected => new Verdict.Apply([OutcomeKind.Rejected]),
        // It can only come back if it had left: the bank did not tell, or its report is still under way.
        OutcomeKind.Returned => new Verdict.Apply([OutcomeKind.Paid, OutcomeKind.Returned]),
        _ => Unknown(answer),
    };

    private static Verdict OfPaid(Answer answer) => answer.Kind switch
    {
        OutcomeKind.Returned => new Verdict.Apply([OutcomeKind.Returned]),
        OutcomeKind.Paid => Repeated(answer),
        OutcomeKind.Accepted => Late(answer),
        OutcomeKind.Rejected => new Verdict.Contradicts(OutcomeKind.Paid, OutcomeKind.Rejected, "It was reported paid before and is reported rejected now. It stays paid until somebody decides."),
        _ => Unknown(answer),
    };

    private static Verdict OfRejected(Answer answer) => answer.Kind switch
    {
        OutcomeKind.Rejected => Repeated(answer),
        OutcomeKind.Accepted => Late(answer),
        OutcomeKind.Paid => new Verdict.Contradicts(OutcomeKind.Rejected, OutcomeKind.Paid, "It was reported rejected before and is reported paid now. It stays rejected and is not tried again until somebody decides."),
        OutcomeKind.Returned => new Verdict.Known("answer.returned-after-rejected", "It was rejected before; that the money is back says the same."),
        _ => Unknown(answer),
    };

    private static Verdict OfReturned(PaymentStanding payment, Answer answer) => answer.Kind switch
    {
        OutcomeKind.Returned => Repeated(answer),
        // Told late of the payment that came back is one thing; paid on a day after that, another.
        OutcomeKind.Paid when answer.On > payment.ReturnedOn => new Verdict.Contradicts(OutcomeKind.Returned, OutcomeKind.Paid, $"It came back on {payment.ReturnedOn:yyyy-MM-dd} and is reported paid on a later day. It stays returned and is not tried again until somebody decides."),
        OutcomeKind.Accepted or OutcomeKind.Paid => Late(answer),
        OutcomeKind.Rejected => new Verdict.Known("answer.rejected-after-returned", "It came back before; that it was rejected says the same."),
        _ => Unknown(answer),
    };

    private static Verdict.Known Repeated(Answer answer) => new("answer.repeated", $"'{answer.Said}' was told before; nothing changes.");

    private static Verdict.Known Late(Answer answer) => new("answer.late", $"'{answer.Said}' comes after a later answer; nothing changes.");

    private static Verdict.Refuse Unknown(Answer answer) => new("status.unknown", $"'{answer.Said}' is no status.", "status", answer.Said);
}
