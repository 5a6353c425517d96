using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.Kernel.Secrets;

namespace Spmis.Registration.Photos;

/// <summary>The photograph of a person: one, by constraint. What took its place before is known by its hash in the history; its picture is gone.</summary>
public sealed class PersonPhoto
{
    internal const string Table = "person_photos";

    /// <summary>Whose.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>This picture; another for the next one.</summary>
    public required Guid Id { get; set; }

    /// <summary>SHA-256 of the picture as it is kept, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; set; }

    /// <summary>Pixels across.</summary>
    public required int Width { get; set; }

    /// <summary>Pixels down.</summary>
    public required int Height { get; set; }

    /// <summary>When it was taken in.</summary>
    public required DateTime TakenAt { get; set; }

    /// <summary>By whom.</summary>
    public required string TakenBy { get; set; }

    /// <summary>The picture (JPEG) in base64, sealed (<see cref="ColumnKeys"/>): a copied database shows no faces.</summary>
    [NotInHistory]
    public required string Content { get; set; }

    /// <summary>Rises with every change; the concurrency token.</summary>
    public long Version { get; set; }

    /// <summary>The picture.</summary>
    /// <exception cref="Refused">The key is not here, or the row was changed.</exception>
    internal byte[] Read(ColumnKeys keys) => Content.StartsWith(ColumnKeys.SealedMark, StringComparison.Ordinal)
        ? Convert.FromBase64String(keys.Open(PlaceOf(Id), Content))
        : throw new Refused("secret.unreadable", "A photograph cannot be read: it is not sealed. Tell whoever looks after the installation.");

    /// <summary>A picture as it is kept.</summary>
    internal static string Seal(ColumnKeys keys, Guid id, byte[] picture) => keys.Seal(PlaceOf(id), Convert.ToBase64String(picture));

    /// <summary>The same picture as another person's, or under another key.</summary>
    internal PersonPhoto As(Guid person, string? content = null) => new() { PersonId = person, Id = Id, Sha256 = Sha256, Width = Width, Height = Height, TakenAt = TakenAt, TakenBy = TakenBy, Content = content ?? Content, Version = Version + 1 };

    private static SecretPlace PlaceOf(Guid id) => new(Table, "content", id.ToString("N"));
}

internal sealed class PersonPhotoMapping : IEntityTypeConfiguration<PersonPhoto>
{
    public void Configure(EntityTypeBuilder<PersonPhoto> builder)
    {
        builder.ToTable(PersonPhoto.Table);
        builder.HasKey(p => p.PersonId);
        builder.HasIndex(p => p.Id).IsUnique();
        builder.Property(p => p.PersonId).ValueGeneratedNever();
        builder.Property(p => p.Sha256).HasMaxLength(64);
        builder.Property(p => p.Content).HasMaxLength(-1);
        builder.Property(p => p.Version).IsConcurrencyToken();
    }
}
