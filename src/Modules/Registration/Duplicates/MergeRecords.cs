using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Registration.Associations;
using Spmis.Registration.Clearance;
using Spmis.Registration.Employments;
using Spmis.Registration.Facts;
using Spmis.Registration.Households;
using Spmis.Registration.Objections;
using Spmis.Registration.Persons;
using Spmis.Registration.Photos;
using Spmis.Registration.Restrictions;

namespace Spmis.Registration.Duplicates;

/// <summary>Two records to be made one.</summary>
/// <param name="SurvivorId">Stays in use.</param>
/// <param name="MergedId">Will point to the survivor.</param>
/// <param name="CaseId">The case it settles, if any.</param>
internal sealed record MergePair(Guid SurvivorId, Guid MergedId, Guid? CaseId);

/// <summary>
/// Makes records one: everything kept for the merged record moves to the survivor, and what is needed to reverse it is written down.
/// Works on a set of pairs with one query a table; used by the single merge and by the run that merges the certain ones.
/// </summary>
/// <param name="db">The register.</param>
public sealed class MergeRecords(RegistrationDb db)
{
    /// <summary>Merges the pairs, all of records in use and no record merged twice, inside the open transaction.</summary>
    internal async Task ApplyAsync(IReadOnlyList<MergePair> pairs, Change change, CancellationToken ct)
    {
        var ids = pairs.SelectMany(p => new[] { p.SurvivorId, p.MergedId }).Distinct().ToList();
        var persons = await db.PersonsAnywhere.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var rows = await MovableAsync(pairs.Select(p => p.MergedId).ToList(), ct);
        var spells = await MemberSpells.OfAsync(db, ids, ct);
        var objections = await MovedObjections.OfAsync(db, ids, ct);
        var photos = (await db.Photos.Where(p => ids.Contains(p.PersonId)).ToListAsync(ct)).ToDictionary(p => p.PersonId);
        var settled = await SettleAsync(pairs, ids, change, ct);

        foreach (var pair in pairs)
        {
            var (survivor, merged) = (persons[pair.SurvivorId], persons[pair.MergedId]);
            if (survivor.MergedIntoId is not null || merged.MergedIntoId is not null)
            {
                throw new Refused("merge.merged-already", $"{(merged.MergedIntoId is null ? survivor : merged).Number} was merged into another record meanwhile. Open the case again.");
            }

            var (gone, ended) = spells.Move(survivor.Id, merged.Id, change.Today);
            var moved = Move(survivor, merged, rows, change) with { Cases = settled.GetValueOrDefault(merged.Id) ?? [], Associations = gone, EndedAssociations = ended, Photo = MovePhoto(survivor.Id, merged.Id, photos), Objections = objections.Move(survivor.Id, merged.Id) };
            (merged.MergedIntoId, merged.Office) = (survivor.Id, survivor.Office);
            var id = Guid.CreateVersion7();
            db.Add(new Merge { Id = id, SurvivorId = survivor.Id, MergedId = merged.Id, CaseId = pair.CaseId, Moved = JsonSerializer.Serialize(moved, SpmisJson.Options), At = change.Now, By = change.Actor.Name });
            db.PublishForClearance(new PersonsMerged { MergeId = id, SurvivorId = survivor.Id, MergedIds = [merged.Id] });
        }

        foreach (var person in persons.Values)
        {
            person.Version++;
        }

        spells.Tell(db);
        await PersonKeyRows.RewriteAsync(db, persons.Values, ct);
        await MergedRestrictions.FollowAsync(db, pairs, ct);
        var followers = (await db.TakeAlongAsync(persons.Values, ct)).Where(p => !persons.ContainsKey(p.Id));
        db.PublishForClearance(new PersonsRecorded { Persons = [.. persons.Values.Concat(followers).OrderBy(p => p.Number, StringComparer.Ordinal).Select(p => p.ToFacts())] });
    }

    private async Task<Movable> MovableAsync(List<Guid> merged, CancellationToken ct) => new(
        (await db.Identifiers.Where(i => merged.Contains(i.PersonId)).ToListAsync(ct)).ToLookup(i => i.PersonId),
        (await db.Employments.Where(e => merged.Contains(e.PersonId)).ToListAsync(ct)).ToLookup(e => e.PersonId),
        (await db.HouseholdMembers.Where(m => merged.Contains(m.PersonId) && m.To == null).ToListAsync(ct)).ToLookup(m => m.PersonId),
        (await db.FormAnswers.Where(a => merged.Contains(a.PersonId)).ToListAsync(ct)).ToLookup(a => a.PersonId),
        (await db.Consents.Where(c => merged.Contains(c.PersonId)).ToListAsync(ct)).ToLookup(c => c.PersonId));

