using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Linkage;
using Spmis.Registration.Clearance;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Duplicates;

/// <summary>Makes cases from scores.</summary>
internal static class Cases
{
    public static DuplicateCase Make(Guid one, Guid other, Score score, string foundBy, DateTime at)
    {
        var ordered = one.CompareTo(other) <= 0;
        return new DuplicateCase
        {
            Id = Guid.CreateVersion7(), PersonAId = ordered ? one : other, PersonBId = ordered ? other : one,
            Probability = score.Probability, ModelVersion = score.ModelVersion, Explanation = ExplanationJson.Write(score),
            HasConflict = score.Conflicts.Count > 0, Certain = score.Verdict == Verdict.Certain,
            SameNationalId = score.Evidence.Any(e => e is { Comparison: "nationalId", Level: "exact" }),
            OpenedAt = at, FoundBy = foundBy,
        };
    }

    /// <summary>Keeps what the officer said of the likely duplicates shown at the desk.</summary>
    public static void RecordAnswers(RegistrationDb db, Guid personId, IReadOnlyList<LikelyPerson> shown, IReadOnlyList<LikelyDecision> answers, Change change)
    {
        List<DuplicateCaseFacts> opened = [];
        foreach (var (person, answer) in shown.Join(answers, s => s.Number, a => a.Number, (s, a) => (s, a.Answer)))
        {
            var found = Make(personId, person.PersonId, person.Score, "desk", change.Now);
            if (answer == LikelyAnswer.Different)
            {
                found.Settle(CaseDecision.Different, change.Now, change.Actor.Name, "Said at registration.");
            }
            else
            {
                found.UnsureAt = change.Now;
                opened.Add(found.ToFacts());
            }

            db.Add(found);
        }

        if (opened.Count > 0)
        {
            db.PublishForClearance(new DuplicatesOpened { Cases = opened });
        }
    }
}

/// <summary>Follows merged records to the one in use.</summary>
internal static class Survivors
{
    /// <summary>For each merged person among these its survivor; those in use are left out.</summary>
    public static async Task<Dictionary<Guid, Guid>> OfAsync(RegistrationDb db, IEnumerable<Guid> ids, CancellationToken ct)
    {
        var start = ids.Distinct().ToList();
        var into = new Dictionary<Guid, Guid>();
        for (var open = start; open.Count > 0;)
        {
            List<Guid> next = [];
            foreach (var page in open.Chunk(1_000))
            {
                foreach (var link in await db.PersonsAnywhere.Where(p => page.Contains(p.Id) && p.MergedIntoId != null).Select(p => new { p.Id, To = p.MergedIntoId!.Value }).ToListAsync(ct)) // Filtered.
                {
                    into[link.Id] = link.To;
                    next.Add(link.To);
                }
            }

            open = [.. next.Distinct().Where(id => !into.ContainsKey(id))];
        }

        return start.Where(into.ContainsKey).ToDictionary(id => id, id => Follow(into, id));
    }

    private static Guid Follow(Dictionary<Guid, Guid> into, Guid id)
    {
        while (into.TryGetValue(id, out var next))
        {
            id = next;
        }

        return id;
    }
}
