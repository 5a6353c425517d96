using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Clearance;
using Spmis.Registration.Persons;
using Spmis.Registration.Photos;
using Spmis.Registration.Restrictions;

namespace Spmis.Registration.Duplicates;

/// <summary>Takes a merge back, once a second pair of eyes has approved it: what moved goes back, both records stand alone again, and they are never merged again by policy.</summary>
/// <param name="db">The register.</param>
public sealed class UndoMerge(RegistrationDb db) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "persons.undo-merge";

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var merge = await FindAsync(payload, ct);
        var persons = await db.PersonsAnywhere.AsNoTracking().Where(p => p.Id == merge.SurvivorId || p.Id == merge.MergedId).ToDictionaryAsync(p => p.Id, ct);
        return [new("Stands alone again", $"merged into {persons[merge.SurvivorId].Number}", persons[merge.MergedId].Number), .. MergePersons.Differences(persons[merge.SurvivorId], persons[merge.MergedId])];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var merge = await FindAsync(payload, ct);
        var (survivor, merged) = (await db.PersonsAnywhere.SingleAsync(p => p.Id == merge.SurvivorId, ct), await db.PersonsAnywhere.SingleAsync(p => p.Id == merge.MergedId, ct));
        Demand(merge, survivor);
        var moved = JsonSerializer.Deserialize<Moved>(merge.Moved, SpmisJson.Options) ?? throw new InvalidOperationException($"Merge {merge.Id} has lost what it moved.");
        await BackAsync(survivor, merged, moved, ct);
        (merge.UndoneAt, merge.UndoneBy) = (change.Now, change.Actor.Name);
        await ApartAsync(merge, change, ct);

        // Where an area says nothing a record goes back to the office it had: the merged one always, the survivor when it gives back the address it took over.
        merged.Office = await db.OfficeOfAsync(merged.AreaId, ct) ?? (moved.Offices is { } former ? former.Merged : merged.Office);
        survivor.Office = await db.OfficeOfAsync(survivor.AreaId, ct) ?? (moved.Offices is { } before && survivor.District is null ? before.Survivor : survivor.Office);
        (survivor.Version, merged.Version) = (survivor.Version + 1, merged.Version + 1);
        await PersonKeyRows.RewriteAsync(db, [survivor, merged], ct);
        await MergedRestrictions.BackAsync(db, merge, ct);
        db.PublishForClearance(new MergeUndone { MergeId = merge.Id, SurvivorId = survivor.Id, MergedIds = [merged.Id] });
        var followers = await db.TakeAlongAsync([survivor, merged], ct);
        db.PublishForClearance(new PersonsRecorded { Persons = [survivor.ToFacts(), merged.ToFacts(), .. followers.Select(p => p.ToFacts())] });
    }

    internal static void Demand(Merge merge, Person survivor)
    {
        if (merge.UndoneAt is not null)
        {
            throw new Refused("merge.undone-already", $"This merge was undone already by {merge.UndoneBy}.");
        }

        if (survivor.MergedIntoId is not null)
        {
            throw new Refused("merge.later-merge", $"{survivor.Number} was itself merged into another record later; undo that merge first.");
        }
    }

    private async Task BackAsync(Person survivor, Person merged, Moved moved, CancellationToken ct)
    {
        foreach (var identifier in await db.Identifiers.Where(i => moved.Identifiers.Contains(i.Id)).ToListAsync(ct))
        {
            identifier.PersonId = merged.Id;
        }

        foreach (var employment in await db.Employments.Where(e => moved.Employments.Contains(e.Id)).ToListAsync(ct))
        {
            employment.PersonId = merged.Id;
        }

        foreach (var answer in await db.FormAnswers.Where(a => moved.Answers.Contains(a.Id)).ToListAsync(ct))
        {
            answer.PersonId = merged.Id;
        }

        foreach (var consent in await db.Consents.Where(c => moved.Consents.Contains(c.Id)).ToListAsync(ct))
        {
            consent.PersonId = merged.Id;
        }

        await Objections.MovedObjections.BackAsync(db, moved.Objections, survivor.Id, merged.Id, ct);
        await PhotoBackAsync(survivor, merged, moved, ct);
        await Associations.MemberSpells.BackAsync(db, moved, merged.Id, ct);
        foreach (var membership in await db.HouseholdMembers.Where(m => moved.Memberships.Contains(m.Id)).ToListAsync(ct))
        {
            membership.PersonId = merged.Id;
        }

        foreach (var membership in await db.HouseholdMembers.Where(m => moved.EndedMemberships.Contains(m.Id)).ToListAsync(ct))
        {
            membership.To = null;
        }

        if (moved.Memberships.Count > 0 && survivor.HouseholdId == moved.HouseholdId)
        {
            (survivor.HouseholdId, survivor.HouseholdRole) = (null, null);
        }

        Survivorship.Empty(survivor, merged, moved.Filled);
        (merged.MergedIntoId, merged.HouseholdId, merged.HouseholdRole) = (null, moved.HouseholdId, moved.HouseholdRole);
    }

    /// <summary>The photograph goes back. One taken while the two were one stays only where the survivor's own consent covers it: nobody can say whose it is.</summary>
    private async Task PhotoBackAsync(Person survivor, Person merged, Moved moved, CancellationToken ct)
    {
        if (await db.Photos.SingleOrDefaultAsync(p => p.PersonId == survivor.Id, ct) is not { } photo)
        {
            return;
        }

        if (photo.Id == moved.Photo)
        {
            db.Remove(photo);
            db.Add(photo.As(merged.Id));
        }
        else if (!await db.Consents.AnyAsync(c => c.PersonId == survivor.Id && c.Purpose == KeepPhoto.Purpose && c.WithdrawnOn == null && !moved.Consents.Contains(c.Id), ct))
        {
            db.Remove(photo);
        }
    }

    /// <summary>An undone merge says that the two are different: the case of the pair says so from now on.</summary>
    private async Task ApartAsync(Merge merge, Change change, CancellationToken ct)
    {
        var (first, second) = merge.SurvivorId.CompareTo(merge.MergedId) <= 0 ? (merge.SurvivorId, merge.MergedId) : (merge.MergedId, merge.SurvivorId);
        var pair = await db.CasesAnywhere.SingleOrDefaultAsync(c => c.PersonAId == first && c.PersonBId == second, ct);
        pair?.Settle(CaseDecision.Different, change.Now, change.Actor.Name, $"Merge undone: {change.Reason}");
    }

    private async Task<Merge> FindAsync(string payload, CancellationToken ct)
    {
        var id = JsonSerializer.Deserialize<UndoInput>(payload, SpmisJson.Options)?.MergeId;
        return await db.Merges.SingleAsync(m => m.Id == id, ct);
    }
}

