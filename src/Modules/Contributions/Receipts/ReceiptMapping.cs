using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.Receipts;

internal sealed class ReceiptMapping : IEntityTypeConfiguration<Receipt>, IEntityTypeConfiguration<Allocation>, IEntityTypeConfiguration<StatementFile>, IEntityTypeConfiguration<AccountBalance>
{
    public void Configure(EntityTypeBuilder<Receipt> builder)
    {
        builder.ToTable("receipts");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.Account, r.Reference }).IsUnique();
        builder.HasIndex(r => new { r.EmployerId, r.BookedOn });
        builder.HasIndex(r => r.StatementId);
        builder.HasIndex(r => r.PersonId);
        builder.HasIndex(r => r.SourceReceiptId);
        builder.HasIndex(r => r.DonorId);
        builder.HasIndex(r => r.Id, "IX_receipts_open_notices").HasFilter("\"Channel\" = 'Notice' AND \"ReversedOn\" IS NULL"); // Channel.Notice; a few of millions of rows.
        builder.HasIndex(r => new { r.AssociationId, r.PersonId });
        builder.Property(r => r.Account).HasMaxLength(60);
        builder.Property(r => r.Reference).HasMaxLength(120);
        builder.Property(r => r.Currency).HasMaxLength(3);
        builder.Property(r => r.Payer).HasMaxLength(200);
        builder.Property(r => r.Text).HasMaxLength(400);
        builder.Ignore(r => r.HeldMinor);
    }

    public void Configure(EntityTypeBuilder<Allocation> builder)
    {
        builder.ToTable("allocations");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.BillId);
        builder.HasIndex(a => a.ReceiptId);
    }

    public void Configure(EntityTypeBuilder<StatementFile> builder)
    {
        builder.ToTable("statement_files");
        builder.HasKey(s => s.Id);
        builder.HasIndex(s => s.Sha).IsUnique();
        builder.HasIndex(s => s.ImportedAt);
        builder.Property(s => s.Sha).HasMaxLength(64);
        builder.Property(s => s.Format).HasMaxLength(40);
        builder.Property(s => s.Currency).HasMaxLength(3);
    }

    public void Configure(EntityTypeBuilder<AccountBalance> builder)
    {
        builder.ToTable("account_balances");
        builder.HasKey(b => new { b.Account, b.StatementFileId, b.StatementId });
        builder.HasIndex(b => new { b.Account, b.To });
        builder.Property(b => b.Account).HasMaxLength(60);
        builder.Property(b => b.StatementId).HasMaxLength(60);
    }
}
