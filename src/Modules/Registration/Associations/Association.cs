using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Data;
using Spmis.Values;

namespace Spmis.Registration.Associations;

/// <summary>What kind of association it is.</summary>
public enum AssociationKind
{
    /// <summary>A cooperative (ICA, Statement on the Cooperative Identity).</summary>
    Cooperative,

    /// <summary>A mutual society.</summary>
    Mutual,

    /// <summary>A trade union, or a union of workers on own account.</summary>
    Union,

    /// <summary>Any other: a guild, a savings group, a farmers' association.</summary>
    Other,
}

/// <summary>A group through which people are enrolled: a cooperative, a mutual society, a union (ILO Recommendation 204, Articles 20 and 21).</summary>
public sealed class Association
{
    /// <summary>The number series of associations.</summary>
    public const string Series = "association";

    /// <summary>The words of files and APIs.</summary>
    public static IReadOnlyDictionary<string, AssociationKind> Kinds { get; } = Enum.GetValues<AssociationKind>().ToDictionary(WordOf);

    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>Association number with its check digits.</summary>
    public required string Number { get; init; }

    /// <summary>Registered name.</summary>
    public required string Name { get; set; }

    /// <summary>Kind of association.</summary>
    public required AssociationKind Kind { get; set; }

    /// <summary>Its own number in the public register of such bodies, if any.</summary>
    public string? Reference { get; set; }

    /// <summary>Area of its seat, where known.</summary>
    public Guid? AreaId { get; set; }

    /// <summary>Code of the office whose record it is: of its area, else of the office that registered it.</summary>
    public string? Office { get; set; }

    /// <summary>District of its seat, by name.</summary>
    public string? District { get; set; }

    /// <summary>Who answers for it, by name.</summary>
    public string? Contact { get; set; }

    /// <summary>Digits, with + when international.</summary>
    public string? Phone { get; set; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>Business time of the registration.</summary>
    public required DateTime RegisteredAt { get; init; }

    /// <summary>The day by which its members are to be counted next.</summary>
    public required DateOnly NextCensusOn { get; set; }

    /// <summary>Its last day; null while it lasts.</summary>
    public DateOnly? ClosedOn { get; set; }

    /// <summary>Why it was closed.</summary>
    public string? ClosedFor { get; set; }

    /// <summary>Lower-case name, for searching.</summary>
    public string SearchName { get; set; } = "";

    /// <summary>Rises with every change; also the concurrency token.</summary>
    public long Version { get; set; }

    /// <summary>The word of a kind.</summary>
    public static string WordOf(AssociationKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>6 and the sequence, with check digits; the leading digit tells it from an employer's (8), a household's (7) and a person's number.</summary>
    internal static string NumberOf(long sequence) => CheckDigit.Append("6" + sequence.ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>What other modules may know.</summary>
    public AssociationFacts ToFacts() => new() { AssociationId = Id, AssociationNumber = Number, Name = Name, Kind = WordOf(Kind), District = District, Office = Office, Version = Version };
}

internal sealed class AssociationMapping : IEntityTypeConfiguration<Association>
{
    public void Configure(EntityTypeBuilder<Association> builder)
    {
        builder.ToTable("associations");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.Number).IsUnique();
        builder.HasIndex(a => new { a.Office, a.SearchName });
        builder.HasIndex(a => a.SearchName);
        builder.HasIndex(a => a.AreaId);
        builder.HasIndex(a => a.NextCensusOn);
        builder.Property(a => a.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(a => a.Number).HasMaxLength(20);
        builder.Property(a => a.Reference).HasMaxLength(80);
        builder.Property(a => a.ClosedFor).HasMaxLength(CloseAssociation.MostReason);
        builder.Property(a => a.Phone).HasMaxLength(20);
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}
