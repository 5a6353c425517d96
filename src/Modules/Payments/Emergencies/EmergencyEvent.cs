using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Payments.Emergencies;

/// <summary>A flood, a drought, an outbreak: what one-off transfers are made for, with a ceiling and rules against double benefit.</summary>
public sealed class EmergencyEvent
{
    /// <summary>Begins the scheme of its payments, and is no scheme's id of Eligibility.</summary>
    public const string SchemePrefix = "emergency/";

    /// <summary>The branch of its payments; cycles of all schemes leave it to its own.</summary>
    public const string Branch = "emergency";

    public long Id { get; init; }

    /// <summary>2 to 12 capital letters and digits.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Currency { get; init; }

    /// <summary>All lists of the event together cost no more.</summary>
    public required long CeilingMinor { get; init; }

    /// <summary>What approved lists cost.</summary>
    public long CommittedMinor { get; set; }

    /// <summary>A person is not paid by two lists whose value dates lie less than so many days apart; 0 allows it.</summary>
    public required int WithinDays { get; init; }

    /// <summary>Schemes whose beneficiaries are not paid, with commas between.</summary>
    public required string ExcludedSchemes { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required string OpenedBy { get; init; }

    /// <summary>Concurrency token: two approvals at once cannot both use the last of the budget.</summary>
    public int Version { get; set; }

    /// <summary>The scheme of its payments.</summary>
    public string Scheme => SchemePrefix + Code;

    public Money Ceiling => new(CeilingMinor, Values.Currency.Of(Currency));

    public Money Committed => new(CommittedMinor, Values.Currency.Of(Currency));

    public Money Left => new(CeilingMinor - CommittedMinor, Values.Currency.Of(Currency));

    /// <summary>Schemes whose beneficiaries are not paid.</summary>
    internal IReadOnlyList<string> Excluded => ExcludedSchemes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Persons to be paid once for an event: checked line by line, approved by another person, then paid by the ordinary run of a one-off cycle.</summary>
public sealed class EmergencyList
{
    public long Id { get; init; }

    public required long EventId { get; init; }

    public required string Name { get; init; }

    public required Month Month { get; init; }

    public required DateOnly ValueDate { get; init; }

    /// <summary>The same for each; null when each line names its own.</summary>
    public long? FlatMinor { get; init; }

    /// <summary>The file in the store; null when it is all beneficiaries of a scheme.</summary>
    public string? Sha256 { get; init; }

    /// <summary>All who have an award of this scheme in the month; null when there is a file.</summary>
    public string? FromScheme { get; init; }

    public required DateTime StartedAt { get; init; }

    public required string StartedById { get; init; }

    public required string StartedBy { get; init; }

    /// <summary>The run that checks it, whose lines are the verdicts.</summary>
    public long RunId { get; set; }

    public DateTime? CheckedAt { get; set; }

    /// <summary>Lines to be paid.</summary>
    public long ToPay { get; set; }

    public long TotalMinor { get; set; }

    /// <summary>Lines held: they stay in the list with their reason and are not paid.</summary>
    public long Held { get; set; }

    /// <summary>Lines refused: nobody registered, or no amount.</summary>
    public long Refused { get; set; }

    public DateTime? ApprovedAt { get; set; }

    public string? ApprovedBy { get; set; }

    /// <summary>When its payments were handed to the one-off cycle.</summary>
    public DateTime? ReadyAt { get; set; }

    public Guid? CycleId { get; set; }

    public DateTime? CancelledAt { get; set; }

    public string? CancelledBy { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>checking, checked, approved, ready or cancelled.</summary>
    public string State => CancelledAt is not null ? "cancelled" : ReadyAt is not null ? "ready" : ApprovedAt is not null ? "approved" : CheckedAt is not null ? "checked" : "checking";

    /// <summary>The component of its payments: two lists of an event may pay one person in one month, where the event allows it. Beyond 99,999 lists it is written shorter, so that a payment reference keeps its 35 characters.</summary>
    internal string Component => Id < 100_000 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"em{Id}") : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"f{Id:x}");
}

/// <summary>A registered person of a list, with what the check found.</summary>
public sealed class EmergencyLine
{
    public required long ListId { get; init; }

    /// <summary>Line of the file, or running number.</summary>
    public required long Line { get; init; }

    public required Guid PersonId { get; init; }

    public required string PersonNumber { get; init; }

    public required long AmountMinor { get; init; }

    /// <summary>Why it is not paid, see <see cref="EmergencyHolds"/>.</summary>
    public string? HoldCode { get; set; }

    public string? HoldNote { get; set; }

    /// <summary>The person while the line is to be paid, else null: once in a list, by constraint.</summary>
    public Guid? PayFor { get; set; }
}

internal sealed class EmergencyEventMapping : IEntityTypeConfiguration<EmergencyEvent>
{
    public void Configure(EntityTypeBuilder<EmergencyEvent> builder)
    {
        builder.ToTable("emergency_events");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.Code).IsUnique();
        builder.Property(e => e.Code).HasMaxLength(12);
        builder.Property(e => e.Currency).HasMaxLength(3);
        builder.Property(e => e.ExcludedSchemes).HasMaxLength(1000);
        builder.Property(e => e.Version).IsConcurrencyToken();
    }
}

internal sealed class EmergencyListMapping : IEntityTypeConfiguration<EmergencyList>
{
    public void Configure(EntityTypeBuilder<EmergencyList> builder)
    {
        builder.ToTable("emergency_lists");
        builder.HasKey(l => l.Id);
        builder.HasIndex(l => new { l.EventId, l.Name }).IsUnique();
        builder.Property(l => l.Sha256).HasMaxLength(64);
        builder.Property(l => l.Version).IsConcurrencyToken();
    }
}

internal sealed class EmergencyLineMapping : IEntityTypeConfiguration<EmergencyLine>
{
    public void Configure(EntityTypeBuilder<EmergencyLine> builder)
    {
        builder.ToTable("emergency_lines");
        builder.HasKey(l => new { l.ListId, l.Line });
        builder.HasIndex(l => new { l.ListId, l.PayFor }).IsUnique();
        builder.HasIndex(l => new { l.PayFor, l.ListId });
        builder.Property(l => l.PersonNumber).HasMaxLength(40);
        builder.Property(l => l.HoldCode).HasMaxLength(40);
        builder.Property(l => l.HoldNote).HasMaxLength(400);
    }
}
