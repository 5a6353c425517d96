using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Awards;

/// <summary>What the run needs.</summary>
/// <param name="BatchId">The approved batch.</param>
public sealed record PutInForceInput(long BatchId);

/// <summary>Puts the awards of an approved batch in force and tells Payments, a thousand at a time.</summary>
public sealed class PutInForceWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.put-in-force";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var batchId = run.InputAs<PutInForceInput>().BatchId;
        var total = await db.Awards.CountAsync(a => a.BatchId == batchId, ct);
        var after = run.Checkpoint ?? "";
        while (true)
        {
            var from = after;
            var last = await db.Awards.AsNoTracking().Where(a => a.BatchId == batchId && string.Compare(a.Number, from) > 0)
                .OrderBy(a => a.Number).Select(a => a.Number).Take(AwardMessages.Most).ToListAsync(ct);
            if (last.Count == 0)
            {
                yield break;
            }

            var to = after = last[^1];
            yield return new RunChunk(to, (services, step, token) => ApplyAsync(services.GetRequiredService<EligibilityDb>(), batchId, from, to, total, step, token));
        }
    }

    private static async Task ApplyAsync(EligibilityDb db, long batchId, string from, string to, int total, RunStep step, CancellationToken ct)
    {
        step.Run.Total = total;
        var rows = db.Awards.Where(a => a.BatchId == batchId && string.Compare(a.Number, from) > 0 && string.Compare(a.Number, to) <= 0);
        await rows.Where(a => a.ApprovedAt == null).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.ApprovedAt, step.Change.Now).SetProperty(a => a.ApprovedBy, step.Change.Actor.Name).SetProperty(a => a.Version, a => a.Version + 1), ct);
        var awards = await db.PublishAwardsAsync(rows, ct);
        db.RecordBulk(step.Change, nameof(Award), $"batch {batchId}, {from}..{to}", new { awards = awards.Count, monthlyMinor = awards.Sum(a => a.MonthlyMinor) });
        step.Count(awards.Count, 0);
    }
}
