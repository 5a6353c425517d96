using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Registration.Persons;
using Spmis.Registration.Restrictions;

namespace Spmis.Registration.Api;

/// <summary>A restriction to be approved.</summary>
/// <param name="Kind">protectedPerson, staff, publicInterest or other.</param>
/// <param name="Reason">Why.</param>
/// <param name="From">First day; today when empty.</param>
/// <param name="Until">Last day; empty while no end is known.</param>
public sealed record RestrictionBody(RestrictionKind? Kind, string? Reason, DateOnly? From = null, DateOnly? Until = null);

/// <summary>Why a record is to be open again.</summary>
/// <param name="Reason">Why.</param>
public sealed record LiftingBody(string? Reason);

/// <summary>A restriction that is not lifted.</summary>
public sealed record RestrictionLine(RestrictionKind Kind, string Reason, DateOnly From, DateOnly? Until, DateTime PlacedAt, string PlacedBy);

/// <summary>What waits for a second person.</summary>
public sealed record RestrictionProposed(long Proposal);

/// <summary>Endpoints for restricted records.</summary>
internal static class RestrictionsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/persons/{number}/restrictions", async (ReadPerson act, string number, CancellationToken ct) =>
            (await act.HandleAsync(number, ct)).Restrictions.Select(r => new RestrictionLine(r.Kind, r.Reason, r.From, r.Until, r.PlacedAt, r.PlacedBy)))
            .Reads(May.ReadRestricted).WithSummary("Restrictions of a person's record that are not lifted.");
        api.MapPost("/persons/{number}/restrictions", async (ProposeRestriction act, CurrentActor actor, string number, RestrictionBody body, CancellationToken ct) =>
        {
            var kind = body.Kind ?? throw new Refused("restriction.kind", "Say why: protectedPerson, staff, publicInterest or other.", nameof(body.Kind));
            return new RestrictionProposed((await act.HandleAsync(number, new NewRestriction(kind, body.From, body.Until), actor.Change("persons.restrict.propose", body.Reason), ct)).Id);
        }).Writes(RegistrationModule.ModuleName, May.RestrictPersons).WithSummary("Ask that access to a person's record is restricted; a second person approves it.");
        api.MapPost("/persons/{number}/restrictions/lifting", async (ProposeLifting act, CurrentActor actor, string number, LiftingBody body, CancellationToken ct) =>
            new RestrictionProposed((await act.HandleAsync(number, actor.Change("persons.lift-restriction.propose", body.Reason), ct)).Id))
            .Writes(RegistrationModule.ModuleName, May.RestrictPersons).WithSummary("Ask that a restricted record is open again; a second person approves it.");
    }
}
