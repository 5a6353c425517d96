using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;

namespace Spmis.Contributions.Arrears;

/// <summary>An agreement to pay overdue bills in instalments. It moves no money: the bills stay owed and are paid as ever; it says by when, and whether interest runs.</summary>
public sealed class Agreement
{
    public const string OpenMark = "open";

    public required Guid Id { get; init; }

    /// <summary>A payment reference of its own: what is paid under it goes to its bills first.</summary>
    public required string Number { get; init; }

    public required Guid EmployerId { get; init; }

    public required string EmployerNumber { get; init; }

    public required string Currency { get; init; }

    public required long TotalMinor { get; init; }

    /// <summary>No interest is charged on its bills while it is kept, nor afterwards if it was; when it is broken, interest runs from the day they were due.</summary>
    public required bool InterestStops { get; init; }

    public required string Reason { get; init; }

    public required DateTime ApprovedAt { get; init; }

    public required string ApprovedBy { get; init; }

    /// <summary><see cref="OpenMark"/> while it runs: one an employer and currency, by constraint.</summary>
    public string? Open { get; set; }

    /// <summary>The day it was found broken.</summary>
    public DateOnly? BrokenOn { get; set; }

    /// <summary>The instalment that was missed.</summary>
    public int? MissedNo { get; set; }

    public DateOnly? CompletedOn { get; set; }
}

/// <summary>A bill under an agreement, with what was open of it.</summary>
public sealed class AgreementBill
{
    public required Guid AgreementId { get; init; }

    public required Guid BillId { get; init; }

    public required long AmountMinor { get; init; }
}

/// <summary>An instalment.</summary>
public sealed class Instalment
{
    public required Guid AgreementId { get; init; }

    /// <summary>From 1.</summary>
    public required int No { get; init; }

    public required DateOnly DueOn { get; init; }

    public required long AmountMinor { get; init; }
}

/// <summary>An instalment with what is paid of it.</summary>
public sealed record InstalmentStanding(Instalment Instalment, long PaidMinor)
{
    public long OpenMinor => Instalment.AmountMinor - PaidMinor;
}

/// <summary>How far an agreement is, from the allocations of its bills; the oldest instalment is paid first.</summary>
/// <param name="Agreement">The agreement.</param>
/// <param name="Instalments">In order.</param>
/// <param name="Parts">What was paid of its bills, by booking day.</param>
public sealed record AgreementStanding(Agreement Agreement, IReadOnlyList<InstalmentStanding> Instalments, IReadOnlyList<(DateOnly On, long Minor)> Parts)
{
    private const int InChunk = 500;

    public long PaidMinor => Parts.Sum(p => p.Minor);

    /// <summary>The first instalment that was not paid in full by its last day; null when none is missed.</summary>
    /// <param name="today">The day.</param>
    /// <param name="graceDays">Days a payment may be late.</param>
    public InstalmentStanding? Missed(DateOnly today, int graceDays)
    {
        var sum = 0L;
        foreach (var i in Instalments)
        {
            sum += i.Instalment.AmountMinor;
            var last = i.Instalment.DueOn.AddDays(graceDays);
            if (last < today && Parts.Where(p => p.On <= last).Sum(p => p.Minor) < sum)
            {
                return i;
            }
        }

        return null;
    }

    internal static async Task<AgreementStanding> OfAsync(ContributionsDb db, Agreement agreement, CancellationToken ct) => (await OfAsync(db, [agreement], ct))[agreement.Id];

    /// <summary>Of several, asked together.</summary>
    internal static async Task<Dictionary<Guid, AgreementStanding>> OfAsync(ContributionsDb db, IReadOnlyCollection<Agreement> agreements, CancellationToken ct)
    {
        Dictionary<Guid, AgreementStanding> standings = [];
        foreach (var some in agreements.Chunk(InChunk))
        {
            var of = some.Select(a => a.Id).ToList();
            var instalments = (await db.Set<Instalment>().AsNoTracking().Where(i => of.Contains(i.AgreementId)).OrderBy(i => i.No).ToListAsync(ct)).ToLookup(i => i.AgreementId);
            var bills = await (from a in db.Set<AgreementBill>().AsNoTracking() join b in db.Set<Bill>().AsNoTracking() on a.BillId equals b.Id where of.Contains(a.AgreementId) select new { a.AgreementId, b.Id, Before = b.AmountMinor - a.AmountMinor }).ToListAsync(ct);
            List<(Guid BillId, long AmountMinor, DateOnly On)> paid = [];
            foreach (var ids in bills.Select(b => b.Id).Distinct().Chunk(InChunk))
            {
                paid.AddRange((await db.Set<Allocation>().AsNoTracking().Where(a => ids.Contains(a.BillId)).OrderBy(a => a.Id).Select(a => new { a.BillId, a.AmountMinor, a.On }).ToListAsync(ct)).Select(a => (a.BillId, a.AmountMinor, a.On)));
            }

            var allocations = paid.ToLookup(a => a.BillId);
            foreach (var agreement in some)
            {
                var parts = bills.Where(b => b.AgreementId == agreement.Id).SelectMany(b => After(b.Before, allocations[b.Id])).ToList();
                var left = parts.Sum(p => p.Minor);
                standings[agreement.Id] = new AgreementStanding(
                    agreement,
                    [
                        .. instalments[agreement.Id].Select(i =>
                        {
                            var part = Math.Clamp(left, 0, i.AmountMinor);
                            left -= part;
                            return new InstalmentStanding(i, part);
                        }),
                    ],
                    parts);
            }
        }

        return standings;
    }

    /// <summary>What was paid before the agreement is not paid under it.</summary>
    private static IEnumerable<(DateOnly On, long Minor)> After(long before, IEnumerable<(Guid BillId, long AmountMinor, DateOnly On)> allocations)
    {
        foreach (var a in allocations)
        {
            var skipped = Math.Min(before, Math.Max(a.AmountMinor, 0));
            before -= skipped;
            if (a.AmountMinor != skipped)
            {
                yield return (a.On, a.AmountMinor - skipped);
            }
        }
    }
}

internal sealed class AgreementMapping : IEntityTypeConfiguration<Agreement>, IEntityTypeConfiguration<AgreementBill>, IEntityTypeConfiguration<Instalment>
{
    public void Configure(EntityTypeBuilder<Agreement> builder)
    {
        builder.ToTable("agreements");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.Number).IsUnique();
        builder.HasIndex(a => new { a.EmployerId, a.Currency, a.Open }).IsUnique();
        builder.HasIndex(a => new { a.EmployerNumber, a.Open });
        builder.HasIndex(a => a.Open);
        builder.Property(a => a.Number).HasMaxLength(20);
        builder.Property(a => a.EmployerNumber).HasMaxLength(40);
        builder.Property(a => a.Currency).HasMaxLength(3);
        builder.Property(a => a.Open).HasMaxLength(10);
        builder.Property(a => a.Reason).HasMaxLength(1000);
        builder.Property(a => a.ApprovedBy).HasMaxLength(200);
    }

    public void Configure(EntityTypeBuilder<AgreementBill> builder)
    {
        builder.ToTable("agreement_bills");
        builder.HasKey(b => new { b.AgreementId, b.BillId });
        builder.HasIndex(b => b.BillId);
    }

    public void Configure(EntityTypeBuilder<Instalment> builder)
    {
        builder.ToTable("instalments");
        builder.HasKey(i => new { i.AgreementId, i.No });
    }
}
