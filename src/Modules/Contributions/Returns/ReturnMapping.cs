using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.Returns;

internal sealed class ReturnMapping : IEntityTypeConfiguration<Return>, IEntityTypeConfiguration<ReturnLine>, IEntityTypeConfiguration<MatchRequest>
{
    public void Configure(EntityTypeBuilder<Return> builder)
    {
        builder.ToTable("returns");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.EmployerId, r.Month, r.Scheme, r.Slot }).IsUnique();
        builder.HasIndex(r => r.RunId);
        builder.HasIndex(r => new { r.EmployerNumber, r.Month });
        builder.HasIndex(r => r.Refused);
        builder.HasIndex(r => r.FiledAt);
        builder.Property(r => r.EmployerNumber).HasMaxLength(40);
        builder.Property(r => r.Scheme).HasMaxLength(60);
        builder.Property(r => r.Slot).HasMaxLength(40);
        builder.Property(r => r.PackageHash).HasMaxLength(64);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.Profile).HasMaxLength(60);
        builder.Property(r => r.EmployerReference).HasMaxLength(40);
        builder.Property(r => r.FileSha).HasMaxLength(64);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.Ignore(r => r.State);
        builder.Ignore(r => r.OwedMinor);
    }

    public void Configure(EntityTypeBuilder<ReturnLine> builder)
    {
        builder.ToTable("return_lines");
        builder.HasKey(l => new { l.ReturnId, l.Line });
        builder.HasIndex(l => new { l.ReturnId, l.PersonId });
        builder.HasIndex(l => new { l.ReturnId, l.Verdict, l.Line });
        builder.Property(l => l.WorkerNumber).HasMaxLength(60);
        builder.Property(l => l.SentName).HasMaxLength(400);
    }

    public void Configure(EntityTypeBuilder<MatchRequest> builder)
    {
        builder.ToTable("match_requests");
        builder.HasKey(m => m.RequestId);
        builder.HasIndex(m => new { m.ReturnId, m.AnsweredAt });
    }
}
