using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Runs;
using Spmis.Payments.Mapper;
using Spmis.Payments.NameChecks;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Api;

/// <summary>For whom the account mapper is asked; <c>numbers</c> for named persons.</summary>
public sealed record MapperResolveRequest(ResolveOf Of, IReadOnlyList<string>? Numbers = null, bool DryRun = false);

/// <summary>Whether the mapper is only asked what would be told.</summary>
public sealed record MapperTellRequest(bool DryRun = false);

/// <summary>A run that was started; its verdicts are at <c>/api/payments/mapper/runs/{id}/lines</c>.</summary>
public sealed record RunStarted(long RunId);

/// <summary>An address told to the mapper, or its end.</summary>
public sealed record TellingView(long Id, string PersonNumber, string Agency, bool Ends, string State, string? Verb, DateTime? TriedAt, DateTime? ToldAt, string? Code, string? Text, string? Detail);

/// <summary>A list of accounts for an agency; <c>open</c> of them without an answer.</summary>
public sealed record NameCheckListView(long Id, string Agency, int Count, DateTime MadeAt, string MadeBy);

/// <summary>A name check with both names.</summary>
public sealed record NameCheckView(long Id, string Reference, string PersonNumber, string Name, string? Holder, string? Result, bool Open, bool Differs, DateTime? AnsweredAt, DateTime? DecidedAt, string? DecidedBy);

/// <summary>Whether the account is the person's, and what shows it.</summary>
public sealed record NameCheckDecision(bool Theirs, string? Reason);

/// <summary>What became of a file of answers.</summary>
public sealed record NameAnswersTaken(long FileId, long RunId, bool ReadBefore);

