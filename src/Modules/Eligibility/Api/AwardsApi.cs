using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;

namespace Spmis.Eligibility.Api;

internal static class AwardsApi
{
    private const long MostFile = 256L * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName;
        api.MapGet("/awards", ListAsync).Reads("eligibility.read").WithSummary("Awards in the order of their numbers, all or of one batch");
        api.MapGet("/awards/{number}", OneAsync).Reads("eligibility.read").WithSummary("An award");
        api.MapPost("/awards/{number}/suspension", SuspendAsync).Writes(module, "awards.suspend").WithSummary("Suspends an award from a month on");
        api.MapPost("/awards/{number}/resumption", async (string number, AwardChangeRequest r, ResumeAward act, CurrentActor current, CancellationToken ct) => ProposalView.Of(await act.ProposeAsync(number, current.Change(ResumeAward.Act, r.Reason), ct)))
            .Writes(module, "awards.prepare").WithSummary("Prepares the resumption of a suspended award; another person approves it");
        api.MapPost("/awards/{number}/end", async (string number, AwardChangeRequest r, EndAward act, CurrentActor current, CancellationToken ct) => ProposalView.Of(await act.ProposeAsync(number, Reading.Month(r.Month, "month"), current.Change(EndAward.Act, r.Reason), ct)))
            .Writes(module, "awards.prepare").WithSummary("Prepares the end of an award after a month; another person approves it");
        api.MapPost("/awards/batches/{id:long}/approval", async (long id, ApproveAwards act, CurrentActor current, CancellationToken ct) => await act.ProposeAsync(id, current.Change(ApproveAwards.Act), ct) is { } p ? (object)ProposalView.Of(p) : new { id, awards = 0 })
            .Writes(module, "awards.prepare").WithSummary("Puts the awards of a batch up for approval again, after a rejection");
        api.MapPost("/awards/take-over", async (string scheme, string from, string? name, HttpRequest request, TakeOverAwards act, CurrentActor current, CancellationToken ct) =>
                (object)await act.HandleAsync(new LegacyAwardsFile(request.Body, name ?? "awards.csv", scheme, Reading.Month(from, "from"), request.ContentLength), current.Change(TakeOverWorker.RunKind), ct))
            .Writes(module, "awards.prepare").TakesFiles(MostFile).WithSummary("Takes awards over from another system: legacy_number,person_number,monthly_amount,from,to; another person approves them");
        api.MapGet("/awards/approvals", (Approvals approvals, CancellationToken ct) => SchemesApi.OpenAsync(approvals, Approvals.OfAwards, ct)).Reads("eligibility.read").WithSummary("Awards and changes of awards that wait for a second person");
        api.MapPost("/awards/approvals/{id:long}", (long id, ApprovalRequest how, Approvals approvals, CurrentActor current, CancellationToken ct) => SchemesApi.DecideAsync(id, how, Approvals.OfAwards, approvals, current, ct))
            .Writes(module, "awards.approve").WithSummary("Approves or rejects what somebody else prepared");
        api.MapGet("/persons/{number}", PersonAsync).Reads("eligibility.read").WithSummary("Awards, claims and decisions of one person");
    }

    private static async Task<AwardView> OneAsync(string number, EligibilityDb db, PersonsShown shown, CancellationToken ct)
    {
        var award = await AwardQueries.ByNumberAsync(db, number, ct);
        await shown.AddOfAwardsAsync(db, [award.Id], ct);
        return AwardView.Of(award);
    }

    private static async Task<Page<AwardView>> ListAsync(EligibilityDb db, PersonsShown shown, long? batch, string? after, int? limit, CancellationToken ct)
    {
        var (take, from) = (Reading.Limit(limit), after ?? "");
        var rows = await db.Awards.AsNoTracking().Where(a => (batch == null || a.BatchId == batch) && string.Compare(a.Number, from) > 0).OrderBy(a => a.Number).Take(take + 1).ToListAsync(ct);
        await shown.AddOfAwardsAsync(db, rows.Take(take).Select(a => a.Id), ct);
        return Reading.Cut(rows, take, AwardView.Of, a => a.Number);
    }

    private static async Task<object> SuspendAsync(string number, AwardChangeRequest r, SuspendAward act, EligibilityDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(number, Reading.Month(r.Month, "month"), current.Change("awards.suspend", r.Reason), ct);
        return AwardView.Of(await AwardQueries.ByNumberAsync(db, number, ct));
    }

    private static async Task<PersonView> PersonAsync(string number, PersonFile file, CancellationToken ct)
    {
        var found = await file.OfAsync(number, ct);
        return new PersonView(found.Person.RegistrationNumber, found.Person.Name, [.. found.Awards.Select(AwardView.Of)], [.. found.Claims.Select(ClaimView.Of)], [.. found.Determinations.Select(DeterminationLine.Of)]);
    }
}
