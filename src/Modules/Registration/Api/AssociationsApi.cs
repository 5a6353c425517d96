using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Registration.Associations;
using Spmis.Registration.Imports;

namespace Spmis.Registration.Api;

/// <summary>An association as the API takes it.</summary>
/// <param name="Name">Registered name.</param>
/// <param name="Kind">cooperative, mutual, union or other.</param>
/// <param name="Reference">Its number in the public register of such bodies.</param>
/// <param name="Area">Area of the seat: its code, or names from above with slashes.</param>
/// <param name="District">District of the seat.</param>
/// <param name="Contact">Who answers for it.</param>
/// <param name="Phone">Telephone.</param>
/// <param name="Email">E-mail address.</param>
public sealed record AssociationBody(string? Name, string? Kind, string? Reference, string? Area, string? District, string? Contact, string? Phone, string? Email);

/// <summary>An association as the API gives it.</summary>
public sealed record AssociationAnswer(string Number, string Name, string Kind, string? Reference, string? District, string? Contact, string? Phone, string? Email, DateOnly NextCensusOn, DateOnly? ClosedOn, string? ClosedFor, long Version)
{
    internal static AssociationAnswer Of(Association a) => new(a.Number, a.Name, Association.WordOf(a.Kind), a.Reference, a.District, a.Contact, a.Phone, a.Email, a.NextCensusOn, a.ClosedOn, a.ClosedFor, a.Version);
}

/// <summary>A change of an association.</summary>
/// <param name="Version">The version that was looked at.</param>
/// <param name="Reason">Why.</param>
/// <param name="Details">All of it as it should be.</param>
public sealed record AssociationChangeBody(long? Version, string? Reason, AssociationBody Details);

/// <summary>The closing of an association.</summary>
/// <param name="On">Its last day; left out, today.</param>
/// <param name="Reason">Why.</param>
/// <param name="Evidence">Such as the notice of the public register.</param>
public sealed record ClosingBody(DateOnly? On, string? Reason, string? Evidence);

/// <summary>The taking back of a closing.</summary>
/// <param name="Reason">Why.</param>
public sealed record ReopeningBody(string? Reason);

/// <summary>Who becomes a member.</summary>
/// <param name="Person">Registration number.</param>
/// <param name="MemberNumber">The member's number in the association.</param>
/// <param name="Role">member or leader.</param>
/// <param name="From">First day; left out, today.</param>
public sealed record MemberBody(string? Person, string? MemberNumber, string? Role, DateOnly? From);

/// <summary>The end of a membership.</summary>
/// <param name="Until">Last day; left out, today.</param>
/// <param name="Reason">left, died or error.</param>
public sealed record MemberEndBody(DateOnly? Until, string? Reason);

/// <summary>A membership just begun.</summary>
public sealed record MemberAnswer(Guid Id);

/// <summary>The days of a census.</summary>
/// <param name="ReferenceDay">The day of which the list speaks.</param>
/// <param name="DueOn">The day by which the list must be here.</param>
public sealed record CensusBody(DateOnly? ReferenceDay, DateOnly? DueOn);

/// <summary>The wish to settle a census.</summary>
/// <param name="UnclearAreNobodys">Lines nobody could be known by hide no member.</param>
/// <param name="Reason">Why.</param>
public sealed record SettleBody(bool UnclearAreNobodys, string? Reason);

/// <summary>A census as the API gives it.</summary>
public sealed record CensusAnswer(Guid Id, DateOnly ReferenceDay, DateOnly DueOn, string State, IReadOnlyDictionary<CensusVerdict, int>? Counts);

