using Microsoft.EntityFrameworkCore;
using Spmis.Linkage;
using Spmis.Registration.Linking;

namespace Spmis.Registration.Reactions;

/// <summary>Finds workers by name and birth date: first among those this employer's earlier returns named, then in the whole register by the linkage keys.</summary>
/// <param name="db">The register.</param>
/// <param name="candidates">By blocking keys.</param>
/// <param name="register">The scorer.</param>
public sealed class MatchByLikeness(RegistrationDb db, CandidateLookup candidates, RegisterScorer register)
{
    private const double CertainFrom = 0.99;
    private const double LikelyFrom = 0.9;

    internal async Task ApplyAsync(IReadOnlyList<WorkerLine> lines, Guid employerId, CancellationToken ct)
    {
        var named = lines.Where(l => l.HasName).ToList();
        if (named.Count == 0)
        {
            return;
        }

        await ByEarlierReturnAsync(named, employerId, ct);
        named.RemoveAll(l => l.Verdict is not null);
        if (named.Count == 0)
        {
            return;
        }

        var scorer = await register.GetAsync(ct);
        var found = await candidates.FindAsync([.. named.Select(l => l.Folded)], ct);
        var known = await candidates.LoadAsync(found.SelectMany(f => f), ct);
        var best = named.Select((line, i) => (Line: line, Best: Best(line, found[i], known, scorer))).Where(b => b.Best is not null).Select(b => (b.Line, b.Best!.Value.Id, b.Best.Value.Score)).ToList(); // Filtered.
        var ids = best.Select(b => b.Id).Distinct().ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        foreach (var (line, id, score) in best)
        {
            var person = persons[id];
            if (score.Probability >= CertainFrom && score.Conflicts.Count == 0)
            {
                line.Link(Outcomes.Certain, person);
            }
            else
            {
                line.Link(Outcomes.Likely, person, $"The line gives no number that is known; it was linked to {person.Number}, {person.Name}, by name and birth date. Put that number into the next return, or file a correction if it is somebody else.");
            }
        }
    }

    private static (Guid Id, Score Score)? Best(WorkerLine line, IReadOnlyList<Guid> ids, IReadOnlyDictionary<Guid, NormalisedPerson> known, Scorer scorer)
    {
        var scored = ids.Where(known.ContainsKey).Select(id => (Id: id, Score: scorer.Score(line.Folded, known[id]))).Where(s => s.Score.Probability >= LikelyFrom)
            .OrderByDescending(s => s.Score.Weight).ThenBy(s => s.Id).Take(1).ToList();
        return scored.Count == 0 ? null : scored[0];
    }

    /// <summary>Who was registered provisionally from an earlier return of the same employer is known by the very same name, birth date and number.</summary>
    private async Task ByEarlierReturnAsync(List<WorkerLine> lines, Guid employerId, CancellationToken ct)
    {
        var names = lines.Select(l => StrangerName(l)).Distinct().ToList();
        var earlier = (await db.Persons.AsNoTracking().Where(p => p.ProvisionalEmployerId == employerId && names.Contains(p.SearchName)).ToListAsync(ct)).ToLookup(p => (p.SearchName, p.BornOn, p.NationalId));
        foreach (var line in lines)
        {
            if (earlier[(StrangerName(line), line.Person.BornOn, line.NationalId)].OrderBy(p => p.Number, StringComparer.Ordinal).FirstOrDefault() is not { } person)
            {
                continue;
            }

            var merged = await Duplicates.Survivors.OfAsync(db, person.MergedIntoId is null ? [] : [person.Id], ct);
            line.Link(Outcomes.Certain, merged.TryGetValue(person.Id, out var survivor) ? await db.Persons.AsNoTracking().SingleAsync(p => p.Id == survivor, ct) : person);
        }
    }

    private static string StrangerName(WorkerLine line) => LinkageInput.SearchName(line.Folded);
}
