using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Runs;
using Spmis.Registration.Imports;

namespace Spmis.Registration.Api;

/// <summary>A run as the API gives it.</summary>
public sealed record RunAnswer(long Id, string Title, string State, long? Total, long Done, long Accepted, long Refused, string? Problem, string? Outcome, bool SentBefore = false)
{
    internal static RunAnswer Of(Run run, bool sentBefore = false) => new(run.Id, run.Title, run.State, run.Total, run.Done, run.Accepted, run.Refused, run.Problem, run.Outcome, sentBefore);
}

/// <summary>Endpoints for imports and runs.</summary>
internal static class RunsApi
{
    private const long LargestUpload = 2L * 1024 * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/imports/{kind}", ImportAsync).Writes(RegistrationModule.ModuleName, May.Import).TakesFiles(LargestUpload).DisableAntiforgery().WithSummary("Import a file of persons, employers or areas (multipart, field 'file'). The same file twice is done once.");
        api.MapGet("/runs", (ReadRun act, long? after, int? limit, CancellationToken ct) => ListAsync(act, after, limit, ct)).Reads(May.ReadRuns).WithSummary("Imports and rounds, latest first.");
        api.MapGet("/runs/{id:long}", async (ReadRun act, long id, CancellationToken ct) => RunAnswer.Of(await act.HandleAsync(id, ct))).Reads(May.ReadRuns).WithSummary("A run.");
        api.MapGet("/runs/{id:long}/lines", (ReadRun act, long id, string? verdict, long? after, int? limit, CancellationToken ct) => act.LinesAsync(id, verdict, after ?? 0, limit ?? 100, ct)).Reads(May.ReadRuns).WithSummary("Verdicts line by line.");
    }

    private static async Task<IEnumerable<RunAnswer>> ListAsync(ReadRun act, long? after, int? limit, CancellationToken ct) => (await act.ListAsync(after, limit ?? 25, ct)).Select(r => RunAnswer.Of(r));

    private static async Task<RunAnswer> ImportAsync(StartImport act, ReadRun runs, CurrentActor actor, string kind, string? source, HttpRequest request, CancellationToken ct)
    {
        if (!Enum.TryParse<ImportKind>(kind, ignoreCase: true, out var what) || !Enum.IsDefined(what))
        {
            throw new Refused("import.kind", $"'{kind}' cannot be imported; use persons, employers or areas.", "kind");
        }

        var file = request.HasFormContentType ? (await request.ReadFormAsync(ct)).Files.GetFile("file") : null;
        if (file is null)
        {
            throw new Refused("import.no-file", "Send the file as multipart/form-data in a field named file.", "file");
        }

        await using var content = file.OpenReadStream();
        var started = await act.HandleAsync(what, content, file.FileName, source, actor.Change("registration.import"), ct);
        return RunAnswer.Of(await runs.HandleAsync(started.RunId, ct), started.SentBefore);
    }
}
