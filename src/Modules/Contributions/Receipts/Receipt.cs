using Spmis.Kernel.Access;

namespace Spmis.Contributions.Receipts;

/// <summary>How money came.</summary>
public enum Channel
{
    Bank,
    MobileMoney,

    /// <summary>No new money: what a correction or a recount of interest found to be billed too much, or what was moved from another receipt.</summary>
    Correction,

    /// <summary>No new money: what a donor adds to a worker's own payment, covers of a month, or gives as a reward.</summary>
    Subsidy,

    /// <summary>Word of a payer's institution that a bill is paid, until the bank books the money.</summary>
    Notice,
}

/// <summary>Money that came in, once: the account and the bank's own reference make it so.</summary>
public sealed class Receipt : ITellsOfPersons
{
    public required Guid Id { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>The account it was booked on, or <c>mobile-money</c>, or <c>correction</c>, or <c>notice:</c> with the institution.</summary>
    public required string Account { get; init; }

    /// <summary>The bank's reference, the operator's transaction id, the return.</summary>
    public required string Reference { get; init; }

    public Guid? StatementId { get; init; }

    /// <summary>For money moved from another payer's receipt: that receipt. A reversal of it takes this back too.</summary>
    public Guid? SourceReceiptId { get; init; }

    public long? Line { get; init; }

    /// <summary>The day it was booked; of money that an association paid for a member, a day of the month it is for.</summary>
    public required DateOnly BookedOn { get; init; }

    public required long AmountMinor { get; init; }

    public required string Currency { get; init; }

    [Kernel.History.Identifying]
    public string? Payer { get; init; }

    /// <summary>What the payer wrote.</summary>
    [Kernel.History.Identifying]
    public string? Text { get; init; }

    // Who pays for themself writes the own registration number.
    IEnumerable<string?> ITellsOfPersons.TextsShown => [Reference, Payer, Text];

    /// <summary>The employer it is for; null while nobody knows.</summary>
    public Guid? EmployerId { get; set; }

    /// <summary>The self-employed worker it is for.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The association it is from; with a worker, it was put to that member out of a payment of the association.</summary>
    public Guid? AssociationId { get; init; }

    /// <summary>The third payer whose money it is: paid in, or, by <see cref="Channel.Subsidy"/>, given to the worker.</summary>
    public Guid? DonorId { get; init; }

    /// <summary>The member list the association named.</summary>
    public Guid? NamedListId { get; init; }

    /// <summary>The bill the payer named.</summary>
    public Guid? NamedBillId { get; set; }

    /// <summary>Put to bills, or counted as a worker's own contribution.</summary>
    public long AllocatedMinor { get; set; }

    /// <summary>Gone back to the payer, or moved to another's account.</summary>
    public long RefundedMinor { get; set; }

    /// <summary>The day the bank or operator took it back.</summary>
    public DateOnly? ReversedOn { get; set; }

    /// <summary>Neither allocated nor refunded yet.</summary>
    public long HeldMinor => AmountMinor - AllocatedMinor - RefundedMinor;
}

/// <summary>A part of a receipt put to a bill; negative when a reversal takes it off again.</summary>
public sealed class Allocation
{
    public long Id { get; init; }

    public required Guid ReceiptId { get; init; }

    public required Guid BillId { get; init; }

    public required long AmountMinor { get; init; }

    /// <summary>The day the money was booked, which decides whether the bill was paid in time.</summary>
    public required DateOnly On { get; init; }
}

/// <summary>A statement file, read once whatever its name.</summary>
public sealed class StatementFile
{
    public required Guid Id { get; init; }

    public required string Sha { get; init; }

    public required string Name { get; init; }

    /// <summary>camt.053.001.08, camt.054.001.04, mobile-money ...</summary>
    public required string Format { get; init; }

    public required DateTime ImportedAt { get; init; }

    public required string ImportedBy { get; init; }

    public long? RunId { get; set; }

    /// <summary>Booked credits of the file that are money to us, each line counted.</summary>
    public long CreditsMinor { get; set; }

    /// <summary>Of these, received with this file.</summary>
    public long ReceivedMinor { get; set; }

    /// <summary>Of these, known already from an earlier line or file.</summary>
    public long KnownMinor { get; set; }

    /// <summary>Taken back by this file.</summary>
    public long ReversedMinor { get; set; }

    public string? Currency { get; set; }

    public DateTime? FinishedAt { get; set; }
}

/// <summary>Closing balance of an account as a statement proved it, to notice a missing statement.</summary>
public sealed class AccountBalance
{
    public required string Account { get; init; }

    public required Guid StatementFileId { get; init; }

    public required string StatementId { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required long OpeningMinor { get; init; }

    public required long ClosingMinor { get; init; }
}
