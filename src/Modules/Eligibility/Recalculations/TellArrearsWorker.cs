using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Recalculations;

/// <summary>Tells Payments the approved arrears of a recalculation, five hundred awards at a time.</summary>
public sealed class TellArrearsWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.tell-arrears";

    private const int Awards = 500;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var id = run.InputAs<RecalculateInput>().RecalculationId;
        var after = run.Checkpoint ?? "";
        while (true)
        {
            var from = after;
            var numbers = await db.AwardDifferences.Where(d => d.RecalculationId == id && d.Kind == DifferenceKind.Arrears && string.Compare(d.AwardNumber, from) > 0)
                .Select(d => d.AwardNumber).Distinct().OrderBy(n => n).Take(Awards).ToListAsync(ct);
            if (numbers.Count == 0)
            {
                yield break;
            }

            after = numbers[^1];
            yield return new RunChunk(after, async (services, step, token) =>
            {
                var module = services.GetRequiredService<EligibilityDb>();
                await module.PublishAwardsAsync(await module.Awards.AsNoTracking().Where(a => numbers.Contains(a.Number)).ToListAsync(token), token);
                step.Count(numbers.Count, 0);
            });
        }
    }
}
