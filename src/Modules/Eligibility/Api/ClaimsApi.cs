using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;

namespace Spmis.Eligibility.Api;

/// <summary>How a claim opened by an event, or taken back, is claimed.</summary>
public sealed record ConfirmationRequest(DateOnly FiledOn, ClaimChannel? Channel, string? BroughtBy, string? LateBecause);

/// <summary>Why something is done, in words the person will understand.</summary>
public sealed record BecauseRequest(string? Reason);

/// <summary>Up to which day to look for claims that fall due, and from which.</summary>
public sealed record DueRequest(DateOnly Through, DateOnly? Since);

/// <summary>A case of survivors with its claims.</summary>
public sealed record CaseView(string Number, string Scheme, string InsuredNumber, DateOnly DiedOn, DateTime OpenedAt, string OpenedBy, DateTime? FellAwayAt, IReadOnlyList<ClaimView> Claims);

internal static class ClaimsApi
{
    private const int MostOfACase = 100;

    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName;
        api.MapPost("/claims/{number}/confirmation", ConfirmAsync).Writes(module, "claims.file").WithSummary("Claims what an event opened, or takes up again what was taken back");
        api.MapPost("/claims/{number}/closing", CloseAsync).Writes(module, "claims.file").WithSummary("The claimant takes the claim back, or what opened it fell away");
        api.MapPost("/claims/due", async (DueRequest r, OpenDueClaims act, CurrentActor current, CancellationToken ct) => (object)new { runs = await act.HandleAsync(r.Through, r.Since, current.Change(OpenDueWorker.RunKind), ct) })
            .Writes(module, "claims.file").WithSummary("Opens claims for those for whom a package's condition began to hold, such as an age reached");
        api.MapGet("/claims/cases/{number}", CaseAsync).Reads("eligibility.read").WithSummary("A case of survivors with its claims");
    }

    private static async Task<ClaimView> ConfirmAsync(string number, ConfirmationRequest r, ConfirmClaim act, CurrentActor current, CancellationToken ct) => ClaimView.Of(await act.HandleAsync(
        new Confirmation { Number = number, FiledOn = r.FiledOn, Channel = r.Channel, BroughtBy = r.BroughtBy, LateBecause = r.LateBecause }, current.Change("claims.confirm"), ct));

    private static async Task<ClaimView> CloseAsync(string number, BecauseRequest r, CloseClaim act, EligibilityDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(number, current.Change("claims.close", r.Reason), ct);
        return ClaimView.Of(await ClaimQueries.ByNumberAsync(db, number, ct));
    }

    private static async Task<CaseView> CaseAsync(string number, EligibilityDb db, CancellationToken ct)
    {
        var found = await db.SurvivorCases.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, ct) ?? throw new Refused("case.unknown", $"There is no case {number}.", "number");
        var claims = await db.Claims.AsNoTracking().Where(c => c.CaseId == found.Id).OrderBy(c => c.Number).Take(MostOfACase).ToListAsync(ct);
        return new CaseView(found.Number, found.Scheme, found.InsuredNumber, found.DiedOn, found.OpenedAt, found.OpenedBy, found.FellAwayAt, [.. claims.Select(ClaimView.Of)]);
    }
}
