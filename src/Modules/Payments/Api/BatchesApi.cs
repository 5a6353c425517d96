using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Runs;
using Spmis.Payments.Batches;
using Spmis.Payments.Links;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Api;

/// <summary>A batch.</summary>
public sealed record BatchView(long Id, string Number, string Agency, string State, string Currency, long Count, long TotalMinor, DateOnly ValueDate, string? FileName, long FileLength, string? Sha256, DateTime? ReleasedAt, DateTime? FetchedAt, DateTime? ClosedAt);

/// <summary>A batch with what became of it.</summary>
public sealed record BatchDetail(BatchView Batch, BatchReconciliation Reconciliation);

/// <summary>A decision between two answers.</summary>
/// <param name="Take">True takes the later answer, false keeps the earlier.</param>
/// <param name="Reason">What the agency said when asked.</param>
public sealed record SettleRequest(bool Take, string? Reason);

internal static class BatchesApi
{
    private const long MaxStatusFile = 1024L * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/batches", ListAsync).Reads("payments.batches").WithSummary("Batches, newest first; an agency sees its own");
        api.MapGet("/batches/{id:long}", OneAsync).Reads("payments.batches").WithSummary("A batch and its reconciliation");
        api.MapGet("/batches/{id:long}/file", FileAsync).Reads("payments.batches").WithSummary("The batch's order file, for its agency and who may see accounts in full; with masked=true a table of its payments with the ends of the accounts, which is no order");
        api.MapGet("/batches/{id:long}/signature", SignatureAsync).Reads("payments.batches").WithSummary("The detached signature (CMS or OpenPGP) of the batch's order file");
        api.MapPost("/batches/{id:long}/close", CloseAsync).Writes(module, "payments.reconcile").WithSummary("Closes a batch of which nothing is open");
        api.MapPost("/batches/{id:long}/send-again", SendAgainAsync).Writes(module, "payments.release").WithSummary("Has a batch asked for and, if the agency does not have it, sent again to its interface");
        api.MapPost("/agencies/{code}/answers", AnswerAsync).Writes(module, "payments.answer").TakesFiles(MaxStatusFile)
            .WithSummary("Takes in a status file of an agency: the body is the file (pain.002, camt.053, camt.054 or CSV)");
        api.MapGet("/answers/{id:long}/lines", LinesAsync).Reads("payments.batches").WithSummary("The verdicts on the lines of a status file");
        api.MapGet("/contradictions", ContradictionsAsync).Reads("payments.read").WithSummary("Answers that exclude each other and wait for a decision");
        api.MapPost("/contradictions/{id:long}/settle", SettleAsync).Writes(module, "payments.reconcile").WithSummary("Decides between two answers that exclude each other");
    }

    private static async Task<Page<BatchView>> ListAsync(PaymentsDb db, CurrentActor current, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var before = after ?? long.MaxValue;
        var found = await db.Batches.AsNoTracking().VisibleTo(current.Actor).Where(b => b.Id < before).OrderByDescending(b => b.Id).Take(take + 1).ToListAsync(ct);
        return Paging.Cut([.. found.Select(View)], take, b => b.Id);
    }

    private static async Task<BatchDetail> OneAsync(long id, PaymentsDb db, BatchFigures figures, CurrentActor current, CancellationToken ct)
    {
        var batch = await db.Batches.AsNoTracking().VisibleTo(current.Actor).SingleOrDefaultAsync(b => b.Id == id, ct) ?? throw new Refused("batch.unknown", "There is no such batch.");
        return new(View(batch), await figures.OfAsync(batch, ct));
    }

    private static async Task<BatchView> CloseAsync(long id, CloseBatch act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, current.Change("payments.close-batch"), ct);
        return View(await db.Batches.SingleAsync(b => b.Id == id, ct));
    }

    private static async Task<BatchView> SendAgainAsync(long id, SendAgain act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, current.Change("payments.send-again"), ct);
        return View(await db.Batches.AsNoTracking().SingleAsync(b => b.Id == id, ct));
    }

    private static async Task<Page<Contradiction>> ContradictionsAsync(PaymentsDb db, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var from = after ?? 0;
        return Paging.Cut(await db.Contradictions.AsNoTracking().Where(c => c.SettledAt == null && c.Id > from).OrderBy(c => c.Id).Take(take + 1).ToListAsync(ct), take, c => c.Id);
    }

    private static async Task<Contradiction> SettleAsync(long id, SettleRequest how, SettleContradiction act, PaymentsDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, how.Take, current.Change("payments.settle", how.Reason), ct);
        return await db.Contradictions.SingleAsync(c => c.Id == id, ct);
    }

    private static async Task<IResult> FileAsync(long id, bool? masked, DownloadBatch act, MaskedBatch payments, CurrentActor current, CancellationToken ct)
    {
        var change = current.Change("payments.fetch-batch");
        if (masked == true)
        {
            var batch = await payments.FindAsync(id, change, ct);
            return Results.Stream(target => payments.WriteAsync(batch, target, change, ct), "text/csv; charset=utf-8", MaskedBatch.NameOf(batch));
        }

        var file = await act.HandleAsync(id, change, ct);
        return Results.File(file.Content, file.ContentType, file.Name);
    }

    private static async Task<IResult> SignatureAsync(long id, DownloadBatch act, CurrentActor current, CancellationToken ct)
    {
        var file = await act.SignatureAsync(id, current.Change("payments.fetch-batch"), ct);
        return Results.File(file.Content, file.ContentType, file.Name);
    }

    private static async Task<StatusFileTaken> AnswerAsync(string code, string? name, HttpRequest request, ImportStatusFile act, CurrentActor current, CancellationToken ct) => await act.HandleAsync(
        new StatusUpload { Agency = code, FileName = name ?? "answer", Content = request.Body, Length = request.ContentLength }, current.Change("payments.answer"), ct);

    private static async Task<Page<RunLine>> LinesAsync(long id, PaymentsDb db, IdentifierMask mask, CurrentActor current, long? after, string? verdict, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var file = await db.StatusFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct);
        if (file is null || (current.Actor.Agency is { } own && own != file.Agency))
        {
            throw new Refused("status-file.unknown", "There is no such status file.");
        }

        var from = after ?? 0;
        var lines = db.RunLines.AsNoTracking().Where(l => l.RunId == file.RunId && l.Line > from);
        // A line has few parts: a page is cut between lines, never inside one.
        var found = await (verdict is null ? lines : lines.Where(l => l.Verdict == verdict)).OrderBy(l => l.Line).ThenBy(l => l.Part).Take(take + 1).ToListAsync(ct);
        if (found.Count <= take)
        {
            return new(await mask.LinesAsync(found), null);
        }

        var whole = found.Where(l => l.Line < found[^1].Line).ToList();
        var (shown, last) = whole.Count > 0 ? (whole, whole[^1].Line) : (found, found[^1].Line);
        return new(await mask.LinesAsync(shown), $"{last}");
    }

    private static BatchView View(Batch b) => new(b.Id, b.Number, b.Agency, b.State, b.Currency, b.Count, b.TotalMinor, b.ValueDate, b.FileName, b.FileLength, b.FileSha256, b.ReleasedAt, b.FetchedAt, b.ClosedAt);
}