internal static class MapperApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/mapper", (MapperFigures figures, CancellationToken ct) => figures.StateAsync(ct)).Reads("payments.read-nation").WithSummary("How it stands with the account mapper of G2P Connect");
        api.MapPost("/mapper/resolve", ResolveAsync).Writes(module, "payments.mapper").WithSummary("Starts a run that asks the mapper where persons' money shall go; a verdict per person");
        api.MapPost("/mapper/tell", TellAsync).Writes(module, "payments.mapper").WithSummary("Starts a run that tells the mapper verified addresses and their ends (link, update, unlink)");
        api.MapGet("/mapper/runs/{id:long}/lines", MapperLinesAsync).Reads("payments.read-nation").WithSummary("The verdicts of a run, or only those accepted, noted or refused");
        api.MapGet("/mapper/tellings", TellingsAsync).Reads("payments.read-nation").WithSummary("Addresses told to the mapper, newest first; told, untold, refused or all");
        api.MapPost("/mapper/tellings/{id:long}/again", AgainAsync).Writes(module, "payments.mapper").WithSummary("Has what the mapper refused told again with the next run");
        api.MapGet("/name-checks/lists", ListsAsync).Reads("payments.read-nation").WithSummary("Lists of accounts for agencies, newest first");
        api.MapPost("/name-checks/lists/{agency}", MakeAsync).Writes(module, "payments.name-checks").WithSummary("Makes the list of an agency's accounts in use that nobody verified");
        api.MapGet("/name-checks/lists/{id:long}/file", FileAsync).Reads("payments.name-checks").WithSummary("A list as CSV: check reference, account, name");
        api.MapPost("/name-checks/answers/{agency}", AnswerAsync).Writes(module, "payments.name-checks").TakesFiles(ImportNameAnswers.MostBytes).WithSummary("Takes in an agency's answer: the body is a CSV with check_reference and account_holder or result");
        api.MapGet("/name-checks/answers/{id:long}/lines", AnswerLinesAsync).Reads("payments.read-nation").WithSummary("The verdicts on the lines of a file of answers");
        api.MapGet("/name-checks", ChecksAsync).Reads("payments.read-nation").WithSummary("Name checks that wait for a decision, or all, newest first");
        api.MapPost("/name-checks/{id:long}/decide", DecideAsync).Writes(module, "payments.decide-name-checks").WithSummary("Decides by both names whether an account is the person's; not by who sent the answer in");
    }

    private static async Task<RunStarted> ResolveAsync(MapperResolveRequest r, ResolveAddresses act, CurrentActor current, CancellationToken ct) =>
        new(await act.HandleAsync(new ResolveRequest { Of = r.Of, Numbers = r.Numbers ?? [], DryRun = r.DryRun }, current.Change(ResolveAddresses.Act), ct));

    private static async Task<RunStarted> TellAsync(MapperTellRequest r, TellMapper act, CurrentActor current, CancellationToken ct) => new(await act.HandleAsync(new TellRequest(r.DryRun), current.Change(TellMapper.Act), ct));

    private static async Task<Page<RunLine>> MapperLinesAsync(long id, PaymentsDb db, PersonsShown shown, IdentifierMask mask, string? verdict, long? after, int? limit, CancellationToken ct)
    {
        var known = await db.RunsSeen.AnyAsync(r => r.Id == id && (r.Kind == ResolveWorker.RunKind || r.Kind == TellWorker.RunKind), ct);
        return known ? await LinesAsync(id, db, shown, mask, verdict, after, limit, ct) : throw new Refused("run.unknown", $"There is no such run {id}.");
    }

    private static async Task<Page<RunLine>> AnswerLinesAsync(long id, PaymentsDb db, PersonsShown shown, IdentifierMask mask, string? verdict, long? after, int? limit, CancellationToken ct)
    {
        var file = await db.NameAnswerFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) ?? throw new Refused("name-check.no-file", "There is no such file.");
        return await LinesAsync(file.RunId, db, shown, mask, verdict, after, limit, ct);
    }

    private static async Task<Page<RunLine>> LinesAsync(long runId, PaymentsDb db, PersonsShown shown, IdentifierMask mask, string? verdict, long? after, int? limit, CancellationToken ct)
    {
        var (take, from) = (Paging.Limit(limit), after ?? -1);
        var found = await db.RunLines.AsNoTracking().Where(l => l.RunId == runId && l.Line > from && l.Part == 0 && (verdict == null || l.Verdict == verdict)).OrderBy(l => l.Line).Take(take + 1).ToListAsync(ct);
        shown.Add(found.Take(take).Select(l => l.Number));
        return Paging.Cut([.. await mask.LinesAsync(found)], take, l => l.Line);
    }

    private static async Task<Page<TellingView>> TellingsAsync(MapperFigures figures, PersonsShown shown, string? state, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var found = await figures.TellingsAsync(state, after ?? long.MaxValue, take + 1, ct);
        shown.Add(found.Take(take).Select(t => t.Number));
        return Paging.Cut([.. found.Select(View)], take, t => t.Id);
    }

    private static async Task<TellingView> AgainAsync(long id, TellMapper act, PaymentsDb db, MapperFigures figures, CurrentActor current, CancellationToken ct)
    {
        await act.AgainAsync(id, current.Change("payments.mapper-again"), ct);
        return View((await figures.TellingsAsync(null, id + 1, 1, ct))[0]);
    }

    private static TellingView View(TellingShown s) => new(
        s.Telling.Id, s.Number, s.Agency, s.Telling.Ends, s.Telling.State, s.Telling.Verb, s.Telling.TriedAt, s.Telling.ToldAt, s.Telling.Code, s.Telling.Code is { } code ? MapperVerdicts.Words(code) : null, s.Telling.Detail);

    private static async Task<Page<NameCheckListView>> ListsAsync(PaymentsDb db, long? after, int? limit, CancellationToken ct)
    {
        var (take, before) = (Paging.Limit(limit), after ?? long.MaxValue);
        var found = await db.NameCheckLists.AsNoTracking().Where(l => l.Id < before).OrderByDescending(l => l.Id).Take(take + 1).ToListAsync(ct);
        return Paging.Cut([.. found.Select(View)], take, l => l.Id);
    }

    private static async Task<Created> MakeAsync(string agency, MakeNameCheckList act, CurrentActor current, CancellationToken ct)
    {
        var list = await act.HandleAsync(agency, current.Change(MakeNameCheckList.Act), ct);
        return new($"/api/payments/name-checks/lists/{list.Id}/file", View(list));
    }

    private static NameCheckListView View(NameCheckList l) => new(l.Id, l.Agency, l.Count, l.MadeAt, l.MadeBy);

    private static async Task<IResult> FileAsync(long id, MakeNameCheckList act, CurrentActor current, CancellationToken ct)
    {
        var list = await act.OneAsync(id, ct);
        var change = current.Change("payments.name-check-fetch");
        return Results.Stream(target => act.WriteAsync(id, target, change, ct), "text/csv; charset=utf-8", $"name-checks-{list.Agency}-{list.Id}.csv");
    }

    private static async Task<NameAnswersTaken> AnswerAsync(string agency, HttpRequest request, ImportNameAnswers act, CurrentActor current, CancellationToken ct)
    {
        var taken = await act.HandleAsync(new StatusUpload { Agency = agency, FileName = "api.csv", Content = request.Body, Length = request.ContentLength }, current.Change(ImportNameAnswers.Act), ct);
        return new(taken.FileId, taken.RunId, taken.ReadBefore);
    }

    private static async Task<Page<NameCheckView>> ChecksAsync(PaymentsDb db, PersonsShown shown, bool? all, long? after, int? limit, CancellationToken ct)
    {
        var (take, before) = (Paging.Limit(limit), after ?? long.MaxValue);
        var found = await db.NameChecks.AsNoTracking().Where(c => c.Id < before && (all == true || (c.Open && db.FinancialAddresses.Any(a => a.Id == c.AddressId && a.CurrentOf != null)))).Join(db.Payees, c => c.PersonId, p => p.PersonId, (c, p) => new { c, p.RegistrationNumber, Now = p.Name }).OrderByDescending(x => x.c.Id).Take(take + 1).ToListAsync(ct);
        shown.Add(found.Take(take).Select(x => x.RegistrationNumber));
        return Paging.Cut([.. found.Select(x => new NameCheckView(x.c.Id, x.c.Reference, x.RegistrationNumber, x.Now, x.c.Holder, x.c.Result, x.c.Open, x.c.Differs, x.c.AnsweredAt, x.c.DecidedAt, x.c.DecidedBy))], take, c => c.Id);
    }

    private static async Task<NameCheckDecision> DecideAsync(long id, NameCheckDecision how, DecideNameCheck act, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, how.Theirs, current.Change(DecideNameCheck.Act, how.Reason), ct);
        return how;
    }
}
