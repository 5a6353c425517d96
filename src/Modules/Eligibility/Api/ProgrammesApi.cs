using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Rules;

namespace Spmis.Eligibility.Api;

/// <summary>A programme with limited places.</summary>
public sealed record ProgrammeView(string Code, string Title, string Scheme, Targeting Targeting)
{
    internal static ProgrammeView Of(Programme p) => new(p.Code, p.Title, p.Scheme, p.Targeting);
}

/// <summary>A round of a programme, or a dry run, to start.</summary>
/// <param name="Month">Year and month: 2026-07.</param>
/// <param name="DryRun">Only to look at.</param>
public sealed record ProgrammeRoundRequest(string Month, bool DryRun);

/// <summary>A person in a round.</summary>
public sealed record CandidateView(string PersonNumber, string Area, Answer Outcome, IReadOnlyList<string> Missing, decimal Score, bool HasAward, CommunityWord Community, string? CommunityReason)
{
    internal static CandidateView Of(RoundCandidate c) => new(c.PersonNumber, c.Area, c.Outcome, c.MissingFacts, c.ScoreThousandths / 1_000m, c.HasAward, c.Community, c.CommunityReason);
}

/// <summary>A place on a ranked list.</summary>
public sealed record PlaceView(string Area, int Rank, string PersonNumber, decimal Score, bool Selected)
{
    internal static PlaceView Of(RoundPlace p) => new(p.Area, p.Rank, p.PersonNumber, p.ScoreThousandths / 1_000m, p.Selected);
}

/// <summary>What came of a round in one area.</summary>
/// <param name="Area">District by name; empty where it is not known.</param>
/// <param name="Places">Places; null where the round has none by area.</param>
/// <param name="Selected">Entitled; where places are limited, with a place: in a round with places by area without those who have an award already, else with them.</param>
/// <param name="Waiting">Entitled and waiting.</param>
/// <param name="HaveAward">Entitled with an award already.</param>
/// <param name="NotSelected">Not entitled, or excluded by the community.</param>
/// <param name="CannotTell">Something is missing.</param>
public sealed record RoundAreaView(string Area, int? Places, int Selected, int Waiting, int HaveAward, int NotSelected, int CannotTell)
{
    internal static RoundAreaView Of(RoundArea a) => new(a.Area, a.Places, a.Selected, a.Waiting, a.HaveAward, a.NotSelected, a.CannotTell);
}

internal static class ProgrammesApi
{
    private const long MostFile = 256L * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName;
        api.MapGet("/programmes", async (EligibilityDb db, string? after, int? limit, CancellationToken ct) =>
        {
            var (take, from) = (Reading.Limit(limit), after ?? "");
            return Reading.Cut(await db.Programmes.AsNoTracking().Where(p => string.Compare(p.Code, from) > 0).OrderBy(p => p.Code).Take(take + 1).ToListAsync(ct), take, ProgrammeView.Of, p => p.Code);
        }).Reads("eligibility.read").WithSummary("Programmes with limited places");
        api.MapPut("/programmes/{code}", async (string code, ProgrammeToSet r, SetProgramme act, CurrentActor current, CancellationToken ct) => ProgrammeView.Of(await act.HandleAsync(r with { Code = code }, current.Change("programmes.set"), ct)))
            .Writes(module, "programmes.set").WithSummary("Sets up a programme, or changes whom it is for");
        api.MapPost("/programmes/{code}/rounds", (string code, ProgrammeRoundRequest r, StartRound act, CurrentActor current, CancellationToken ct) =>
                act.HandleAsync(new NewRound("", Reading.Month(r.Month, "month")) { Programme = code, DryRun = r.DryRun }, current.Change(RoundWorker.RunKind), ct))
            .Writes(module, "rounds.start").WithSummary("Ranks the register for a programme and month, or only shows what would come of it");
        api.MapGet("/rounds/{id:long}/candidates", CandidatesAsync).Reads("eligibility.read").WithSummary("Persons of a programme's round or a dry run, in the order of registration");
        api.MapGet("/rounds/{id:long}/places", PlacesAsync).Reads("eligibility.read").WithSummary("The ranked list of an area, from a rank on; the selected first, then the waiting list");
        api.MapGet("/rounds/{id:long}/areas", async (long id, EligibilityDb db, string? after, int? limit, CancellationToken ct) =>
        {
            var (take, from) = (Reading.Limit(limit), after);
            return Reading.Cut(await db.RoundAreas.AsNoTracking().Where(r => r.RoundId == id && (from == null || string.Compare(r.Area, from) > 0)).OrderBy(r => r.Area).Take(take + 1).ToListAsync(ct), take, RoundAreaView.Of, r => r.Area);
        }).Reads("eligibility.read").WithSummary("What came of a finished round in each area");
        api.MapPost("/rounds/{id:long}/community", async (long id, string? name, HttpRequest request, HearCommunity act, CurrentActor current, CancellationToken ct) =>
                (object)await act.HandleAsync(id, (request.Body, name ?? "community.csv", request.ContentLength), current.Change(CommunityWorker.RunKind), ct))
            .Writes(module, "rounds.start").TakesFiles(MostFile).WithSummary("Takes the community's word on each person: person_number,validated,reason");
        api.MapPost("/rounds/{id:long}/awards", async (long id, SettleRound act, CurrentActor current, CancellationToken ct) => (object)new { runId = await act.HandleAsync(id, current.Change(SettleRoundWorker.RunKind), ct) })
            .Writes(module, "rounds.start").WithSummary("Closes the list and makes the awards of those selected, for a second person to approve");
    }

    private static async Task<Page<CandidateView>> CandidatesAsync(long id, EligibilityDb db, Answer? outcome, string? after, int? limit, CancellationToken ct)
    {
        var (take, from) = (Reading.Limit(limit), after ?? "");
        var rows = await db.RoundCandidates.AsNoTracking().Where(c => c.RoundId == id && (outcome == null || c.Outcome == outcome) && string.Compare(c.PersonNumber, from) > 0).OrderBy(c => c.PersonNumber).Take(take + 1).ToListAsync(ct);
        return Reading.Cut(rows, take, CandidateView.Of, c => c.PersonNumber);
    }

    private static async Task<Page<PlaceView>> PlacesAsync(long id, EligibilityDb db, AreaNames names, string? area, int? after, int? limit, CancellationToken ct)
    {
        var (take, from, name) = (Reading.Limit(limit), after ?? 0, (await names.InRoundAsync(id, area, ct)).Name);
        var rows = await db.RoundPlaces.AsNoTracking().Where(p => p.RoundId == id && p.Area == name && p.Rank > from).OrderBy(p => p.Rank).Take(take + 1).ToListAsync(ct);
        return Reading.Cut(rows, take, PlaceView.Of, p => $"{p.Rank}");
    }
}
