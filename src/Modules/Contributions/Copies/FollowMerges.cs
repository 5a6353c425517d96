using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Contributions.Credits;
using Spmis.Contributions.DayWork;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Contributions.Copies;

/// <summary>Months of merged records go to the survivor.</summary>
public sealed class MoveMonthsOnMerge(ContributionsDb db, Merges merges, RecountYears recount) : Consumer<ContributionsDb, PersonsMerged>
{
    public override async Task HandleAsync(PersonsMerged message, Change change, CancellationToken ct)
    {
        var known = await db.Set<PersonMerge>().Where(m => m.MergeId == message.MergeId).Select(m => m.MergedId).ToListAsync(ct);
        if (known.Count > 0)
        {
            return; // The undoing arrived first.
        }

        db.AddRange(message.MergedIds.Select(id => new PersonMerge { MergeId = message.MergeId, MergedId = id, SurvivorId = message.SurvivorId }));
        await db.SaveAsync(change, ct);
        await new MoveMonths(db, merges, recount).Async([.. message.MergedIds, message.SurvivorId], change, ct);
    }
}

/// <summary>Months go back to the records they were declared for.</summary>
public sealed class MoveMonthsBackOnUndo(ContributionsDb db, Merges merges, RecountYears recount) : Consumer<ContributionsDb, MergeUndone>
{
    public override async Task HandleAsync(MergeUndone message, Change change, CancellationToken ct)
    {
        var rows = await db.Set<PersonMerge>().Where(m => m.MergeId == message.MergeId).ToListAsync(ct);
        if (rows.Count == 0)
        {
            db.AddRange(message.MergedIds.Select(id => new PersonMerge { MergeId = message.MergeId, MergedId = id, SurvivorId = message.SurvivorId, Undone = true }));
            return;
        }

        // Whose months lie with the survivor (or with whom the survivor itself was merged into) before the undoing.
        var before = await merges.RootsAsync([message.SurvivorId], ct);
        rows.ForEach(r => r.Undone = true);
        await db.SaveAsync(change, ct);
        await new MoveMonths(db, merges, recount).Async([.. message.MergedIds, message.SurvivorId, before[message.SurvivorId]], change, ct);
    }
}

/// <summary>Puts every contribution of the persons touched to the record it belongs to now.</summary>
internal sealed class MoveMonths(ContributionsDb db, Merges merges, RecountYears recount)
{
    public async Task Async(IReadOnlyCollection<Guid> touched, Change change, CancellationToken ct)
    {
        var holders = touched.Distinct().ToList();
        var declared = await db.Set<Contribution>().Where(c => holders.Contains(c.PersonId) || holders.Contains(c.DeclaredPersonId))
            .Select(c => new { c.DeclaredPersonId, c.PersonId }).Distinct().ToListAsync(ct);
        declared = [.. declared.Concat(await db.Set<Credit>().Where(c => holders.Contains(c.PersonId) || holders.Contains(c.DeclaredPersonId)).Select(c => new { c.DeclaredPersonId, c.PersonId }).Distinct().ToListAsync(ct)).Distinct()];
        declared = [.. declared.Concat(await db.Set<ContributionPlan>().Where(p => holders.Contains(p.PersonId) || holders.Contains(p.DeclaredPersonId)).Select(p => new { p.DeclaredPersonId, p.PersonId }).Distinct().ToListAsync(ct)).Distinct()];
        var roots = await merges.RootsAsync([.. declared.Select(d => d.DeclaredPersonId)], ct);
        var members = await merges.MembersAsync([.. (await merges.RootsAsync(holders, ct)).Values.Distinct()], ct);
        await new WorkerDays(db).RecountAsync(members, ct);
        var moved = 0;
        foreach (var group in declared.Where(d => roots[d.DeclaredPersonId] != d.PersonId).GroupBy(d => roots[d.DeclaredPersonId]))
        {
            var (root, persons) = (group.Key, group.Select(g => g.DeclaredPersonId).Distinct().ToList());
            moved += await db.Set<Contribution>().Where(c => persons.Contains(c.DeclaredPersonId) && c.PersonId != root)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.PersonId, root), ct);
            moved += await db.Set<SubsidyShare>().Where(c => persons.Contains(c.DeclaredPersonId) && c.PersonId != root)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.PersonId, root), ct);
            moved += await db.Set<ContributionPlan>().Where(p => persons.Contains(p.DeclaredPersonId) && p.PersonId != root)
                .ExecuteUpdateAsync(s => s.SetProperty(p => p.PersonId, root), ct);
            moved += await db.Set<PlanMonth>().Where(m => persons.Contains(m.DeclaredPersonId) && m.PersonId != root)
                .ExecuteUpdateAsync(s => s.SetProperty(m => m.PersonId, root), ct);
            moved += await db.Set<Credit>().Where(c => persons.Contains(c.DeclaredPersonId) && c.PersonId != root)
                .ExecuteUpdateAsync(s => s.SetProperty(c => c.PersonId, root), ct);
        }

        if (moved > 0)
        {
            db.RecordBulk(change, nameof(Contribution), "merge", new { moved, persons = holders });
            var persons = declared.SelectMany(d => new[] { d.PersonId, roots[d.DeclaredPersonId] }).Distinct().ToList();
            await recount.AllYearsAsync(persons, change, ct);
        }
    }
}
