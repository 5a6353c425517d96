using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Spmis.Contributions.DayWork;

/// <summary>Where a voucher stands. Alive ones are of use once their bill is paid.</summary>
public enum DayVoucherState
{
    /// <summary>Not put to anybody's day.</summary>
    Alive,

    /// <summary>Put to a worker's day.</summary>
    Assigned,

    /// <summary>The day was confirmed; it became contributions.</summary>
    Used,

    /// <summary>Its last day passed.</summary>
    Expired,

    /// <summary>Given back unused, or never paid.</summary>
    Cancelled,

    /// <summary>A confirmed day that two people took back: there was no such day of work.</summary>
    TakenBack,
}

/// <summary>Vouchers bought together: one bill, one price, the parts the package had on the day.</summary>
public sealed class VoucherPurchase
{
    public required Guid Id { get; init; }

    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    public required string Scheme { get; init; }

    public required string PackageHash { get; init; }

    public required Guid BillId { get; init; }

    public required string PaymentReference { get; init; }

    public required int Count { get; init; }

    public required string Currency { get; init; }

    /// <summary>Of one voucher: worker's share, employer's share and tax together.</summary>
    public required long PriceMinor { get; init; }

    /// <summary>Insured earnings of a day.</summary>
    public required long BaseMinor { get; init; }

    public required long EmployeeMinor { get; init; }

    public required long EmployerMinor { get; init; }

    public required long TaxMinor { get; init; }

    /// <summary>Last day for which its vouchers can be used.</summary>
    public required DateOnly ExpiresOn { get; init; }

    /// <summary>Last day to pay; what is unpaid then is cancelled.</summary>
    public required DateOnly PayUntil { get; init; }

    /// <summary>What is not used is paid back; else it is kept.</summary>
    public required bool Refunded { get; init; }

    public required DateTime BoughtAt { get; init; }

    public required string BoughtBy { get; init; }
}

/// <summary>One voucher: one day of work of one worker.</summary>
public sealed class DayVoucher
{
    public required Guid Id { get; init; }

    /// <summary>Printed on it, as a code too: 16 of 31 letters and digits (79 bits), which nobody guesses.</summary>
    public required string Serial { get; init; }

    public required Guid PurchaseId { get; init; }

    public required Guid EmployerId { get; init; }

    public required string Scheme { get; init; }

    public required DateOnly ExpiresOn { get; init; }

    public DayVoucherState State { get; set; }

    /// <summary>Whose day it is, as when it was assigned; merges are followed by asking who that is now. Null unless assigned or used.</summary>
    public Guid? PersonId { get; set; }

    public DateOnly? Day { get; set; }

    public DateTime? AssignedAt { get; set; }

    public DateTime? UsedAt { get; set; }

    /// <summary>Who confirmed the day: employer, office or worker.</summary>
    public string? UsedBy { get; set; }

    /// <summary>When it expired, was cancelled or taken back.</summary>
    public DateTime? EndedAt { get; set; }
}

/// <summary>Days a worker has in a year with all employers: one more is taken only by an update that sees it below the limit, so two employers at once cannot pass it.</summary>
public sealed class DayWorkYear
{
    public required Guid PersonId { get; init; }

    public required string Scheme { get; init; }

    public required int Year { get; init; }

    public int Days { get; set; }

    /// <summary>The update that took the last day.</summary>
    public Guid Mark { get; set; }
}

/// <summary>A file of days: whom vouchers are put to, and whose days are confirmed.</summary>
public sealed class DayWorkFile
{
    public required Guid Id { get; init; }

    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    public required string Scheme { get; init; }

    public required string Sha { get; init; }

    /// <summary>Employer and content, and how many times before it was read with lines refused: else the same file twice is one.</summary>
    public required string Once { get; init; }

    public required string FileName { get; init; }

    public required DateTime FiledAt { get; init; }

    public long? RunId { get; set; }
}

/// <summary>A line of which Registration is asked who the worker is.</summary>
public sealed class DayWorkQuestion
{
    public required Guid RequestId { get; init; }

    public required long Line { get; init; }

    public required Guid FileId { get; init; }

    public required DateOnly Day { get; init; }

    public required bool Worked { get; init; }

    public string? Reference { get; init; }

    public DateTime? AnsweredAt { get; set; }
}

internal sealed class DayWorkMapping : IEntityTypeConfiguration<VoucherPurchase>, IEntityTypeConfiguration<DayVoucher>, IEntityTypeConfiguration<DayWorkYear>, IEntityTypeConfiguration<DayWorkFile>, IEntityTypeConfiguration<DayWorkQuestion>
{
    public void Configure(EntityTypeBuilder<VoucherPurchase> builder)
    {
        builder.ToTable("day_voucher_purchases");
        builder.HasKey(p => p.Id);
        builder.HasIndex(p => p.BillId).IsUnique();
        builder.HasIndex(p => p.PaymentReference).IsUnique();
        builder.HasIndex(p => new { p.EmployerId, p.BoughtAt });
        builder.HasIndex(p => p.PayUntil);
        builder.Property(p => p.EmployerNumber).HasMaxLength(40);
        builder.Property(p => p.Scheme).HasMaxLength(60);
        builder.Property(p => p.PackageHash).HasMaxLength(64);
        builder.Property(p => p.PaymentReference).HasMaxLength(20);
        builder.Property(p => p.Currency).HasMaxLength(3);
        builder.Property(p => p.BoughtBy).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<DayVoucher> builder)
    {
        builder.ToTable("day_vouchers");
        builder.HasKey(v => v.Id);
        builder.HasIndex(v => v.Serial).IsUnique();
        builder.HasIndex(v => new { v.EmployerId, v.PersonId, v.Day }).IsUnique(); // One voucher a worker, employer and day.
        builder.HasIndex(v => new { v.EmployerId, v.Day });
        builder.HasIndex(v => new { v.PersonId, v.Day });
        builder.HasIndex(v => new { v.PurchaseId, v.State });
        builder.HasIndex(v => new { v.State, v.ExpiresOn });
        builder.Property(v => v.Serial).HasMaxLength(20);
        builder.Property(v => v.Scheme).HasMaxLength(60);
        builder.Property(v => v.UsedBy).HasMaxLength(20);
    }

    public void Configure(EntityTypeBuilder<DayWorkYear> builder)
    {
        builder.ToTable("day_work_years");
        builder.HasKey(y => new { y.PersonId, y.Scheme, y.Year });
        builder.Property(y => y.Scheme).HasMaxLength(60);
    }

    public void Configure(EntityTypeBuilder<DayWorkFile> builder)
    {
        builder.ToTable("day_work_files");
        builder.HasKey(f => f.Id);
        builder.HasIndex(f => f.Once).IsUnique();
        builder.Property(f => f.EmployerNumber).HasMaxLength(40);
        builder.Property(f => f.Scheme).HasMaxLength(60);
        builder.Property(f => f.Sha).HasMaxLength(64);
        builder.Property(f => f.Once).HasMaxLength(120);
        builder.Property(f => f.FileName).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<DayWorkQuestion> builder)
    {
        builder.ToTable("day_work_questions");
        builder.HasKey(q => new { q.RequestId, q.Line });
        builder.HasIndex(q => q.FileId);
        builder.Property(q => q.Reference).HasMaxLength(120);
    }
}
