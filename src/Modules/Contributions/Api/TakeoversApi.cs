using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Api;

/// <summary>A batch as the API gives it.</summary>
public sealed record TakeoverAnswer(
    long Id, string Kind, string Source, string Scheme, string Currency, string CutOver, string FileName, string State, long Lines, long Accepted, long Refused, DateTime PreparedAt, string PreparedBy, DateTime? ApprovedAt, string? ApprovedBy, DateTime? PostedAt, DateTime? UndoneAt, long? RunId, long? PostRunId)
{
    /// <summary>As it stands.</summary>
    public static TakeoverAnswer Of(TakeoverBatch b) => new(
        b.Id, b.Kind.ToString(), b.Source, b.Scheme, b.Currency, b.CutOver.ToString(), b.FileName, b.State, b.Lines, b.Accepted, b.Refused, b.PreparedAt, b.PreparedBy, b.ApprovedAt, b.ApprovedBy, b.PostedAt, b.UndoneAt, b.RunId, b.PostRunId);
}

/// <summary>What a dry run found.</summary>
public sealed record TakeoverCheckAnswer(string Currency, IReadOnlyList<string> FileComesTo, IReadOnlyList<string> Differences, long Accepted, long Refused, IReadOnlyList<ReasonAnswer> Problems)
{
    /// <summary>From the dry run.</summary>
    public static TakeoverCheckAnswer Of(CheckedTakeover c) => new(c.Currency.Code, [.. c.Found.Shown(c.Currency)], c.Differences, c.Accepted, c.Refused, [.. c.Problems.Select(p => new ReasonAnswer(p.Code, p.Column, p.Value, p.ToString()))]);
}

/// <summary>A year and kind of the reconciliation as the API gives it; amounts as 1234.50, months as a number.</summary>
public sealed record ReconciledAnswer(int Year, string Kind, string Currency, string Old, string Held, string Waiting, string Refused, int RefusedLines, string Unexplained);

/// <summary>The reconciliation as the API gives it.</summary>
public sealed record ReconciliationAnswer(string Source, bool Holds, IReadOnlyList<ReconciledAnswer> Years)
{
    /// <summary>From the report.</summary>
    public static ReconciliationAnswer Of(Reconciliation r) => new(r.Source, r.Holds, [.. r.Years.Select(y =>
    {
        string Plain(long sum) => ControlTotals.Plain(y.Kind, sum, Values.Currency.Of(y.Currency));
        return new ReconciledAnswer(y.Year, ControlTotals.Word(y.Kind), y.Currency, Plain(y.Old), Plain(y.Held), Plain(y.Waiting), Plain(y.Refused), y.RefusedLines, Plain(y.Unexplained));
    })]);
}

