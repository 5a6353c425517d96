using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Identity.Offices;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;

namespace Spmis.Identity.Api;

/// <summary>An office as the API gives it.</summary>
public sealed record OfficeAnswer(string Code, string Name, string? Parent, bool Nation, DateOnly OpenedOn, DateOnly? ClosedOn, long Version)
{
    internal static OfficeAnswer Of(Office o) => new(o.Code, o.Name, o.ParentCode, o.Nation, o.OpenedOn, o.ClosedOn, o.Version);
}

/// <summary>A new office.</summary>
/// <param name="Code">Capital letters, digits and dashes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parent">Code of the office above.</param>
/// <param name="Nation">It serves the whole country.</param>
public sealed record NewOfficeBody(string? Code, string? Name, string? Parent, bool Nation);

/// <summary>An office as it should be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parent">Code of the office above.</param>
/// <param name="Nation">It serves the whole country.</param>
/// <param name="Version">The version that was read.</param>
public sealed record OfficeBody(string? Name, string? Parent, bool Nation, long Version);

/// <summary>The version that was read.</summary>
/// <param name="Version">It.</param>
public sealed record CloseOfficeBody(long Version);

/// <summary>Endpoints for offices.</summary>
internal static class OfficesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/offices", async (OfficeTree tree, CancellationToken ct) => (await tree.AllAsync(ct)).Select(OfficeAnswer.Of).ToList()).Reads("offices.read").WithSummary("All offices, by code; at most 5,000.");
        api.MapPost("/offices", async (ChangeOffices act, CurrentActor actor, NewOfficeBody body, CancellationToken ct) => OfficeAnswer.Of(await act.OpenAsync(new OfficeInput { Code = body.Code ?? "", Name = body.Name, Parent = body.Parent, Nation = body.Nation }, actor.Change("offices.open"), ct)))
            .Writes(IdentityModule.ModuleName, "offices.manage").WithSummary("Open an office.");
        api.MapPut("/offices/{code}", async (ChangeOffices act, CurrentActor actor, string code, OfficeBody body, CancellationToken ct) => OfficeAnswer.Of(await act.ChangeAsync(new OfficeInput { Code = code, Name = body.Name, Parent = body.Parent, Nation = body.Nation }, body.Version, actor.Change("offices.change"), ct)))
            .Writes(IdentityModule.ModuleName, "offices.manage").WithSummary("Rename an office, move it in the tree, or change its reach.");
        api.MapPost("/offices/{code}/close", async (ChangeOffices act, CurrentActor actor, string code, CloseOfficeBody body, CancellationToken ct) => OfficeAnswer.Of(await act.CloseAsync(code, body.Version, actor.Change("offices.close"), ct)))
            .Writes(IdentityModule.ModuleName, "offices.manage").WithSummary("Close an office.");
    }
}
