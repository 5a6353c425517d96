using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.History;
using Spmis.Kernel.Messages;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Retention;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Statistics;

namespace Spmis.Kernel.Data;

/// <summary>The tables that every module has for its own use.</summary>
internal static class KernelMapping
{
    private const int Unlimited = -1;

    public static void Map(ModelBuilder model, bool isSqlServer)
    {
        model.Entity<OutboxRow>(e =>
        {
            e.ToTable("outbox");
            e.HasKey(o => o.Seq);
            e.HasIndex(o => o.MessageId).IsUnique();
            e.HasIndex(o => new { o.DeliveredAt, o.NextAttemptAt, o.Seq });
            e.Property(o => o.Payload).HasMaxLength(Unlimited);
            e.Property(o => o.LastError).HasMaxLength(2000);
        });
        model.Entity<InboxRow>(e =>
        {
            e.ToTable("inbox");
            e.HasKey(i => new { i.MessageId, i.Consumer });
        });
        model.Entity<DeadLetter>(e =>
        {
            e.ToTable("dead_letters");
            e.HasKey(d => d.Id);
            e.HasIndex(d => new { d.MessageId, d.Consumer }).IsUnique();
            e.Property(d => d.Payload).HasMaxLength(Unlimited);
            e.Property(d => d.Reason).HasMaxLength(2000);
        });
        model.Entity<HistoryRow>(e =>
        {
            e.ToTable("history");
            e.HasKey(h => h.Seq);
            e.HasIndex(h => new { h.Subject, h.Entity, h.Seq });
            e.HasIndex(h => new { h.At, h.Seq });
            e.HasIndex(h => new { h.ActorId, h.At, h.Seq });
            e.HasIndex(h => new { h.ActorName, h.At, h.Seq });
            e.HasIndex(h => new { h.Act, h.At, h.Seq });
            e.Property(h => h.Reason).HasMaxLength(2000);
            e.Property(h => h.Before).HasMaxLength(Unlimited);
            e.Property(h => h.After).HasMaxLength(Unlimited);
            e.Property(h => h.Digest).HasMaxLength(32);
        });
        model.Entity<HistorySeal>(e =>
        {
            e.ToTable("history_seals");
            e.HasKey(s => s.Id);
            e.HasIndex(s => s.FromSeq).IsUnique();
            e.Property(s => s.Root).HasMaxLength(32);
            e.Property(s => s.Chain).HasMaxLength(32);
        });
        model.Entity<RestrictedPerson>(e =>
        {
            e.ToTable("restricted_persons");
            e.HasKey(r => r.PersonId);
            e.Property(r => r.PersonId).ValueGeneratedNever();
            e.Property(r => r.Number).HasMaxLength(20);
            e.HasIndex(r => r.Number).IsUnique();
            e.Property(r => r.Office).HasMaxLength(200);
            e.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<Run>(e =>
        {
            e.ToTable("runs");
            e.HasKey(r => r.Id);
            e.HasIndex(r => r.Key).IsUnique();
            e.HasIndex(r => new { r.FinishedAt, r.Id });
            e.HasIndex(r => new { r.Emptied, r.Id });
            e.Property(r => r.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
            e.Property(r => r.Input).HasMaxLength(Unlimited);
            e.Property(r => r.StartedBy).HasMaxLength(Unlimited);
            e.Property(r => r.Outcome).HasMaxLength(4000);
            e.Property(r => r.Problem).HasMaxLength(4000);
            e.Property(r => r.Fence).IsConcurrencyToken();
        });
        model.Entity<RunLine>(e =>
        {
            e.ToTable("run_lines");
            e.HasKey(l => new { l.RunId, l.Line, l.Part });
            e.HasIndex(l => new { l.RunId, l.Verdict, l.Line });
            e.Property(l => l.Value).HasMaxLength(400);
            e.Property(l => l.Text).HasMaxLength(1000);
        });
        model.Entity<Proposal>(e =>
        {
            e.ToTable("proposals");
            e.HasKey(p => p.Id);
            e.HasIndex(p => p.OpenSubject).IsUnique();
            e.HasIndex(p => new { p.DecidedAt, p.Id });
            e.Property(p => p.Office).HasMaxLength(ModuleDb.OfficeCodeLength);
            e.Property(p => p.Payload).HasMaxLength(Unlimited);
            e.Property(p => p.Shown).HasMaxLength(Unlimited);
            e.Property(p => p.Rule).HasMaxLength(Unlimited);
            e.Property(p => p.Evidence).HasMaxLength(Unlimited);
            e.Property(p => p.PreparedByStaff).HasMaxLength(Actor.StaffLength);
            e.HasIndex(p => new { p.PersonsKept, p.Id });
            e.Property(p => p.Reason).HasMaxLength(2000);
            e.Property(p => p.DecisionReason).HasMaxLength(2000);
            e.Property(p => p.Version).IsConcurrencyToken();
        });
        model.Entity<ProposalPerson>(e =>
        {
            e.ToTable("proposal_persons");
            e.HasKey(p => new { p.ProposalId, p.Number });
            e.HasIndex(p => p.Number);
            e.Property(p => p.ProposalId).ValueGeneratedNever();
            e.Property(p => p.Number).HasMaxLength(20);
        });
        model.Entity<ProposalStep>(e =>
        {
            e.ToTable("proposal_steps");
            e.HasKey(s => new { s.ProposalId, s.Step });
            e.HasIndex(s => new { s.ProposalId, s.DecidedById }).IsUnique();
            e.HasIndex(s => new { s.ProposalId, s.Staff }).IsUnique(); // Rows without a number do not meet.
            e.Property(s => s.Staff).HasMaxLength(Actor.StaffLength);
            e.Property(s => s.ProposalId).ValueGeneratedNever();
            e.Property(s => s.InPlaceOf).HasMaxLength(1000);
            e.Property(s => s.Reason).HasMaxLength(2000);
        });
        model.Entity<ApprovalPolicy>(e =>
        {
            e.ToTable("approval_policies");
            e.HasKey(p => p.Id);
            e.HasIndex(p => new { p.Act, p.FromDay, p.Id });
            e.Property(p => p.Bands).HasMaxLength(Unlimited);
            e.Property(p => p.LegalBasis).HasMaxLength(400);
        });
        model.Entity<RetentionRule>(e =>
        {
            e.ToTable("retention_rules");
            e.HasKey(r => r.Id);
            e.HasIndex(r => new { r.Kind, r.FromDay, r.Id });
            e.Property(r => r.LegalBasis).HasMaxLength(400);
        });
        model.Entity<StatisticsExtract>(e =>
        {
            e.ToTable("statistics_extracts");
            e.HasKey(x => x.Id);
            e.HasIndex(x => new { x.Project, x.Id });
            e.HasIndex(x => new { x.Set, x.Id });
            e.HasIndex(x => new { x.RemovedAt, x.KeepUntil });
            e.Property(x => x.Columns).HasMaxLength(1000);
            e.Property(x => x.Purpose).HasMaxLength(400);
            e.Property(x => x.Recipient).HasMaxLength(400);
            e.Property(x => x.LegalBasis).HasMaxLength(400);
        });
        model.Entity<StatisticsCell>(e =>
        {
            e.ToTable("statistics_cells");
            e.HasKey(c => new { c.ExtractId, c.Values });
            e.Property(c => c.ExtractId).ValueGeneratedNever();
            Exact(e.Property(c => c.Values).HasMaxLength(StatisticsCell.LongestValues), isSqlServer);
            e.Property(c => c.GivenAs).HasMaxLength(StatisticsCell.LongestValues);
        });
        model.Entity<StatisticsRecord>(e =>
        {
            e.ToTable("statistics_records");
            e.HasKey(r => new { r.ExtractId, r.Pseudonym, r.Values });
            e.Property(r => r.ExtractId).ValueGeneratedNever();
            e.Property(r => r.Pseudonym).HasMaxLength(20);
            Exact(e.Property(r => r.Values).HasMaxLength(StatisticsCell.LongestValues), isSqlServer);
        });
        model.Entity<StoredAnswer>(e =>
        {
            e.ToTable("stored_answers");
            e.HasKey(a => new { a.Key, a.Client });
            e.HasIndex(a => a.At);
            e.Property(a => a.Body).HasMaxLength(Unlimited);
        });
        model.Entity<NumberSeries>(e =>
        {
            e.ToTable("number_series");
            e.HasKey(s => s.Name);
        });
    }

    // Letters in small and in capitals are two values, as everywhere else.
    private static void Exact(PropertyBuilder<string> property, bool isSqlServer)
    {
        if (isSqlServer)
        {
            property.UseCollation("Latin1_General_BIN2");
        }
    }
}