/// <summary>Endpoints for taking over from an old system.</summary>
internal static class TakeoversApi
{
    private const long MaxFile = 1024L * 1024 * 1024;
    private const string Fields = "multipart with kind (history, balances), source, cutOver (2026-06), controls (lines such as 'lines 1200' and '2019 employee 1234.50'), scheme, daysPerMonth and file";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/takeovers", (PrepareTakeover act, CurrentActor actor, HttpRequest request, CancellationToken ct) => FormAsync(request, input => act.HandleAsync(input, actor.Change(PrepareTakeover.Act), ct), ct))
            .Writes(ContributionsModule.ModuleName, May.PrepareTakeovers).TakesFiles(MaxFile).DisableAntiforgery().WithSummary($"Prepare a takeover: {Fields}. A file that does not come to its control totals is refused whole; the same file twice is taken once.");
        api.MapPost("/takeovers/check", async (CheckTakeover act, CurrentActor actor, HttpRequest request, CancellationToken ct) => TakeoverCheckAnswer.Of(await FormAsync(request, input => act.HandleAsync(input, actor.Change("takeovers.check"), ct), ct)))
            .Reads(May.PrepareTakeovers).TakesFiles(MaxFile).DisableAntiforgery().WithSummary($"Dry run of a takeover: {Fields}. Nothing is kept.");
        api.MapGet("/takeovers", async (FindTakeovers act, long? before, int? limit, CancellationToken ct) => (await act.ListAsync(before, limit ?? 25, ct)).Select(TakeoverAnswer.Of)).Reads(May.ReadTakeovers).WithSummary("Takeovers, the latest first.");
        api.MapGet("/takeovers/{id:long}", async (FindTakeovers act, long id, CancellationToken ct) => TakeoverAnswer.Of(await act.ReadAsync(id, ct))).Reads(May.ReadTakeovers).WithSummary("A takeover.");
        api.MapGet("/takeovers/{id:long}/refused", async (FindTakeovers find, WriteTakeover write, long id, CancellationToken ct) =>
        {
            var batch = await find.ReadAsync(id, ct);
            return Results.Stream(target => write.RefusedAsync(batch, target, ct), "text/csv; charset=utf-8", $"refused-takeover-{id}.csv");
        }).Reads(May.ReadTakeovers).WithSummary("The refused lines with their reasons, as CSV, to be mended and sent again.");
        api.MapPost("/takeovers/{id:long}/undo", UndoAsync).Writes(ContributionsModule.ModuleName, May.PrepareTakeovers).WithSummary("Take out a takeover that was not approved.");
        api.MapPost("/takeovers/proposals/{id:long}", DecideAsync).Writes(ContributionsModule.ModuleName, May.ApproveTakeovers).WithSummary("Approve or reject a takeover that somebody else prepared.");
        api.MapGet("/takeovers/reconciliation", async (ReconcileTakeover act, string source, CancellationToken ct) => ReconciliationAnswer.Of(await act.HandleAsync(source, ct))).Reads(May.ReadTakeovers).WithSummary("An old system's books against ours, by year and kind.");
    }

    private static async Task<object?> UndoAsync(UndoTakeover act, CurrentActor actor, long id, CancellationToken ct)
    {
        await act.HandleAsync(id, actor.Change(UndoTakeover.Act), ct);
        return null;
    }

    private static async Task<StepTaken> DecideAsync(ApproveTakeover act, CurrentActor actor, long id, DecisionBody body, CancellationToken ct)
    {
        return await act.DecideAsync(id, body.Approve, actor.Change(body.Approve ? ApproveTakeover.Act : "takeovers.reject", body.Reason), ct);
    }

    private static async Task<T> FormAsync<T>(HttpRequest request, Func<NewTakeover, Task<T>> act, CancellationToken ct)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(ct) : throw new Refused("takeover.no-form", $"Send {Fields}.");
        var file = form.Files.GetFile("file") ?? throw new Refused("takeover.no-file", "Send the file in a field named file.", "file");
        await using var content = file.OpenReadStream();
        return await act(new NewTakeover
        {
            Kind = KindOf(form["kind"].ToString()),
            Source = form["source"].ToString(),
            CutOver = Month.TryParse(form["cutOver"].ToString(), out var month) ? month : throw new Refused("takeover.cut-over", "Write the first month kept here as 2026-06.", "cutOver"),
            Scheme = form["scheme"].ToString() is { Length: > 0 } scheme ? scheme : null,
            Controls = form["controls"].ToString(),
            DaysPerMonth = form["daysPerMonth"].ToString() is { Length: > 0 } days ? int.TryParse(days, out var number) ? number : 0 : PrepareTakeover.UsualDays,
            File = content, FileName = file.FileName, Length = file.Length,
        });
    }

    private static TakeoverKind KindOf(string text) => text.ToUpperInvariant() switch { "HISTORY" => TakeoverKind.History, "BALANCES" => TakeoverKind.Balances, _ => throw new Refused("takeover.kind", "A takeover is of kind history or balances.", "kind") };
}
