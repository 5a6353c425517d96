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
            var numbers = await Raised(db, id, from).OrderBy(l => l.AwardNumber).Take(Awards).Select(l => l.AwardNumber).ToListAsync(ct);
            if (numbers.Count == 0)
            {
                yield break;
            }

            var to = after = numbers[^1];
            yield return new RunChunk(to, async (services, step, token) =>
            {
                var module = services.GetRequiredService<EligibilityDb>();
                // By the stretch of lines, which lie in the order of numbers, not by a thousand ids written into each statement.
                var ids = Raised(module, id, from).Where(l => string.Compare(l.AwardNumber, to) <= 0).Select(l => l.AwardId);
                var awards = module.Awards.Where(a => ids.Contains(a.Id));
                await awards.ExecuteUpdateAsync(s => s.SetProperty(a => a.Version, a => a.Version + 1), token);
                await module.PublishAwardsAsync(awards, token);
                module.RecordBulk(step.Change, nameof(Award), $"indexation {id}, up to {to}", new { awards = numbers.Count });
                step.Count(numbers.Count, 0);
            });
        }
    }

    private static IQueryable<IndexationLine> Raised(EligibilityDb db, long id, string after) =>
        db.IndexationLines.AsNoTracking().Where(l => l.IndexationId == id && l.ChangeMinor > 0 && string.Compare(l.AwardNumber, after) > 0);
}
