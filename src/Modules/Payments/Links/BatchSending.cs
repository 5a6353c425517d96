using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Payments.Batches;

namespace Spmis.Payments.Links;

/// <summary>A batch that goes to its agency's interface: put here in the transaction that releases it, so it is sent whatever happens afterwards, and asked for before it is sent again.</summary>
public sealed class BatchSending
{
    public required long BatchId { get; init; }

    public required string Agency { get; init; }

    public required DateTime QueuedAt { get; init; }

    /// <summary>When it is to be looked at next; null when nobody has to.</summary>
    public DateTime? DueAt { get; set; }

    /// <summary>Until when a process may be calling for it; null when none is.</summary>
    public DateTime? CallingUntil { get; set; }

    /// <summary>How often it was sent, or may have been: counted before each call.</summary>
    public int Tries { get; set; }

    public DateTime? TriedAt { get; set; }

    /// <summary>When the agency said that it has it.</summary>
    public DateTime? TakenAt { get; set; }

    /// <summary>The agency's own id for it.</summary>
    public string? Acknowledgement { get; set; }

    /// <summary>When the agency said that it does not take it; somebody must look and send it again.</summary>
    public DateTime? RefusedAt { get; set; }

    /// <summary>When the agency last told what became of its payments.</summary>
    public DateTime? ToldAt { get; set; }

    /// <summary>What was wrong the last time; null when nothing was.</summary>
    public string? Problem { get; set; }

    /// <summary>How often in a row something was wrong.</summary>
    public int Failures { get; set; }

    /// <summary>Concurrency token.</summary>
    public int Version { get; set; }

    /// <summary>queued, untold, refused or taken.</summary>
    public string State => TakenAt is not null ? "taken" : RefusedAt is not null ? "refused" : Tries > 0 ? "untold" : "queued";

    /// <summary>The row of a batch just released; null when its agency fetches files.</summary>
    internal static BatchSending? Of(Batch batch, Agencies.AgencySettings settings, DateTime now) => settings.IsLinked() ? new() { BatchId = batch.Id, Agency = batch.Agency, QueuedAt = now, DueAt = now } : null;

    /// <summary>Nothing was wrong.</summary>
    internal void Went(DateTime? next) => (Problem, Failures, DueAt) = (null, 0, next);

    /// <summary>Something was: tried again after 5, 10, 20 ... 60 minutes: longer than a call may take, so that what is under way has arrived, or when the agency wants to be called.</summary>
    internal void Failed(string problem, TimeSpan? after, DateTime now)
    {
        Failures++;
        var wait = TimeSpan.FromMinutes(Math.Min(60, 5 << Math.Min(6, Failures - 1)));
        (Problem, DueAt) = (problem.Length > 1000 ? problem[..1000] : problem, now + (after is { } told && told > wait ? told > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : told : wait));
    }
}

internal sealed class BatchSendingMapping : IEntityTypeConfiguration<BatchSending>
{
    public void Configure(EntityTypeBuilder<BatchSending> builder)
    {
        builder.ToTable("batch_sendings");
        builder.HasKey(s => s.BatchId);
        builder.Property(s => s.BatchId).ValueGeneratedNever();
        builder.HasIndex(s => s.DueAt);
        builder.HasIndex(s => new { s.Agency, s.DueAt });
        builder.HasOne<Batch>().WithOne().HasForeignKey<BatchSending>(s => s.BatchId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(s => s.Agency).HasMaxLength(12);
        builder.Property(s => s.Problem).HasMaxLength(1000);
        builder.Property(s => s.Acknowledgement).HasMaxLength(200);
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
