using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Data;
using Spmis.Values;

namespace Spmis.Registration.Employers;

/// <summary>What kind of employer it is.</summary>
public enum LegalForm
{
    /// <summary>A company of any size.</summary>
    Company,

    /// <summary>A cooperative.</summary>
    Cooperative,

    /// <summary>A household that employs a domestic worker.</summary>
    Household,

    /// <summary>A public body.</summary>
    Public,
}

/// <summary>Who employs people and owes contributions for them.</summary>
public sealed class Employer
{
    /// <summary>The number series of employers.</summary>
    public const string Series = "employer";

    /// <summary>The words of files and APIs.</summary>
    public static IReadOnlyDictionary<string, LegalForm> LegalForms { get; } = Enum.GetValues<LegalForm>().ToDictionary(WordOf);

    /// <summary>Never shown to people.</summary>
    public required Guid Id { get; init; }

    /// <summary>Employer number with its check digits.</summary>
    public required string Number { get; init; }

    /// <summary>Registered name.</summary>
    public required string Name { get; set; }

    /// <summary>Kind of employer.</summary>
    public required LegalForm LegalForm { get; set; }

    /// <summary>Branch of economic activity, as declared.</summary>
    public string? Activity { get; set; }

    /// <summary>The area of the tree, where known.</summary>
    public Guid? AreaId { get; set; }

    /// <summary>Code of the office whose record it is: of its area, else of the office that registered it.</summary>
    public string? Office { get; set; }

    /// <summary>District, by name.</summary>
    public string? District { get; set; }

    /// <summary>Digits, with + when international.</summary>
    public string? Phone { get; set; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>Workers, as declared at registration.</summary>
    public int? DeclaredWorkers { get; set; }

    /// <summary>Business time of the registration.</summary>
    public required DateTime RegisteredAt { get; init; }

    /// <summary>Whose register the line came from.</summary>
    public string? Source { get; init; }

    /// <summary>The sender's own reference.</summary>
    public string? Reference { get; init; }

    /// <summary>Hash of the line.</summary>
    public long? RowHash { get; init; }

    /// <summary>The run that imported it.</summary>
    public long? ImportRunId { get; init; }

    /// <summary>Lower-case name, for searching.</summary>
    public string SearchName { get; set; } = "";

    /// <summary>Rises with every change; also the concurrency token.</summary>
    public long Version { get; set; }

    /// <summary>The word of a legal form.</summary>
    public static string WordOf(LegalForm form) => form.ToString().ToLowerInvariant();

    /// <summary>8 and the sequence, with check digits.</summary>
    internal static string NumberOf(long sequence) => CheckDigit.Append("8" + sequence.ToString("D6", CultureInfo.InvariantCulture));

    /// <summary>The form names are searched in.</summary>
    internal static string Fold(string name) => string.Join(' ', name.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What other modules may know.</summary>
    public EmployerFacts ToFacts() => new() { EmployerId = Id, EmployerNumber = Number, Name = Name, LegalForm = WordOf(LegalForm), District = District, Office = Office, Version = Version };
}

internal sealed class EmployerMapping : IEntityTypeConfiguration<Employer>
{
    public void Configure(EntityTypeBuilder<Employer> builder)
    {
        builder.ToTable("employers");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.Number).IsUnique();
        builder.HasIndex(e => new { e.Source, e.Reference }).IsUnique();
        builder.HasIndex(e => e.RowHash);
        builder.HasIndex(e => e.SearchName);
        builder.HasIndex(e => e.AreaId);
        builder.HasIndex(e => new { e.Office, e.SearchName });
        builder.Property(e => e.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(e => e.Number).HasMaxLength(20);
        builder.Property(e => e.Phone).HasMaxLength(20);
        builder.Property(e => e.Source).HasMaxLength(80);
        builder.Property(e => e.Reference).HasMaxLength(80);
        builder.Property(e => e.Version).IsConcurrencyToken();
    }
}
