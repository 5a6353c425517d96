using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.Takeover;

internal sealed class TakeoverMapping : IEntityTypeConfiguration<TakeoverBatch>, IEntityTypeConfiguration<TakeoverTotal>, IEntityTypeConfiguration<TakeoverLine>
{
    public void Configure(EntityTypeBuilder<TakeoverBatch> builder)
    {
        builder.ToTable("takeover_batches");
        builder.HasKey(b => b.Id);
        builder.HasIndex(b => b.Once).IsUnique();
        builder.HasIndex(b => b.Source);
        builder.Property(b => b.Once).HasMaxLength(80);
        builder.Property(b => b.Source).HasMaxLength(PrepareTakeover.MostSource);
        builder.Property(b => b.Scheme).HasMaxLength(60);
        builder.Property(b => b.Currency).HasMaxLength(3);
        builder.Property(b => b.Sha).HasMaxLength(64);
        builder.Property(b => b.FileName).HasMaxLength(200);
        builder.Property(b => b.PreparedBy).HasMaxLength(200);
        builder.Property(b => b.ApprovedBy).HasMaxLength(200);
        builder.Property(b => b.UndoneBy).HasMaxLength(200);
        builder.Ignore(b => b.State);
        builder.Ignore(b => b.Rejected);
    }

    public void Configure(EntityTypeBuilder<TakeoverTotal> builder)
    {
        builder.ToTable("takeover_totals");
        builder.HasKey(t => new { t.BatchId, t.Year, t.Kind });
        builder.HasOne<TakeoverBatch>().WithMany().HasForeignKey(t => t.BatchId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<TakeoverLine> builder)
    {
        builder.ToTable("takeover_lines");
        builder.HasKey(l => new { l.BatchId, l.Line });
        builder.HasIndex(l => l.Once).IsUnique();
        builder.HasIndex(l => new { l.BatchId, l.Year, l.PersonId });
        builder.HasIndex(l => new { l.BatchId, l.EmployerNumber });
        builder.HasIndex(l => l.Reference);
        builder.Property(l => l.Reference).HasMaxLength(TakeoverFile.MostReference);
        builder.Property(l => l.Once).HasMaxLength(TakeoverFile.MostReference + PrepareTakeover.MostSource + 20);
        builder.Property(l => l.EmployerNumber).HasMaxLength(40);
        builder.HasOne<TakeoverBatch>().WithMany().HasForeignKey(l => l.BatchId).OnDelete(DeleteBehavior.Restrict);
    }
}