    private static Moved Move(Person survivor, Person merged, Movable rows, Change change)
    {
        var (identifiers, employments, memberships) = (rows.Identifiers[merged.Id].ToList(), rows.Employments[merged.Id].ToList(), rows.Memberships[merged.Id].ToList());
        identifiers.ForEach(i => i.PersonId = survivor.Id);
        employments.ForEach(e => e.PersonId = survivor.Id);
        var (answers, consents) = (rows.Answers[merged.Id].ToList(), rows.Consents[merged.Id].ToList());
        answers.ForEach(a => a.PersonId = survivor.Id);
        consents.ForEach(c => c.PersonId = survivor.Id);
        var takesHousehold = survivor.HouseholdId is null;
        foreach (var membership in memberships)
        {
            if (takesHousehold)
            {
                membership.PersonId = survivor.Id;
            }
            else
            {
                membership.To = change.Today;
            }
        }

        var offices = new FormerOffices(survivor.Office, merged.Office); // Before the survivor may take an address over.
        var moved = new Moved
        {
            Offices = offices,
            Identifiers = [.. identifiers.Select(i => i.Id)], Employments = [.. employments.Select(e => e.Id)],
            Answers = [.. answers.Select(a => a.Id)], Consents = [.. consents.Select(c => c.Id)],
            Memberships = takesHousehold ? [.. memberships.Select(m => m.Id)] : [], EndedMemberships = takesHousehold ? [] : [.. memberships.Select(m => m.Id)],
            HouseholdId = merged.HouseholdId, HouseholdRole = merged.HouseholdRole, Filled = Survivorship.Fill(survivor, merged),
        };
        if (takesHousehold)
        {
            (survivor.HouseholdId, survivor.HouseholdRole) = (merged.HouseholdId, merged.HouseholdRole);
        }

        (merged.HouseholdId, merged.HouseholdRole) = (null, null);
        return moved;
    }

    /// <summary>The survivor's own photograph stays; who has none takes the other's over.</summary>
    private Guid? MovePhoto(Guid survivor, Guid merged, Dictionary<Guid, PersonPhoto> photos)
    {
        if (photos.ContainsKey(survivor) || !photos.Remove(merged, out var photo))
        {
            return null;
        }

        db.Remove(photo);
        db.Add(photos[survivor] = photo.As(survivor));
        return photo.Id;
    }

    /// <summary>Settles every open case whose two records are one person now.</summary>
    private async Task<Dictionary<Guid, List<Guid>>> SettleAsync(IReadOnlyList<MergePair> pairs, List<Guid> ids, Change change, CancellationToken ct)
    {
        var cases = await db.CasesAnywhere.Where(c => c.DecidedAt == null && (ids.Contains(c.PersonAId) || ids.Contains(c.PersonBId))).ToListAsync(ct);
        var survivors = await Survivors.OfAsync(db, cases.SelectMany(c => new[] { c.PersonAId, c.PersonBId }), ct);
        var into = pairs.ToDictionary(p => p.MergedId, p => p.SurvivorId);
        Guid Now(Guid id)
        {
            id = survivors.GetValueOrDefault(id, id);
            while (into.TryGetValue(id, out var next))
            {
                id = next;
            }

            return id;
        }

        var settled = new Dictionary<Guid, List<Guid>>();
        List<DuplicateCaseFacts> facts = [];
        foreach (var found in cases.Where(c => Now(c.PersonAId) == Now(c.PersonBId)))
        {
            found.Settle(CaseDecision.Same, change.Now, change.Actor.Name, change.Reason);
            facts.Add(found.ToFacts());
            var merged = into.ContainsKey(found.PersonBId) ? found.PersonBId : into.ContainsKey(found.PersonAId) ? found.PersonAId : pairs[0].MergedId;
            (settled.TryGetValue(merged, out var list) ? list : settled[merged] = []).Add(found.Id);
        }

        foreach (var page in facts.Chunk(1_000))
        {
            db.PublishForClearance(new DuplicatesSettled { Cases = page });
        }

        return settled;
    }

    private sealed record Movable(ILookup<Guid, Identifier> Identifiers, ILookup<Guid, Employment> Employments, ILookup<Guid, HouseholdMember> Memberships, ILookup<Guid, FormAnswer> Answers, ILookup<Guid, Consent> Consents);
}
