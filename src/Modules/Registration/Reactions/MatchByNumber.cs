using Microsoft.EntityFrameworkCore;
using Spmis.Linkage;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Linking;
using Spmis.Registration.Persons;
using Spmis.Values;

namespace Spmis.Registration.Reactions;

/// <summary>Finds the workers of a return by registration number, then by national id. A number whose holder has quite another name is linked, and said so.</summary>
/// <param name="db">The register.</param>
/// <param name="register">To compare names.</param>
public sealed class MatchByNumber(RegistrationDb db, RegisterScorer register)
{
    internal async Task ApplyAsync(IReadOnlyList<WorkerLine> lines, CancellationToken ct)
    {
        var numbers = lines.Where(l => l.Number is not null && CheckDigit.IsValid(l.Number)).Select(l => l.Number).Distinct().ToList();
        var byNumber = await db.Persons.AsNoTracking().Where(p => numbers.Contains(p.Number)).ToDictionaryAsync(p => p.Number, ct);
        var ids = lines.Where(l => l.NationalId is not null && (l.Number is null || !byNumber.ContainsKey(l.Number))).Select(l => l.NationalId).Distinct().ToList();
        var byId = ids.Count == 0 ? [] : await db.Identifiers.AsNoTracking().Where(i => i.Type == Identifier.National && ids.Contains(i.Value))
            .Join(db.Persons.AsNoTracking(), i => i.PersonId, p => p.Id, (i, p) => new { i.Value, Person = p }).ToListAsync(ct);
        var holders = byId.ToLookup(i => i.Value, i => i.Person);
        var inUse = await InUseAsync([.. byNumber.Values, .. byId.Select(i => i.Person)], ct);
        var scorer = await register.GetAsync(ct);
        foreach (var line in lines)
        {
            if (line.Number is not null && byNumber.TryGetValue(line.Number, out var person))
            {
                Link(line, inUse[person.Id], scorer, $"registration number {line.Number}");
            }
            else if (line.NationalId is not null)
            {
                ByNationalId(line, [.. holders[line.NationalId].Select(p => inUse[p.Id]).DistinctBy(p => p.Id)], scorer);
            }

            if (line.Verdict is null && line.Number is not null && !CheckDigit.IsValid(line.Number) && !line.HasName)
            {
                line.Refuse($"The registration number {line.Told.RegistrationNumber} is mistyped: its last two digits do not check. Correct it, or give the worker's name.");
            }
        }
    }

    /// <summary>A number that two persons share says nothing by itself; the name decides between them.</summary>
    private static void ByNationalId(WorkerLine line, List<Person> holders, Scorer scorer)
    {
        var agreeing = holders.Where(h => !line.HasName || NameAgreement.Agree(scorer.Score(line.Folded, LinkageInput.Fold(h)))).ToList();
        if (agreeing.Count > 0)
        {
            var best = agreeing.OrderByDescending(h => scorer.Score(line.Folded, LinkageInput.Fold(h)).Weight).ThenBy(h => h.Number, StringComparer.Ordinal).First();
            line.Link(Outcomes.Certain, best);
        }
        else if (holders.Count == 1 && !line.HasName)
        {
            line.Link(Outcomes.Certain, holders[0]);
        }
    }

    private static void Link(WorkerLine line, Person person, Scorer scorer, string by)
    {
        if (line.HasName && !NameAgreement.Agree(scorer.Score(line.Folded, LinkageInput.Fold(person))))
        {
            var told = string.Join(' ', new[] { line.Person.GivenName, line.Person.FamilyName }.Where(n => n is not null));
            line.Link(Outcomes.Likely, person, $"Linked by {by} to {person.Name}, but the line says {told}. Check the number; if it is another person's, file a correction.");
        }
        else
        {
            line.Link(Outcomes.Certain, person);
        }
    }

    /// <summary>For each person the record in use: merged ones lead to their survivor.</summary>
    private async Task<Dictionary<Guid, Person>> InUseAsync(List<Person> persons, CancellationToken ct)
    {
        var all = persons.DistinctBy(p => p.Id).ToList();
        var merged = await Survivors.OfAsync(db, all.Where(p => p.MergedIntoId is not null).Select(p => p.Id), ct);
        var ids = merged.Values.Distinct().ToList();
        var survivors = ids.Count == 0 ? [] : await db.Persons.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        return all.ToDictionary(p => p.Id, p => merged.TryGetValue(p.Id, out var survivor) ? survivors[survivor] : p);
    }
}
