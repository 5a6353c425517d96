using System.Collections.Frozen;

namespace Spmis.Iso20022.Codes;

/// <summary>What a status means for a payment.</summary>
public enum PaymentOutcome
{
    /// <summary>On its way: received, checked or accepted, not yet paid.</summary>
    UnderWay,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>Will not be paid.</summary>
    Rejected,

    /// <summary>Some payments of the file or batch were taken and some not: see the single ones.</summary>
    Partly,

    /// <summary>A code we do not know: a person must look.</summary>
    Unknown,
}

/// <summary>ISO 20022 ExternalPaymentTransactionStatus1Code and ExternalPaymentGroupStatus1Code, with words.</summary>
public static class PaymentStatuses
{
    private static readonly FrozenDictionary<string, (PaymentOutcome Outcome, string Words)> Known = new Dictionary<string, (PaymentOutcome, string)>
    {
        ["RCVD"] = (PaymentOutcome.UnderWay, "received"),
        ["ACTC"] = (PaymentOutcome.UnderWay, "technically accepted"),
        ["ACCP"] = (PaymentOutcome.UnderWay, "accepted after a check of the customer"),
        ["ACFC"] = (PaymentOutcome.UnderWay, "accepted, funds are there"),
        ["ACSP"] = (PaymentOutcome.UnderWay, "accepted, payment in progress"),
        ["ACWC"] = (PaymentOutcome.UnderWay, "accepted with a change"),
        ["ACWP"] = (PaymentOutcome.UnderWay, "accepted, not yet credited"),
        ["ACSC"] = (PaymentOutcome.Paid, "paid: settled on our account"),
        ["ACCC"] = (PaymentOutcome.Paid, "paid: credited to the recipient"),
        ["PDNG"] = (PaymentOutcome.UnderWay, "pending, checks go on"),
        ["PATC"] = (PaymentOutcome.UnderWay, "some of the signatures needed are there"),
        ["BLCK"] = (PaymentOutcome.Rejected, "blocked, will not be credited"),
        ["RJCT"] = (PaymentOutcome.Rejected, "rejected"),
        ["CANC"] = (PaymentOutcome.Rejected, "cancelled before it was carried out"),
        ["PART"] = (PaymentOutcome.Partly, "partly accepted"),
        ["PRES"] = (PaymentOutcome.UnderWay, "presented to the recipient"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a status means; <see cref="PaymentOutcome.Unknown"/> for a code that is none.</summary>
    public static PaymentOutcome OutcomeOf(string status) => Known.TryGetValue(status, out var known) ? known.Outcome : PaymentOutcome.Unknown;

    /// <summary>"RJCT (rejected)".</summary>
    public static string Describe(string status) => Known.TryGetValue(status, out var known) ? $"{status} ({known.Words})" : $"{status} (a status we do not know)";
}
