using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Access;
using Spmis.Values;

namespace Spmis.Payments.Instructions;

/// <summary>
/// An order to pay one month of one component of an award, or a share of it, to one person. Written by prepare, never changed but for dated facts.
/// Two constraints keep the promise "paid once": an attempt exists once, and of all attempts for a month only one is <see cref="Live"/>.
/// </summary>
public sealed class Instruction : IOfPerson
{
    public long Id { get; init; }

    public required Guid PaymentRunId { get; init; }

    public required Guid AwardId { get; init; }

    public required string AwardNumber { get; init; }

    public required string Component { get; init; }

    /// <summary>The month paid for.</summary>
    public required Month Month { get; init; }

    /// <summary>0 for the award's payee; 1 to 9 for a share of the month that somebody else receives, see <see cref="Payees.NamedPayee.Part"/>.</summary>
    public int Part { get; init; }

    /// <summary>1, then one more for each decision to try again.</summary>
    public required int Attempt { get; init; }

    /// <summary>True while it may be paid or is; null once it was rejected, returned or lapsed, which makes room for the next attempt.</summary>
    public bool? Live { get; set; } = true;

    public required string Scheme { get; init; }

    public required string Branch { get; init; }

    public required Guid BeneficiaryId { get; init; }

    public required Guid PayeeId { get; init; }

    public required string PayeeNumber { get; init; }

    string? IOfPerson.ShownPerson => PayeeNumber;

    public required string PayeeName { get; init; }

    /// <summary>Null when the payee has no financial address.</summary>
    public string? Agency { get; init; }

    [Kernel.History.Identifying]
    public string? Account { get; init; }

    /// <summary>What is sent: the gross less what is withheld.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>What deductions withheld; each stands in <see cref="Deductions.Withholding"/>.</summary>
    public long WithheldMinor { get; init; }

    public required string Currency { get; init; }

    /// <summary>Our payment number: EndToEndId in bank files, payment_reference in CSV. Unique for ever.</summary>
    public required string Reference { get; init; }

    /// <summary>HMAC over all of the above; checked before the money leaves.</summary>
    public byte[] Seal { get; set; } = [];

    /// <summary>Why it is not sent, see <see cref="HoldReasons"/>; null when nothing holds it.</summary>
    public string? HoldCode { get; set; }

    /// <summary>What the reason's words leave open.</summary>
    public string? HoldNote { get; set; }

    /// <summary>The batch it was sent in.</summary>
    public long? BatchId { get; set; }

    public DateOnly? PaidOn { get; set; }

    public DateOnly? RejectedOn { get; set; }

    public DateOnly? ReturnedOn { get; set; }

    /// <summary>Never sent and given up: its run was cancelled, or the next run took the month over.</summary>
    public DateTime? LapsedAt { get; set; }

    /// <summary>Somebody decided that a rejected or returned payment shall be tried again; the next run does it.</summary>
    public DateTime? ReissueAskedAt { get; set; }

    public Money Amount => new(AmountMinor, Values.Currency.Of(Currency));

    /// <summary>"main", or "main/1" for a share of it: what other modules know it by.</summary>
    public string ComponentPart => Named(Component, Part);

    /// <summary>A component, or a share of it.</summary>
    public static string Named(string component, int part) => part == 0 ? component : string.Create(CultureInfo.InvariantCulture, $"{component}/{part}");

    /// <summary>What the award, or this share of it, gives for the month.</summary>
    public long GrossMinor => AmountMinor + WithheldMinor;

    public Money Gross => new(GrossMinor, Values.Currency.Of(Currency));

    public Money Withheld => new(WithheldMinor, Values.Currency.Of(Currency));

    /// <summary>The approved run whose new attempt took over what this rejected or returned payment left open.</summary>
    public Guid? TakenUpIn { get; set; }

    /// <summary>prepared, held, nothing, sent, paid, rejected, returned or lapsed.</summary>
    public string State => LapsedAt is not null ? "lapsed"
        : ReturnedOn is not null ? "returned"
        : RejectedOn is not null ? "rejected"
        : PaidOn is not null ? "paid"
        : BatchId is not null ? "sent"
        : HoldCode is HoldReasons.ZeroAmount or HoldReasons.AllWithheld ? "nothing"
        : HoldCode is not null ? "held" : "prepared";

    /// <summary>The same payment with something withheld, before it is sealed. When nothing is left to send it says so and stays.</summary>
    internal Instruction Less(long withheldMinor) => new()
    {
        PaymentRunId = PaymentRunId, AwardId = AwardId, AwardNumber = AwardNumber, Component = Component, Month = Month, Part = Part, Attempt = Attempt, Scheme = Scheme, Branch = Branch,
        BeneficiaryId = BeneficiaryId, PayeeId = PayeeId, PayeeNumber = PayeeNumber, PayeeName = PayeeName, Agency = Agency, Account = Account,
        AmountMinor = AmountMinor - withheldMinor, WithheldMinor = WithheldMinor + withheldMinor, Currency = Currency, Reference = Reference,
        HoldCode = AmountMinor == withheldMinor ? HoldReasons.AllWithheld : HoldCode, HoldNote = HoldNote,
    };
}

internal sealed class InstructionMapping : IEntityTypeConfiguration<Instruction>
{
    public void Configure(EntityTypeBuilder<Instruction> builder)
    {
        builder.ToTable("instructions");
        builder.HasKey(i => i.Id);
        builder.HasIndex(i => new { i.AwardNumber, i.Component, i.Month, i.Part, i.Attempt }).IsUnique();
        builder.HasIndex(i => new { i.AwardNumber, i.Component, i.Month, i.Part, i.Live }).IsUnique(); // Null is no value: dead attempts do not meet here.
        builder.HasIndex(i => i.Reference).IsUnique();
        builder.HasIndex(i => new { i.PaymentRunId, i.Id });
        builder.HasIndex(i => new { i.BatchId, i.Id });
        builder.HasIndex(i => new { i.PayeeId, i.Id });
        builder.HasIndex(i => i.TakenUpIn);
        builder.Property(i => i.Component).HasMaxLength(40);
        builder.Property(i => i.AwardNumber).HasMaxLength(40);
        builder.Property(i => i.Reference).HasMaxLength(PaymentReference.MaxLength);
        builder.Property(i => i.Currency).HasMaxLength(3);
        builder.Property(i => i.PayeeName).HasMaxLength(400);
        builder.Property(i => i.Seal).HasMaxLength(32);
        builder.Property(i => i.HoldNote).HasMaxLength(400);
    }
}
