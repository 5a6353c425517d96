using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Enrolments;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Eligibility.Copies;

/// <summary>Moves the awards of merged records to the survivor; a second one of the same scheme is stopped until a person has looked at it.</summary>
public sealed class FollowMerges(EligibilityDb db, SettleOwners owners, DeriveEnrolments enrolments) : Consumer<EligibilityDb, PersonsMerged>
{
    /// <inheritdoc />
    public override async Task HandleAsync(PersonsMerged message, Change change, CancellationToken ct)
    {
        // When the undoing came first its rows stand, and nothing moves.
        var known = await db.Merges.Where(m => m.MergeId == message.MergeId).Select(m => m.MergedId).ToListAsync(ct);
        db.Merges.AddRange(message.MergedIds.Distinct().Except(known).Select(id => new PersonMerge { MergeId = message.MergeId, MergedId = id, SurvivorId = message.SurvivorId }));
        await db.SaveAsync(change, ct);
        await owners.HandleAsync([.. message.MergedIds, message.SurvivorId], change, ct);
        await enrolments.HandleAsync([.. message.MergedIds, message.SurvivorId], null, change, ct);
    }
}

/// <summary>Gives the awards back to the records that stand alone again.</summary>
public sealed class FollowUndoneMerges(EligibilityDb db, SettleOwners owners, DeriveEnrolments enrolments) : Consumer<EligibilityDb, MergeUndone>
{
    /// <inheritdoc />
    public override async Task HandleAsync(MergeUndone message, Change change, CancellationToken ct)
    {
        var rows = await db.Merges.Where(m => m.MergeId == message.MergeId).ToListAsync(ct);
        rows.ForEach(r => r.Undone = true);
        db.Merges.AddRange(message.MergedIds.Distinct().Except(rows.Select(r => r.MergedId))
            .Select(id => new PersonMerge { MergeId = message.MergeId, MergedId = id, SurvivorId = message.SurvivorId, Undone = true }));
        await db.SaveAsync(change, ct);
        await owners.HandleAsync([.. message.MergedIds, message.SurvivorId], change, ct);
        await enrolments.HandleAsync([.. message.MergedIds, message.SurvivorId], null, change, ct);
    }
}
