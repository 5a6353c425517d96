using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Rules;

namespace Spmis.Eligibility.Rounds;

/// <summary>How far the ranking of a round is.</summary>
/// <param name="AreaIndex">Which area, in the order of the targeting.</param>
/// <param name="Rank">Ranks given in it.</param>
/// <param name="Score">Score of the last one, thousandths.</param>
/// <param name="BornOn">Its birth date.</param>
/// <param name="Number">Its registration number.</param>
public sealed record PlaceMark(int AreaIndex, int Rank, long Score, DateOnly BornOn, string Number)
{
    /// <summary>The beginning of an area.</summary>
    public static PlaceMark Begin(int areaIndex) => new(areaIndex, 0, long.MaxValue, DateOnly.MinValue, "");

    /// <summary>As a checkpoint.</summary>
    public string ToCheckpoint() => "place:" + JsonSerializer.Serialize(this, SpmisJson.Options);

    /// <summary>From a checkpoint; null when it is another one.</summary>
    public static PlaceMark? Read(string checkpoint) => checkpoint.StartsWith("place:", StringComparison.Ordinal) ? JsonSerializer.Deserialize<PlaceMark>(checkpoint["place:".Length..], SpmisJson.Options) : null;
}

/// <summary>
/// Ranks those entitled, area by area: the higher score first, of equal scores the older person, then the lower registration number, so that the same register gives the same list.
/// Who has an award already keeps a place and is not ranked; whom the community left out is not either. As many as there are places left are selected, the others wait in their order.
/// </summary>
/// <param name="db">The module's database.</param>
public sealed class PlaceCandidates(EligibilityDb db)
{
    private const int Rows = 1_000;

    /// <summary>The chunks from a mark on, each a thousand of one area. Nothing else changes a round's candidates while its run goes.</summary>
    internal static async IAsyncEnumerable<RunChunk> ChunksAsync(EligibilityDb db, EligibilityRound round, PlaceMark? mark, [EnumeratorCancellation] CancellationToken ct)
    {
        var quotas = round.Targeting.Quotas;
        while (mark is { } at && at.AreaIndex < quotas.Count)
        {
            var page = await PageAsync(db, round.Id, quotas[at.AreaIndex].Area, at, ct);
            mark = page.Count == Rows ? new PlaceMark(at.AreaIndex, at.Rank + Rows, page[^1].ScoreThousandths, page[^1].TieBornOn, page[^1].PersonNumber) : PlaceMark.Begin(at.AreaIndex + 1);
            yield return new RunChunk(mark.ToCheckpoint(), (services, step, token) => services.GetRequiredService<PlaceCandidates>().HandleAsync(round.Id, quotas[at.AreaIndex], at.Rank, page, step, token));
        }
    }

    /// <summary>Gives the ranks after one to the next candidates of an area.</summary>
    public async Task HandleAsync(long roundId, AreaQuota quota, int after, IReadOnlyList<RoundCandidate> page, RunStep step, CancellationToken ct)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, ct);
        var places = quota.Places - await db.RoundCandidates.CountAsync(c => c.RoundId == roundId && c.Area == quota.Area && c.HasAward && c.Outcome == Answer.Yes, ct);
        var ranked = page.Select((c, i) => new RoundPlace
        {
            RoundId = roundId, Area = quota.Area, Rank = after + i + 1, PersonId = c.PersonId, PersonNumber = c.PersonNumber, ScoreThousandths = c.ScoreThousandths, Selected = after + i + 1 <= places,
        }).ToList();
        await db.BulkInsertAsync(ranked, ct);
        round.Selected += ranked.Count(p => p.Selected);
        round.Waiting += ranked.Count(p => !p.Selected);
        db.RecordBulk(step.Change, nameof(RoundPlace), $"round {roundId}, {quota.Area}, ranks {after + 1}..{after + ranked.Count}", new { selected = ranked.Count(p => p.Selected) });
    }

    /// <summary>Clears the list before it is made again.</summary>
    public async Task ClearAsync(long roundId, CancellationToken ct)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, ct);
        (round.Selected, round.Waiting) = (0, 0);
        await db.RoundPlaces.Where(p => p.RoundId == roundId).ExecuteDeleteAsync(ct);
    }

    private static Task<List<RoundCandidate>> PageAsync(EligibilityDb db, long roundId, string area, PlaceMark at, CancellationToken ct) => db.RoundCandidates.AsNoTracking()
        .Where(c => c.RoundId == roundId && c.Area == area && c.Outcome == Answer.Yes && !c.HasAward && c.Community != CommunityWord.Excluded)
        .Where(c => c.ScoreThousandths < at.Score || (c.ScoreThousandths == at.Score && (c.TieBornOn > at.BornOn || (c.TieBornOn == at.BornOn && string.Compare(c.PersonNumber, at.Number) > 0))))
        .OrderByDescending(c => c.ScoreThousandths).ThenBy(c => c.TieBornOn).ThenBy(c => c.PersonNumber).Take(Rows).ToListAsync(ct);
}
