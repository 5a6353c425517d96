using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Values;

namespace Spmis.Registration.Cards;

/// <summary>Why a card is void.</summary>
public enum VoidReason
{
    /// <summary>Lost or stolen.</summary>
    Lost,

    /// <summary>Damaged.</summary>
    Damaged,

    /// <summary>The details on it are no longer right.</summary>
    Corrected,

    /// <summary>Its last day has come.</summary>
    Expired,
}

/// <summary>A registration card that was issued. Cards are never deleted; a person has one that is not void, by constraint.</summary>
public sealed class Card
{
    /// <summary>The number series of cards.</summary>
    public const string Series = "card";

    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>Number of the card itself, with check digits: 9 and a sequence.</summary>
    public required string Serial { get; init; }

    /// <summary>Whose.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Name as printed.</summary>
    public required string PrintedName { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly IssuedOn { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly ValidUntil { get; init; }

    /// <summary>Who issued it.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>What its QR code says, signed; see <see cref="CardPayload"/>.</summary>
    public required string Payload { get; init; }

    /// <summary>When it became void.</summary>
    public DateTime? VoidedAt { get; set; }

    /// <summary>Why.</summary>
    public VoidReason? VoidedFor { get; set; }

    /// <summary>The person while the card is not void, null afterwards.</summary>
    public Guid? OpenPersonId { get; set; }

    internal static string SerialOf(long sequence) => CheckDigit.Append("9" + sequence.ToString("D8", CultureInfo.InvariantCulture));
}

internal sealed class CardMapping : IEntityTypeConfiguration<Card>
{
    public void Configure(EntityTypeBuilder<Card> builder)
    {
        builder.ToTable("cards");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => c.Serial).IsUnique();
        builder.HasIndex(c => c.PersonId);
        builder.HasIndex(c => c.OpenPersonId).IsUnique();
        builder.Property(c => c.Serial).HasMaxLength(20);
        builder.Property(c => c.Payload).HasMaxLength(800);
        builder.Property(c => c.PrintedName).HasMaxLength(200);
    }
}
