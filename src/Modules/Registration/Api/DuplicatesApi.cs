using Microsoft.EntityFrameworkCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Imports;

namespace Spmis.Registration.Api;

/// <summary>An officer's answer to a case.</summary>
/// <param name="Answer">same, different or unsure.</param>
/// <param name="Survivor">For the same person: which record stays in use; empty lets the rule choose.</param>
/// <param name="Reason">Why.</param>
public sealed record ReviewBody(ReviewAnswer Answer, string? Survivor, string? Reason);

/// <summary>A merge to propose.</summary>
/// <param name="Survivor">Registration number of the record that stays in use.</param>
/// <param name="Merged">Registration number of the record that will point to it.</param>
/// <param name="Reason">Why.</param>
public sealed record MergeBody(string Survivor, string Merged, string? Reason);

/// <summary>A merge to undo.</summary>
/// <param name="Merged">Registration number of the record that was merged into another.</param>
/// <param name="Reason">Why.</param>
public sealed record UndoBody(string Merged, string? Reason);

/// <summary>The certain merges to propose.</summary>
/// <param name="Threshold">Least probability; 0.999 when empty.</param>
public sealed record CertainBody(double? Threshold);

/// <summary>A round to start.</summary>
/// <param name="Full">The whole register; else changed records only.</param>
public sealed record RoundBody(bool Full);

/// <summary>A decision on a proposal.</summary>
/// <param name="Approve">Whether it is approved.</param>
/// <param name="Reason">Why; a rejection needs it.</param>
public sealed record DecisionBody(bool Approve, string? Reason);

/// <summary>What waits for a second person.</summary>
/// <param name="ProposalId">The proposal; null when nothing waits.</param>
/// <param name="Title">What it does.</param>
public sealed record ProposalAnswer(long? ProposalId, string? Title)
{
    /// <summary>After a decision: whether it was done, or which step is due.</summary>
    public StepTaken? Taken { get; init; }
}

/// <summary>Endpoints for duplicates and merges.</summary>
internal static class DuplicatesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/duplicates", (ListCases act, Guid? after, int? limit, CancellationToken ct) => act.HandleAsync(after, limit ?? 25, ct)).Reads(May.ReviewDuplicates).WithSummary("The review queue, likeliest first.");
        api.MapGet("/duplicates/{id:guid}", CaseAsync).Reads(May.ReviewDuplicates).WithSummary("A case with its reasons.");
        api.MapPost("/duplicates/{id:guid}/review", ReviewAsync).Writes(RegistrationModule.ModuleName, May.ReviewDuplicates).WithSummary("Answer a case.");
        api.MapPost("/duplicates/rounds", RoundAsync).Writes(RegistrationModule.ModuleName, May.ReviewDuplicates).WithSummary("Look for duplicates.");
        api.MapPost("/merges", MergeAsync).Writes(RegistrationModule.ModuleName, May.ReviewDuplicates).WithSummary("Propose a merge.");
        api.MapPost("/merges/certain", CertainAsync).Writes(RegistrationModule.ModuleName, May.ReviewDuplicates).WithSummary("Propose all certain merges at once.");
        api.MapPost("/merges/undo", UndoAsync).Writes(RegistrationModule.ModuleName, May.ReviewDuplicates).WithSummary("Propose to undo a merge.");
        api.MapPost("/proposals/{id:long}/decision", DecideMergeAsync).Writes(RegistrationModule.ModuleName, May.ApproveMerges).WithSummary("Approve or reject a merge, or its undoing, that somebody else prepared.");
        api.MapPost("/changes/{id:long}/decision", DecideChangeAsync).Writes(RegistrationModule.ModuleName, May.ApproveChanges).WithSummary("Approve or reject a change of a person's details that somebody else asked for.");
        api.MapPost("/censuses/{id:long}/decision", DecideCensusAsync).Writes(RegistrationModule.ModuleName, May.ApproveCensuses).WithSummary("Approve or reject the differences of a census that somebody else prepared.");
    }

    private static async Task<CaseView> CaseAsync(ListCases act, IdentifierMask mask, Guid id, CancellationToken ct)
    {
        var view = await act.ReadAsync(id, ct);
        return await mask.SeesAllAsync() ? view : view.Masked();
    }

    private static async Task<ProposalAnswer> ReviewAsync(ReviewDuplicate act, CurrentActor actor, Guid id, ReviewBody body, CancellationToken ct) =>
        Answer(await act.HandleAsync(id, body.Answer, body.Survivor, actor.Change("duplicates.review", body.Reason), ct));

    private static async Task<ProposalAnswer> MergeAsync(ProposeMerge act, CurrentActor actor, MergeBody body, CancellationToken ct) =>
        Answer(await act.HandleAsync(body.Survivor, body.Merged, actor.Change("persons.merge.propose", body.Reason), ct));

    private static async Task<ProposalAnswer> CertainAsync(ProposeCertainMerges act, CurrentActor actor, CertainBody body, CancellationToken ct) =>
        Answer(await act.HandleAsync(body.Threshold ?? ProposeCertainMerges.DefaultThreshold, actor.Change("persons.merge-certain.propose"), ct));

    private static async Task<ProposalAnswer> UndoAsync(ProposeUndo act, CurrentActor actor, UndoBody body, CancellationToken ct) =>
        Answer(await act.HandleAsync(body.Merged, actor.Change("persons.undo-merge.propose", body.Reason), ct));

    private static async Task<RunAnswer> RoundAsync(FindDuplicates act, ReadRun runs, CurrentActor actor, RoundBody body, CancellationToken ct) =>
        RunAnswer.Of(await runs.HandleAsync(await act.HandleAsync(body.Full, actor.Change("duplicates.find"), ct), ct));

    private static Task<ProposalAnswer> DecideMergeAsync(FourEyes act, RegistrationDb db, CurrentActor actor, long id, DecisionBody body, CancellationToken ct) => DecideAsync((act, db, actor), May.ApproveMerges, id, body, ct);

    private static Task<ProposalAnswer> DecideChangeAsync(FourEyes act, RegistrationDb db, CurrentActor actor, long id, DecisionBody body, CancellationToken ct) => DecideAsync((act, db, actor), May.ApproveChanges, id, body, ct);

    private static Task<ProposalAnswer> DecideCensusAsync(FourEyes act, RegistrationDb db, CurrentActor actor, long id, DecisionBody body, CancellationToken ct) => DecideAsync((act, db, actor), May.ApproveCensuses, id, body, ct);

    /// <summary>A route decides only what its own permission covers: another one may ask the person to show again who they are.</summary>
    private static async Task<ProposalAnswer> DecideAsync((FourEyes Act, RegistrationDb Db, CurrentActor Actor) with, string permission, long id, DecisionBody body, CancellationToken ct)
    {
        var (act, db, actor) = with;
        if (await db.Proposals.Where(p => p.Id == id).Select(p => p.Act).SingleOrDefaultAsync(ct) is not { } what || act.PermissionOf(RegistrationModule.ModuleName, what) != permission)
        {
            throw new Refused("proposal.unknown", $"There is no proposal {id} of this kind.");
        }

        Change change = actor.Change("proposals.decide", body.Reason);
        var taken = await (body.Approve ? act.ApproveAsync(RegistrationModule.ModuleName, id, change, ct) : act.RejectAsync(RegistrationModule.ModuleName, id, change, ct));
        return new ProposalAnswer(id, taken.Applied ? "approved" : body.Approve ? "step approved" : "rejected") { Taken = taken };
    }

    private static ProposalAnswer Answer(Proposal? proposal) => new(proposal?.Id, proposal?.Title);
}
