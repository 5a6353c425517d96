using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Runs;
using Spmis.Rules;

namespace Spmis.Eligibility.Recalculations;

/// <summary>What the run needs.</summary>
/// <param name="RecalculationId">The recalculation.</param>
public sealed record RecalculateInput(long RecalculationId);

/// <summary>
/// Reckons the awards of a scheme again in the order of their numbers, then its refusals (of rounds in the order of month and registration, of claims in the order of filing),
/// and puts what comes out up for a second person. Checkpoints: <c>awards:NUMBER</c>, <c>round:ID:NUMBER</c>, <c>claims:NUMBER</c>, <c>end</c>.
/// </summary>
public sealed class RecalculateWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.recalculate";

    /// <summary>Rows of a chunk; each may have some dozens of months.</summary>
    private const int Rows = 500;

    private const string End = "end";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var r = await db.Recalculations.AsNoTracking().SingleAsync(x => x.Id == run.InputAs<RecalculateInput>().RecalculationId, ct);
        var at = (run.Checkpoint ?? "awards:").Split(':');
        var reckoners = new Reckoners(r.AsKnownOn); // Compiled once for the whole run; chunks come one after another.
        if (at[0] == "awards")
        {
            await foreach (var (from, to) in RangesAsync(db.Awards.Where(a => a.Scheme == r.Scheme && a.ApprovedAt != null && a.FromMonth <= r.ThroughMonth).Select(a => a.Number), at[1], ct))
            {
                yield return new RunChunk($"awards:{to}", (services, step, token) => services.GetRequiredService<RecalculateAwards>().HandleAsync(r.Id, reckoners, (from, to), step, token));
            }
        }

        var rounds = at[0] is "awards" or "round" ? await db.Rounds.Where(x => x.Scheme == r.Scheme && x.Programme == "" && x.DryRunNumber == 0 && x.Month >= r.FromMonth && x.Month <= r.ThroughMonth).OrderBy(x => x.Month).Select(x => x.Id).ToListAsync(ct) : [];
        var current = at[0] == "round" ? long.Parse(at[1], CultureInfo.InvariantCulture) : 0;
        foreach (var round in rounds.Skip(Math.Max(0, rounds.IndexOf(current))))
        {
            await foreach (var (from, to) in RangesAsync(db.Determinations.Where(d => d.RoundId == round && d.Outcome != Answer.Yes).Select(d => d.PersonNumber), round == current ? at[2] : "", ct))
            {
                yield return new RunChunk($"round:{round}:{to}", (services, step, token) => services.GetRequiredService<RecalculateRefusals>().OfRoundAsync(r.Id, round, reckoners, (from, to), step, token));
            }
        }

        if (at[0] != End)
        {
            await foreach (var (from, to) in RangesAsync(db.Claims.Where(c => c.Scheme == r.Scheme && c.Outcome == Answer.No && c.EventOn >= r.FromMonth.First).Select(c => c.Number), at[0] == "claims" ? at[1] : "", ct))
            {
                yield return new RunChunk($"claims:{to}", (services, step, token) => services.GetRequiredService<RecalculateRefusals>().OfClaimsAsync(r.Id, reckoners, (from, to), step, token));
            }

            yield return new RunChunk(End, (services, step, token) => services.GetRequiredService<ApproveRecalculation>().FinishAsync(r.Id, step, token));
        }
    }

    /// <summary>Stretches of keys, each after one and up to another.</summary>
    private static async IAsyncEnumerable<(string From, string To)> RangesAsync(IQueryable<string> keys, string after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var from = after;
            var page = await keys.Where(k => string.Compare(k, from) > 0).OrderBy(k => k).Take(Rows).ToListAsync(ct);
            if (page.Count == 0)
            {
                yield break;
            }

            yield return (from, after = page[^1]);
        }
    }
}

/// <summary>The compiled packages of one run, by hash.</summary>
/// <param name="asKnownOn">By values of the law recorded up to this day.</param>
public sealed class Reckoners(DateOnly asKnownOn)
{
    private readonly Dictionary<string, Reckon> compiled = new(StringComparer.Ordinal);

    /// <summary>The day of knowledge.</summary>
    public DateOnly AsKnownOn => asKnownOn;

    /// <summary>The package compiled.</summary>
    public Reckon Of(Scheme scheme) => compiled.TryGetValue(scheme.Hash, out var found) ? found : compiled[scheme.Hash] = new Reckon(scheme, asKnownOn);
}
