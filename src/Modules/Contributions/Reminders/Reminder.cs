using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Contributions.Reminders;

/// <summary>Of what somebody is reminded.</summary>
public enum ReminderKind
{
    /// <summary>A month's return.</summary>
    Return,

    /// <summary>A bill, before its day or after it.</summary>
    Bill,

    /// <summary>An instalment of an agreement.</summary>
    Instalment,

    /// <summary>The month's own contribution of somebody who pays for themself.</summary>
    OwnContribution,

    /// <summary>A formal notice of an overdue bill, served, with its proof.</summary>
    FormalNotice,

    /// <summary>An action before a court for an overdue bill, with its proof.</summary>
    CourtAction,
}

/// <summary>How an action before a court ended.</summary>
public enum SuitOutcome
{
    /// <summary>By a judgment for the scheme, or a settlement.</summary>
    Decided,

    /// <summary>Withdrawn, let lie or finally rejected. By many laws it then interrupted nothing: France, Code civil, art. 2243.</summary>
    Dropped,
}

/// <summary>A reminder, or a formal notice. One for a thing and step, by constraint.</summary>
public sealed class Reminder
{
    public long Id { get; init; }

    public required ReminderKind Kind { get; init; }

    /// <summary>What it is about, in a form that is the same every time: a bill, an employer's month, an instalment, a person's month.</summary>
    public required string Subject { get; init; }

    /// <summary>Days after the due day (before it when negative) at which it was due; of a formal notice its running number.</summary>
    public required int Step { get; init; }

    public Guid? EmployerId { get; init; }

    public Guid? PersonId { get; init; }

    /// <summary>Employer or registration number.</summary>
    public required string Number { get; init; }

    public required string Scheme { get; init; }

    public required Month Month { get; init; }

    /// <summary>The reference to pay under; null where nothing is billed.</summary>
    public string? PaymentReference { get; init; }

    /// <summary>What was open when it was made; 0 where that is not known.</summary>
    public long AmountMinor { get; init; }

    public required string Currency { get; init; }

    public required DateOnly DueOn { get; init; }

    public required DateOnly MadeOn { get; init; }

    /// <summary>Paid, filed or settled since.</summary>
    public DateOnly? StoppedOn { get; set; }

    /// <summary>Of a formal notice: the day it was served; of a court action the day it was brought.</summary>
    public DateOnly? ServedOn { get; init; }

    /// <summary>By what: by hand, registered letter, bailiff, electronic delivery.</summary>
    public string? ServedHow { get; init; }

    /// <summary>By whom.</summary>
    public string? ServedBy { get; init; }

    /// <summary>The proof: the receipt signed, the post's number, the bailiff's record.</summary>
    public string? Proof { get; init; }

    /// <summary>Who entered it; null for what the clock made.</summary>
    public string? EnteredBy { get; init; }

    /// <summary>Of a court action: the day it ended; null while it is pending.</summary>
    public DateOnly? EndedOn { get; set; }

    public SuitOutcome? Outcome { get; set; }

    /// <summary>The proof of its end: the judgment's number, the order of the court.</summary>
    public string? EndProof { get; set; }

    /// <summary>Who entered its end.</summary>
    public string? EndEnteredBy { get; set; }
}

internal sealed class ReminderMapping : IEntityTypeConfiguration<Reminder>
{
    public void Configure(EntityTypeBuilder<Reminder> builder)
    {
        builder.ToTable("reminders");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.Kind, r.Subject, r.Step }).IsUnique();
        builder.HasIndex(r => new { r.EmployerId, r.StoppedOn });
        builder.HasIndex(r => new { r.PersonId, r.StoppedOn });
        builder.HasIndex(r => new { r.Kind, r.StoppedOn, r.Id });
        builder.Property(r => r.Subject).HasMaxLength(100);
        builder.Property(r => r.Number).HasMaxLength(40);
        builder.Property(r => r.Scheme).HasMaxLength(60);
        builder.Property(r => r.PaymentReference).HasMaxLength(20);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.ServedHow).HasMaxLength(200);
        builder.Property(r => r.ServedBy).HasMaxLength(200);
        builder.Property(r => r.Proof).HasMaxLength(400);
        builder.Property(r => r.EnteredBy).HasMaxLength(200);
        builder.Property(r => r.EndProof).HasMaxLength(400);
        builder.Property(r => r.EndEnteredBy).HasMaxLength(200);
    }
}
