using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Registration.Areas;

namespace Spmis.Registration.Api;

/// <summary>An area as the API gives it.</summary>
public sealed record AreaAnswer(string Code, string Name, string Level, DateOnly? From, DateOnly? Until, IReadOnlyList<AreaLine> Above, IReadOnlyList<AreaLine> Inside, IReadOnlyList<AreaLine> Successors, IReadOnlyList<string> FormerNames, int Persons, int Employers, string? Office)
{
    internal static AreaAnswer Of(AreaRecord r) => new(r.Area.Code, r.Area.Name, r.Area.Level, r.Area.From, r.Area.Until, r.Above, r.Inside, r.Successors, [.. r.Names.Select(n => n.Name)], r.Persons, r.Employers, r.Area.Office);
}

/// <summary>A new name.</summary>
/// <param name="Name">The name.</param>
/// <param name="On">First day of it.</param>
/// <param name="Reason">Why.</param>
public sealed record RenameAreaBody(string? Name, DateOnly On, string? Reason);

/// <summary>A merger.</summary>
/// <param name="Into">Code or name path of the area that stays.</param>
/// <param name="On">First day of it.</param>
/// <param name="Reason">Why.</param>
public sealed record MergeAreaBody(string? Into, DateOnly On, string? Reason);

/// <summary>A split.</summary>
/// <param name="Parts">The new areas.</param>
/// <param name="On">First day of it.</param>
/// <param name="Reason">Why.</param>
public sealed record SplitAreaBody(IReadOnlyList<NewPart>? Parts, DateOnly On, string? Reason);

/// <summary>The office that serves an area.</summary>
/// <param name="Office">Its code.</param>
/// <param name="On">First day of it.</param>
/// <param name="Reason">Why.</param>
public sealed record ServeAreaBody(string? Office, DateOnly On, string? Reason);

/// <summary>The run that carries the people along.</summary>
/// <param name="Run">Its number.</param>
public sealed record CarriedAnswer(long Run);

/// <summary>Endpoints for the area tree.</summary>
internal static class AreasApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/areas", (BrowseAreas act, string? q, int? limit, CancellationToken ct) => act.HandleAsync(q, limit ?? 50, ct)).Reads(May.ReadPersons).WithSummary("Areas by code or the beginning of a name; without words those at the top.");
        api.MapGet("/areas/{code}", async (BrowseAreas act, string code, CancellationToken ct) => AreaAnswer.Of(await act.ReadAsync(code, ct))).Reads(May.ReadPersons).WithSummary("An area with what lies above and in it.");
        api.MapPost("/areas/{code}/rename", async (ChangeAreas act, CurrentActor actor, string code, RenameAreaBody body, CancellationToken ct) => new CarriedAnswer(await act.RenameAsync(code, body.Name, body.On, actor.Change("areas.rename", body.Reason), ct)))
            .Writes(RegistrationModule.ModuleName, May.ManageAreas).WithSummary("Rename an area; its code stays.");
        api.MapPost("/areas/{code}/merge", async (ChangeAreas act, CurrentActor actor, string code, MergeAreaBody body, CancellationToken ct) => new CarriedAnswer(await act.MergeAsync(code, body.Into, body.On, actor.Change("areas.merge", body.Reason), ct)))
            .Writes(RegistrationModule.ModuleName, May.ManageAreas).WithSummary("Merge an area into another of its level.");
        api.MapPost("/areas/{code}/office", async (ChangeAreas act, CurrentActor actor, string code, ServeAreaBody body, CancellationToken ct) => new CarriedAnswer(await act.ServeAsync(code, body.Office, body.On, actor.Change("areas.serve", body.Reason), ct)))
            .Writes(RegistrationModule.ModuleName, May.ManageAreas).WithSummary("Say which office serves an area and all that lies in it.");
        api.MapPost("/areas/{code}/split", async (ChangeAreas act, CurrentActor actor, string code, SplitAreaBody body, CancellationToken ct) => new CarriedAnswer(await act.SplitAsync(code, body.Parts ?? [], body.On, actor.Change("areas.split", body.Reason), ct)))
            .Writes(RegistrationModule.ModuleName, May.ManageAreas).WithSummary("Split an area into new ones.");
    }
}