/// <summary>Endpoints for associations.</summary>
internal static class AssociationsApi
{
    private const long LargestUpload = 256L * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/associations", async (ReadAssociation act, string? q, DateOnly? censusDueBy, int? limit, CancellationToken ct) => (await act.FindAsync(q, censusDueBy, limit ?? 25, ct)).Select(AssociationAnswer.Of))
            .Reads(May.ReadAssociations).WithSummary("Find associations by number or the beginning of the name; with censusDueBy those whose census is due by that day.");
        api.MapGet("/associations/{number}", async (ReadAssociation act, string number, CancellationToken ct) => AssociationAnswer.Of(await act.HandleAsync(number, ct))).Reads(May.ReadAssociations).WithSummary("An association.");
        api.MapPost("/associations", RegisterAsync).Writes(RegistrationModule.ModuleName, May.KeepAssociations).WithSummary("Register an association.");
        api.MapPost("/associations/{number}/change", async (ChangeAssociation act, CurrentActor actor, string number, AssociationChangeBody body, CancellationToken ct) =>
        {
            await act.HandleAsync(number, body.Version, Told(body.Details), actor.Change("associations.change", body.Reason), ct);
            return new NumberAnswer(RegistrationDb.Digits(number));
        }).Writes(RegistrationModule.ModuleName, May.KeepAssociations).WithSummary("Change what is on record of an association.");
        api.MapPost("/associations/{number}/closing", async (CloseAssociation act, CurrentActor actor, string number, ClosingBody body, CancellationToken ct) =>
        {
            await act.HandleAsync(number, body.On, actor.Change("associations.close", body.Reason, body.Evidence), ct);
            return new NumberAnswer(RegistrationDb.Digits(number));
        }).Writes(RegistrationModule.ModuleName, May.KeepAssociations).WithSummary("Close an association; a run ends its memberships on that day.");
        api.MapPost("/associations/{number}/reopening", async (CloseAssociation act, CurrentActor actor, string number, ReopeningBody body, CancellationToken ct) =>
        {
            await act.ReopenAsync(number, actor.Change("associations.reopen", body.Reason), ct);
            return new NumberAnswer(RegistrationDb.Digits(number));
        }).Writes(RegistrationModule.ModuleName, May.KeepAssociations).WithSummary("Take a closing back; the memberships that it ended go on.");
        api.MapGet("/associations/{number}/members", async (ReadAssociation act, string number, bool? past, Guid? after, int? limit, CancellationToken ct) =>
            await act.MembersAsync((await act.HandleAsync(number, ct)).Id, past ?? false, after, limit ?? 25, ct)).Reads(May.ReadAssociations).WithSummary("Its members, or with past those whose membership ended.");
        api.MapPost("/associations/{number}/members", async (EnrolMember act, CurrentActor actor, string number, MemberBody body, CancellationToken ct) =>
            new MemberAnswer(await act.HandleAsync(number, new NewMember { Person = body.Person, MemberNumber = body.MemberNumber, Role = PersonBody.Choose(nameof(body.Role), body.Role, AssociationMember.Roles), From = body.From }, actor.Change("associations.enrol"), ct)))
            .Writes(RegistrationModule.ModuleName, May.KeepAssociations).WithSummary("Enrol a person.");
        api.MapPost("/associations/{number}/members/{id:guid}/end", EndAsync).Writes(RegistrationModule.ModuleName, May.KeepAssociations).WithSummary("End a membership.");
        api.MapPost("/associations/{number}/member-lists", ListAsync).Writes(RegistrationModule.ModuleName, May.KeepAssociations).TakesFiles(LargestUpload).DisableAntiforgery().WithSummary("Enrol the persons of a list (multipart, field 'file'). The same file twice is done once.");
        api.MapGet("/associations/{number}/censuses", async (ReadAssociation read, TakeCensus act, string number, CancellationToken ct) =>
            (await act.AllAsync((await read.HandleAsync(number, ct)).Id, ct)).Select(c => new CensusAnswer(c.Id, c.ReferenceDay, c.DueOn, c.State, null))).Reads(May.ReadAssociations).WithSummary("Its censuses, the latest first.");
        api.MapPost("/associations/{number}/censuses", async (TakeCensus act, CurrentActor actor, string number, CensusBody body, CancellationToken ct) =>
            new MemberAnswer(await act.OpenAsync(number, body.ReferenceDay, body.DueOn, actor.Change("censuses.open"), ct))).Writes(RegistrationModule.ModuleName, May.KeepAssociations).WithSummary("Open a census.");
        api.MapGet("/associations/{number}/censuses/{id:guid}", CensusAsync).Reads(May.ReadAssociations).WithSummary("A census with the counts of its verdicts.");
        api.MapGet("/associations/{number}/censuses/{id:guid}/lines", LinesAsync).Reads(May.ReadAssociations).WithSummary("Lines of one verdict: confirmed, new, gone or unclear.");
        api.MapPost("/associations/{number}/censuses/{id:guid}/list", CompareAsync).Writes(RegistrationModule.ModuleName, May.KeepAssociations).TakesFiles(LargestUpload).DisableAntiforgery().WithSummary("Compare a list with the members (multipart, field 'file').");
        api.MapPost("/associations/{number}/censuses/{id:guid}/settlement", async (ApproveCensus act, CurrentActor actor, string number, Guid id, SettleBody body, CancellationToken ct) =>
            await ProposedAsync(act, actor, number, id, body, ct)).Writes(RegistrationModule.ModuleName, May.KeepAssociations).WithSummary("Put the differences up for approval by somebody else.");
    }

    private static async Task<Created> RegisterAsync(RegisterAssociation act, CurrentActor actor, AssociationBody body, CancellationToken ct)
    {
        var number = await act.HandleAsync(Told(body), actor.Change("associations.register"), ct);
        return new Created($"/api/registration/associations/{number}", new NumberAnswer(number));
    }

    private static NewAssociation Told(AssociationBody body) => new()
    {
        Name = body.Name, Kind = PersonBody.Choose(nameof(body.Kind), body.Kind, Association.Kinds), Reference = body.Reference, Area = body.Area, District = body.District, Contact = body.Contact, Phone = body.Phone, Email = body.Email,
    };

    private static async Task<NumberAnswer> EndAsync(EnrolMember act, CurrentActor actor, string number, Guid id, MemberEndBody body, CancellationToken ct)
    {
        await act.EndAsync(number, id, body.Until, body.Reason, actor.Change("associations.end-membership"), ct);
        return new NumberAnswer(RegistrationDb.Digits(number));
    }

    private static async Task<RunAnswer> ListAsync(StartMemberList act, ReadRun runs, CurrentActor actor, string number, HttpRequest request, CancellationToken ct)
    {
        var file = await FileAsync(request, ct);
        await using var content = file.OpenReadStream();
        var started = await act.HandleAsync(number, content, file.FileName, actor.Change("associations.list"), ct);
        return RunAnswer.Of(await runs.HandleAsync(started.RunId, ct), started.SentBefore);
    }

    private static async Task<RunAnswer> CompareAsync(TakeCensus act, ReadRun runs, CurrentActor actor, string number, Guid id, HttpRequest request, CancellationToken ct)
    {
        var file = await FileAsync(request, ct);
        await using var content = file.OpenReadStream();
        var started = await act.ListAsync(number, id, content, file.FileName, actor.Change("censuses.list"), ct);
        return RunAnswer.Of(await runs.HandleAsync(started.RunId, ct), started.SentBefore);
    }

    private static async Task<CensusAnswer> CensusAsync(TakeCensus act, string number, Guid id, CancellationToken ct)
    {
        var (_, census) = await act.FindAsync(number, id, ct);
        return new CensusAnswer(census.Id, census.ReferenceDay, census.DueOn, census.State, await act.CountsAsync(id, ct));
    }

    private static async Task<IReadOnlyList<CensusLineShown>> LinesAsync(TakeCensus act, string number, Guid id, string? verdict, long? after, int? limit, CancellationToken ct)
    {
        await act.FindAsync(number, id, ct);
        return Enum.TryParse<CensusVerdict>(verdict ?? nameof(CensusVerdict.Gone), ignoreCase: true, out var what) && Enum.IsDefined(what)
            ? await act.LinesAsync(id, what, after ?? 0, limit ?? 25, ct)
            : throw new Refused("census.verdict", $"'{verdict}' is no verdict; use confirmed, new, gone or unclear.", "verdict");
    }

    private static async Task<ProposalAnswer> ProposedAsync(ApproveCensus act, CurrentActor actor, string number, Guid id, SettleBody body, CancellationToken ct)
    {
        var proposal = await act.ProposeAsync(number, id, body.UnclearAreNobodys, actor.Change("censuses.propose", body.Reason), ct);
        return new ProposalAnswer(proposal.Id, proposal.Title);
    }

    private static async Task<IFormFile> FileAsync(HttpRequest request, CancellationToken ct) =>
        (request.HasFormContentType ? (await request.ReadFormAsync(ct)).Files.GetFile("file") : null) ?? throw new Refused("import.no-file", "Send the file as multipart/form-data in a field named file.", "file");
}
