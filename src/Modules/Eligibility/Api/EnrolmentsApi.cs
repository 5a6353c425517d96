using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Eligibility.Associations;
using Spmis.Eligibility.Enrolments;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;

namespace Spmis.Eligibility.Api;

/// <summary>Who is covered with a spell.</summary>
public sealed record DependantView(Guid Id, string PersonNumber, string Relation, DateOnly FromOn, DateOnly? ToOn)
{
    internal static DependantView Of(EnrolmentDependant d) => new(d.Id, d.PersonNumber, d.Relation, d.FromOn, d.ToOn);
}

/// <summary>A spell in a scheme.</summary>
public sealed record EnrolmentView(Guid Id, string PersonNumber, string Scheme, DateOnly StartOn, DateOnly? EndOn, string? EndedBecause, EnrolledBy How, string? Category, DateOnly CountsFrom, DateOnly? WaitingUntil, Guid? TransferredFromId, bool Derived, IReadOnlyList<DependantView> Dependants)
{
    internal static EnrolmentView Of(Enrolment e, IEnumerable<EnrolmentDependant> dependants) =>
        new(e.Id, e.PersonNumber, e.Scheme, e.StartOn, e.EndOn, e.EndedBecause, e.How, e.Category, e.CountsFrom, e.WaitingUntil, e.TransferredFromId, e.Derived, [.. dependants.Select(DependantView.Of)]);
}

/// <summary>The end of a spell or cover.</summary>
/// <param name="LastDay">The last day covered.</param>
/// <param name="Reason">In words the person will understand.</param>
public sealed record EnrolmentEnd(DateOnly LastDay, string? Reason);

/// <summary>A transfer.</summary>
/// <param name="Scheme">The new scheme.</param>
/// <param name="From">The first day in it.</param>
/// <param name="Reason">Why; null for "transferred".</param>
public sealed record EnrolmentTransfer(string Scheme, DateOnly From, string? Reason);

/// <summary>A dependant to cover.</summary>
public sealed record DependantRequest(string DependantNumber, string Relation, DateOnly FromOn);

/// <summary>The end of an agreement.</summary>
/// <param name="LastDay">Left out, today.</param>
/// <param name="Reason">Why.</param>
public sealed record AgreementEnd(DateOnly? LastDay, string? Reason);

internal static class EnrolmentsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName, may = "enrolments.record";
        api.MapGet("/persons/{number}/enrolments", ListAsync).Reads("eligibility.read").WithSummary("Spells of a person in schemes, newest first, with dependants");
        api.MapPost("/enrolments", async (NewEnrolment r, Enrol act, CurrentActor current, CancellationToken ct) => EnrolmentView.Of(await act.HandleAsync(r, current.Change("enrolments.record"), ct), []))
            .Writes(module, may).WithSummary("Enrols a person in a scheme");
        api.MapPost("/enrolments/{id:guid}/end", async (Guid id, EnrolmentEnd r, Enrol act, CurrentActor current, CancellationToken ct) =>
        {
            await act.EndAsync(id, r.LastDay, current.Change("enrolments.end", r.Reason), ct);
            return (object)new { id, r.LastDay };
        }).Writes(module, may).WithSummary("Ends a spell");
        api.MapPost("/enrolments/{id:guid}/transfer", async (Guid id, EnrolmentTransfer r, Enrol act, CurrentActor current, CancellationToken ct) => EnrolmentView.Of(await act.TransferAsync(id, r.Scheme, r.From, current.Change("enrolments.transfer", r.Reason), ct), []))
            .Writes(module, may).WithSummary("Moves a person to another scheme without losing months");
        api.MapPost("/enrolments/{id:guid}/dependants", async (Guid id, DependantRequest r, CoverDependant act, CurrentActor current, CancellationToken ct) =>
                DependantView.Of(await act.HandleAsync(new NewDependant(id, r.DependantNumber, r.Relation, r.FromOn), current.Change("dependants.cover"), ct)))
            .Writes(module, may).WithSummary("Covers a dependant with a spell");
        api.MapPost("/dependants/{id:guid}/end", async (Guid id, EnrolmentEnd r, CoverDependant act, CurrentActor current, CancellationToken ct) =>
        {
            await act.EndAsync(id, r.LastDay, current.Change("dependants.end", r.Reason), ct);
            return (object)new { id, r.LastDay };
        }).Writes(module, may).WithSummary("Ends the cover of a dependant");
        api.MapGet("/agreements", (AgreeScheme act, string? association, CancellationToken ct) => act.ListAsync(association, ct)).Reads("eligibility.read").WithSummary("Agreements of associations with schemes, the latest first");
        api.MapGet("/association/agreements", (ReadOwnAgreements read, CurrentActor current, CancellationToken ct) => read.HandleAsync(current.Actor, ct)).Reads(ReadOwnAgreements.Permission).WithSummary("The agreements of the association for which the program acts");
        api.MapGet("/association/enrolments", (ReadOwnAgreements read, CurrentActor current, string? q, string? after, int? limit, CancellationToken ct) => read.MembersAsync(current.Actor, q, after, limit ?? 25, ct)).Reads(ReadOwnAgreements.Permission).WithSummary("Its members who are enrolled in schemes by their membership, by registration number");
        api.MapPost("/agreements", async (NewAgreement r, AgreeScheme act, CurrentActor current, CancellationToken ct) => ProposalView.Of(await act.ProposeAsync(r, current.Change(AgreeScheme.Act), ct)))
            .Writes(module, "enrolments.agree").WithSummary("Prepares an agreement, by which the association's members are enrolled in the scheme; another person approves it");
        api.MapPost("/agreements/{id:guid}/end", async (Guid id, AgreementEnd r, EndAgreement act, CurrentActor current, CancellationToken ct) => ProposalView.Of(await act.ProposeAsync(id, r.LastDay, current.Change(EndAgreement.Act, r.Reason), ct)))
            .Writes(module, "enrolments.agree").WithSummary("Prepares the end of an agreement, and of the enrolments by it; another person approves it");
        api.MapGet("/agreements/approvals", (Approvals approvals, CancellationToken ct) => SchemesApi.OpenAsync(approvals, Approvals.OfAgreements, ct)).Reads("eligibility.read").WithSummary("Agreements, and their ends, that wait for a second person");
        api.MapPost("/agreements/approvals/{id:long}", (long id, ApprovalRequest how, Approvals approvals, CurrentActor current, CancellationToken ct) => SchemesApi.DecideAsync(id, how, Approvals.OfAgreements, approvals, current, ct))
            .Writes(module, "enrolments.approve").WithSummary("Approves or rejects an agreement, or an end, that somebody else prepared");
    }

    private static async Task<IReadOnlyList<EnrolmentView>> ListAsync(string number, PersonFile file, FindEnrolments find, CancellationToken ct)
    {
        var (spells, dependants) = await find.OfAsync((await file.OfAsync(number, ct)).Person.PersonId, ct);
        return [.. spells.Select(e => EnrolmentView.Of(e, dependants[e.Id]))];
    }
}
