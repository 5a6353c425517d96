using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Data;

namespace Spmis.Registration.Persons;

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("persons");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.Number).IsUnique();
        builder.HasIndex(p => new { p.Source, p.Reference }).IsUnique();
        builder.HasIndex(p => p.RowHash);
        builder.HasIndex(p => p.SearchName);
        builder.HasIndex(p => p.SearchFamily);
        builder.HasIndex(p => p.PhoneKey);
        builder.HasIndex(p => p.HouseholdId);
        builder.HasIndex(p => p.AreaId);
        builder.HasIndex(p => new { p.Office, p.SearchName });
        builder.HasIndex(p => p.MergedIntoId);
        builder.HasIndex(p => p.ProvisionalEmployerId);
        builder.Property(p => p.Number).HasMaxLength(20);
        builder.Property(p => p.NationalId).HasMaxLength(40);
        builder.Property(p => p.Phone).HasMaxLength(20);
        builder.Property(p => p.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
        builder.Property(p => p.PhoneKey).HasMaxLength(8);
        builder.Property(p => p.PayAgency).HasMaxLength(20);
        builder.Property(p => p.PayAccount).HasMaxLength(40);
        builder.Property(p => p.Source).HasMaxLength(80);
        builder.Property(p => p.Reference).HasMaxLength(80);
        builder.Property(p => p.SearchName).HasMaxLength(300);
        builder.Property(p => p.SearchFamily).HasMaxLength(300);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.Ignore(p => p.Name);
        builder.Ignore(p => p.MiddleNames);
    }
}

internal sealed class IdentifierMapping : IEntityTypeConfiguration<Identifier>
{
    public void Configure(EntityTypeBuilder<Identifier> builder)
    {
        builder.ToTable("identifiers");
        builder.HasKey(i => i.Id);
        builder.HasIndex(i => i.PersonId);
        builder.HasIndex(i => new { i.Type, i.Value });
        builder.HasIndex(i => i.VerifiedKey).IsUnique();
        builder.Property(i => i.Type).HasMaxLength(40);
        builder.Property(i => i.Value).HasMaxLength(40);
        builder.Property(i => i.Issuer).HasMaxLength(80);
        builder.Property(i => i.VerifiedBy).HasMaxLength(40);
    }
}

internal sealed class PersonKeyMapping : IEntityTypeConfiguration<PersonKey>
{
    public void Configure(EntityTypeBuilder<PersonKey> builder)
    {
        builder.ToTable("person_keys");
        builder.HasKey(k => new { k.PersonId, k.Key });
        builder.HasIndex(k => k.Key);
    }
}
