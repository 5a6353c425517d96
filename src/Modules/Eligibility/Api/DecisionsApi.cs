using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Letters;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Rules;
using Spmis.Web.Letters;

namespace Spmis.Eligibility.Api;

internal static class DecisionsApi
{
    private const long MostFile = 256L * 1024 * 1024;
    private const int MostRechecked = 1_000;

    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName;
        api.MapGet("/rounds", RoundsAsync).Reads("eligibility.read").WithSummary("Rounds, newest first");
        api.MapGet("/rounds/{id:long}", async (long id, EligibilityDb db, CancellationToken ct) => RoundView.Of(await RoundAsync(id, db, ct))).Reads("eligibility.read").WithSummary("A round with its counts");
        api.MapGet("/rounds/{id:long}/determinations", RoundDecisionsAsync).Reads("eligibility.read").WithSummary("The decisions of a round by outcome, in the order of registration");
        api.MapPost("/rounds", (RoundRequest r, StartRound act, CurrentActor current, CancellationToken ct) => act.HandleAsync(new NewRound(r.Scheme, Reading.Month(r.Month, "month")), current.Change(RoundWorker.RunKind), ct))
            .Writes(module, "rounds.start").WithSummary("Starts a round over the whole register");
        api.MapGet("/claims", ClaimsAsync).Reads("eligibility.read").WithSummary("Claims in the order of filing, all or by how they stand: waiting, yes, no, cannotTell");
        api.MapGet("/claims/{number}", async (string number, EligibilityDb db, CancellationToken ct) => ClaimView.Of(await db.Claims.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, ct) ?? throw new Refused("claim.unknown", $"There is no claim {number}.")))
            .Reads("eligibility.read").WithSummary("A claim");
        api.MapPost("/claims", FileAsync).Writes(module, "claims.file").WithSummary("Takes a claim");
        api.MapPost("/claims/files", ImportAsync).Writes(module, "claims.file").TakesFiles(MostFile).WithSummary("Takes a file of claims: the body is the CSV worker_number,confinement_date,filed_on");
        api.MapPost("/claims/{number}/determination", async (string number, DetermineClaim act, CurrentActor current, CancellationToken ct) => (object)new { determinationId = await act.HandleAsync(number, current.Change("claims.determine"), ct) })
            .Writes(module, "claims.determine").WithSummary("Decides one claim");
        api.MapPost("/claims/determinations", (DetermineRequest r, DetermineClaims act, CurrentActor current, CancellationToken ct) => act.HandleAsync(r.Scheme, current.Change("claims.determine"), ct))
            .Writes(module, "claims.determine").WithSummary("Decides all claims of a scheme that wait");
        api.MapGet("/determinations/recheck", (RecheckDeterminations act, int? sample, CancellationToken ct) => act.HandleAsync(Math.Min(sample ?? 100, MostRechecked), ct)).Reads("eligibility.read").WithSummary("Repeats a sample of stored decisions, at most 1,000, and compares byte for byte");
        api.MapGet("/determinations/{id:guid}", DeterminationAsync).Reads("eligibility.read").WithSummary("A decision with its facts and reasons");
        api.MapGet("/determinations/{id:guid}/reproduction", (Guid id, ReproduceDetermination act, CancellationToken ct) => act.HandleAsync(id, ct)).Reads("eligibility.read").WithSummary("The decision made once more from what was stored");
    }

    private static async Task<Page<RoundView>> RoundsAsync(EligibilityDb db, string? after, int? limit, CancellationToken ct)
    {
        var take = Reading.Limit(limit);
        var before = long.TryParse(after, out var id) ? id : long.MaxValue;
        return Reading.Cut(await db.Rounds.AsNoTracking().Where(r => r.Id < before).OrderByDescending(r => r.Id).Take(take + 1).ToListAsync(ct), take, RoundView.Of, r => $"{r.Id}");
    }

    private static async Task<EligibilityRound> RoundAsync(long id, EligibilityDb db, CancellationToken ct) =>
        await db.Rounds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("round.unknown", $"There is no round {id}.");

    private static async Task<Page<DeterminationLine>> RoundDecisionsAsync(long id, EligibilityDb db, Answer? outcome, string? after, int? limit, CancellationToken ct)
    {
        await RoundAsync(id, db, ct);
        var (take, from) = (Reading.Limit(limit), after ?? "");
        var rows = await db.Determinations.AsNoTracking().Where(d => d.RoundId == id && (outcome == null || d.Outcome == outcome) && string.Compare(d.PersonNumber, from) > 0).OrderBy(d => d.PersonNumber).Take(take + 1).ToListAsync(ct);
        return Reading.Cut(rows, take, DeterminationLine.Of, d => d.PersonNumber);
    }

    private static async Task<Page<ClaimView>> ClaimsAsync(EligibilityDb db, string? state, string? after, int? limit, CancellationToken ct)
    {
        var (take, from) = (Reading.Limit(limit), after ?? "");
        var claims = db.Claims.AsNoTracking().Where(c => string.Compare(c.Number, from) > 0);
        claims = state switch
        {
            null => claims,
            "waiting" => claims.Where(c => c.Outcome == null && !c.Draft && c.ClosedAt == null),
            _ when Enum.TryParse<Answer>(state, true, out var answer) => claims.Where(c => c.Outcome == answer),
            _ => throw new Refused("claims.state", $"'{state}' is no state of a claim; use waiting, yes, no or cannotTell.", "state"),
        };
        return Reading.Cut(await claims.OrderBy(c => c.Number).Take(take + 1).ToListAsync(ct), take, ClaimView.Of, c => c.Number);
    }

    private static async Task<object> FileAsync(ClaimRequest r, FileClaim act, CurrentActor current, CancellationToken ct)
    {
        var claim = await act.HandleAsync(
            new NewClaim
            {
                PersonNumber = r.PersonNumber, Scheme = r.Scheme, EventOn = r.EventOn, FiledOn = r.FiledOn, Facts = r.Facts ?? [], Channel = r.Channel ?? ClaimChannel.Desk, BroughtBy = r.BroughtBy,
                Language = LetterLanguage.Known(r.Language), LateBecause = r.LateBecause, InsuredNumber = r.InsuredNumber,
            },
            current.Change("claims.file"), ct);
        return new Created($"/api/eligibility/claims/{claim.Number}", ClaimView.Of(claim));
    }

    private static async Task<object> ImportAsync(string scheme, string? name, HttpRequest request, ImportClaims act, CurrentActor current, CancellationToken ct) =>
        await act.HandleAsync(new ClaimsFile { Content = request.Body, Name = name ?? "claims.csv", Scheme = scheme, Length = request.ContentLength }, current.Change(ClaimsWorker.RunKind), ct);

    private static async Task<DeterminationView> DeterminationAsync(Guid id, EligibilityDb db, ReproduceDetermination reproduce, CancellationToken ct)
    {
        var d = await db.Determinations.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct) ?? throw new Refused("determination.unknown", $"There is no determination {id}.");
        var why = d.ExplanationText ?? (await reproduce.HandleAsync(d, ct)).Rebuilt;
        return new DeterminationView(DeterminationLine.Of(d), d.PackageHash, d.AsKnownOn, d.Sheet, JsonDocument.Parse(why, new JsonDocumentOptions { MaxDepth = 2000 }).RootElement);
    }
}
