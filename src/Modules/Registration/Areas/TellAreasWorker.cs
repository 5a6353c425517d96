using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Registration.Areas;

/// <summary>After areas were imported or changed: tells the other modules the areas down to the districts, by whose names they know where a person lives, a thousand a message.</summary>
/// <param name="db">For reading.</param>
/// <param name="levels">Which level that is.</param>
public sealed class TellAreasWorker(RegistrationDb db, AreaLevels levels) : IRunWorker
{
    internal const string RunKind = "areas.tell";
    private const int InChunk = 1_000;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "areas.manage";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var (after, district) = (run.Checkpoint ?? "", levels.District.ToLowerInvariant());
        var deepest = await db.Areas.Where(a => a.Level == district).MaxAsync(a => (int?)a.Depth, ct) ?? 0;
        while (true)
        {
            var from = after;
            var page = await db.Areas.AsNoTracking().Where(a => a.Depth <= deepest && string.Compare(a.Code, from) > 0).OrderBy(a => a.Code).Select(a => a.Code).Take(InChunk).ToListAsync(ct);
            if (page.Count == 0)
            {
                yield break;
            }

            after = page[^1];
            yield return new RunChunk(after, async (services, step, token) =>
            {
                var own = services.GetRequiredService<RegistrationDb>();
                var areas = await own.Areas.AsNoTracking().Where(a => page.Contains(a.Code)).ToListAsync(token);
                own.Publish(new AreasRecorded { Areas = [.. areas.Select(a => a.ToFacts(district))] });
                step.Count(page.Count, 0);
            });
        }
    }

    /// <summary>Adds the run, once a key; the caller's transaction saves it.</summary>
    internal static async Task StartAsync(RegistrationDb db, string key, Change change, CancellationToken ct)
    {
        if (!await db.Runs.AnyAsync(r => r.Kind == RunKind && r.Key == RunKind + ":" + key, ct))
        {
            db.Add(Run.Of(RunKind, key, "Tell the other modules the areas", new { }, change));
        }
    }
}
