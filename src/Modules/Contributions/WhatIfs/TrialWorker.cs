using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Contributions;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Recalculations;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Rules.WhatIfs;

namespace Spmis.Contributions.WhatIfs;

/// <summary>Reckons a package and today's rules over the workers of a time, a hundred a transaction, and tells the sums.</summary>
public sealed class TrialWorker(ContributionsDb db, ReadAssessments assessments) : IRunWorker
{
    public const string RunKind = "contributions.what-if";
    private const string End = "end";

    public string Kind => RunKind;

    public string Permission => "assessments.recalculate";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var (id, lastInForceId) = run.InputAs<TrialInput>();
        if (run.Checkpoint == End)
        {
            yield break;
        }

        var tried = await db.Set<TriedPackage>().AsNoTracking().SingleAsync(t => t.WhatIfId == id, ct);
        var draft = SchemeCache.Read(JsonSerializer.Deserialize<Dictionary<string, string>>(tried.Files, SpmisJson.Options) ?? []); // Compiled once for the whole run, and not kept.
        var scope = new AssessmentScope(tried.Scheme, tried.FromMonth, tried.FromMonth.Add(tried.Months - 1), tried.LastContributionId, run.Id);
        await foreach (var (from, to) in assessments.RangesAsync(scope, run.Checkpoint ?? "", ct))
        {
            yield return new RunChunk(to, (services, step, stop) => services.GetRequiredService<TryAssessments>().HandleAsync(id, scope, (draft, lastInForceId), (from, to), step, stop));
        }

        yield return new RunChunk(End, (services, step, stop) => TellAsync(services.GetRequiredService<ContributionsDb>(), id, step, stop));
    }

    private static async Task TellAsync(ContributionsDb db, long id, RunStep step, CancellationToken ct)
    {
        var tried = await db.Set<TriedPackage>().SingleAsync(t => t.WhatIfId == id, ct);
        tried.FinishedAt = step.Change.Now;
        db.Publish(new ContributionsTried
        {
            WhatIfId = id,
            Cases = tried.Cases,
            Sums = [.. TryAssessments.Read(tried).Rows().Select(r => new TriedSum
            {
                Breakdown = r.Breakdown, Key = r.Key, Before = r.Cell.Before, After = r.Cell.After, Gained = r.Cell.Gained, Lost = r.Cell.Lost, Changed = r.Cell.Changed,
                UnknownBefore = r.Cell.UnknownBefore, UnknownAfter = r.Cell.UnknownAfter, BeforeMinor = r.Cell.BeforeMinor, AfterMinor = r.Cell.AfterMinor, ChangedMinor = r.Cell.ChangedMinor,
            })],
        });
    }
}
