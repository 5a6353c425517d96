using Spmis.Values;

namespace Spmis.Samples.Agencies;

/// <summary>A payment as it was ordered.</summary>
/// <param name="Reference">Our payment reference.</param>
/// <param name="Amount">The amount.</param>
/// <param name="Batch">Number of the batch.</param>
/// <param name="Part">Number of the part of the batch.</param>
public sealed record OrderedPayment(string Reference, Money Amount, string Batch, string Part);

/// <summary>What an agency says of a payment.</summary>
public enum Saying
{
    /// <summary>Taken, no end yet.</summary>
    Accepted,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>Will not be paid.</summary>
    Rejected,

    /// <summary>Came back.</summary>
    Returned,
}

/// <summary>What a line speaks of.</summary>
public enum SaidOf
{
    /// <summary>One payment.</summary>
    Payment,

    /// <summary>A part of a batch.</summary>
    Part,

    /// <summary>A whole batch.</summary>
    Batch,
}

/// <summary>The form of an answer.</summary>
public enum AnswerForm
{
    /// <summary>payment_reference,status,reason,amount,executed_on,currency.</summary>
    Csv,

    /// <summary>pain.002.001.03.</summary>
    Pain002V03,

    /// <summary>pain.002.001.10.</summary>
    Pain002V10,

    /// <summary>camt.053.001.08.</summary>
    Camt053,

    /// <summary>camt.054.001.08.</summary>
    Camt054,
}

/// <summary>One thing an agency says.</summary>
public sealed record HostileLine
{
    /// <summary>What of.</summary>
    public SaidOf Of { get; init; }

    /// <summary>Payment reference, or the number of a batch or part.</summary>
    public required string Reference { get; init; }

    /// <summary>The part a payment was ordered in, as pain.002 repeats it.</summary>
    public string Part { get; init; } = "";

    /// <summary>What.</summary>
    public required Saying Says { get; init; }

    /// <summary>The amount told.</summary>
    public required Money Amount { get; init; }

    /// <summary>False for a lie that shows by itself: a cent off, another currency, a reference nobody ordered from this agency.</summary>
    public bool Believable { get; init; } = true;
}

/// <summary>A file a hostile agency sends.</summary>
/// <param name="Form">Its form.</param>
/// <param name="Trick">What is played: "plain", "dialect", "again", "cut off", "wrong version", "document type", "no answer at all".</param>
/// <param name="Content">The bytes.</param>
/// <param name="Lines">What it says, in its order; nothing when it must be refused as a whole.</param>
public sealed record HostileFile(AnswerForm Form, string Trick, byte[] Content, IReadOnlyList<HostileLine> Lines);
