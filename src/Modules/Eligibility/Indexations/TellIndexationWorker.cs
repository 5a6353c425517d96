using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Indexations;

/// <summary>Tells Payments the approved amounts of an indexation, a thousand awards at a time.</summary>
public sealed class TellIndexationWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.tell-indexation";

    private const int Awards = 1_000;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = run.InputAs<IndexationInput>().IndexationId;
        var after = run.Checkpoint ?? "";
        while (true)
        {
            var from = after;
            var lines = await db.IndexationLines.AsNoTracking().Where(l => l.IndexationId == id && l.ChangeMinor > 0 && string.Compare(l.AwardNumber, from) > 0)
                .OrderBy(l => l.AwardNumber).Take(Awards).Select(l => new { l.AwardNumber, l.AwardId }).ToListAsync(ct);
            if (lines.Count == 0)
            {
                yield break;
            }

            after = lines[^1].AwardNumber;
            var ids = lines.ConvertAll(l => l.AwardId);
            yield return new RunChunk(after, async (services, step, token) =>
            {
                var module = services.GetRequiredService<EligibilityDb>();
                await module.Awards.Where(a => EF.Parameter(ids).Contains(a.Id)).ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, a => a.Version + 1), token);
                await module.PublishAwardsAsync(await module.Awards.AsNoTracking().Where(a => EF.Parameter(ids).Contains(a.Id)).ToListAsync(token), token);
                module.RecordBulk(step.Change, nameof(Award), $"indexation {id}, up to {lines[^1].AwardNumber}", new { awards = lines.Count });
                step.Count(lines.Count, 0);
            });
        }
    }
}