/// <summary>Which merge is to be undone.</summary>
internal sealed record UndoInput(Guid MergeId);

/// <summary>Puts the undoing of a merge up for approval by somebody else.</summary>
/// <param name="db">The register.</param>
/// <param name="fourEyes">Where it waits.</param>
public sealed class ProposeUndo(RegistrationDb db, FourEyes fourEyes)
{
    /// <summary>Proposes that a merged record stands alone again.</summary>
    /// <param name="mergedNumber">Registration number of the record that was merged into another.</param>
    /// <param name="change">Who, when and why.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">It is not merged, a later merge stands in the way, or no reason was given.</exception>
    public async Task<Proposal> HandleAsync(string mergedNumber, Change change, CancellationToken ct)
    {
        CorrectDetails.DemandReason(change);
        var merged = await db.FindPersonAsync(mergedNumber, ct);
        var merge = await db.Merges.Where(m => m.MergedId == merged.Id && m.UndoneAt == null).SingleOrDefaultAsync(ct)
            ?? throw new Refused("merge.none", $"{merged.Number} is not merged into another record.");
        UndoMerge.Demand(merge, await db.PersonsAnywhere.SingleAsync(p => p.Id == merge.SurvivorId, ct));
        return await fourEyes.ProposeAsync(RegistrationModule.ModuleName, UndoMerge.Act, merged.Number, $"Undo the merge of {merged.Number} ({merged.Name})", new UndoInput(merge.Id), change, ct);
    }
}
