using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Payments.Reconciliation;

namespace Spmis.Host.Commands;

/// <summary><c>payments ingest FILE --agency A</c>: reads an agency's answers, or with <c>--dry-run</c> only says what would become of each line. Exit code 0 only when no line was refused.</summary>
internal static class PaymentsIngestCommand
{
    private const int Slice = 1000;

    public static Command Make()
    {
        var path = new Argument<FileInfo>("file") { Description = "The status file: pain.002, camt.053, camt.054 or CSV, recognised by its content." };
        path.AcceptExistingOnly();
        var agency = new Option<string>("--agency") { Description = "Code of the agency that answers.", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Give every verdict and change nothing." };
        var command = new ActCommand("payments.answer", "ingest", "Read an agency's answers: a verdict per line, nothing applied before the whole file was read.") { path, agency, dryRun };
        command.Aliases.Add("import");
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var content = parse.GetRequiredValue(path).OpenRead();
                var upload = new StatusUpload { Agency = parse.GetRequiredValue(agency), FileName = parse.GetRequiredValue(path).Name, Content = content, Length = content.Length };
                var change = new Change { Act = "payments.answer", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
                await using var verdicts = new VerdictOutput(CommandOptions.JsonOf(parse));
                return CommandOutcome.Told(parse.GetValue(dryRun) ? await TryAsync(services, upload, change, verdicts, ct) : await IngestAsync(services, upload, change, verdicts, ct));
            },
            ct,
            background: !parse.GetValue(dryRun),
            check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<bool> TryAsync(IServiceProvider services, StatusUpload upload, Change change, VerdictOutput verdicts, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var tried = await scope.ServiceProvider.GetRequiredService<TryStatusFile>().HandleAsync(upload, change, verdicts.AddAsync, ct);
        verdicts.End(new IngestSummary
        {
            Agency = tried.Agency, File = upload.FileName, DryRun = true, Format = tried.Format.ToString(), ReadBefore = tried.ReadBefore, State = "dry-run", Lines = tried.Lines,
            Accepted = tried.Accepted, Refused = tried.Refused, Outcomes = tried.Outcomes.ToDictionary(o => o.Key.ToString(), o => o.Value), Contradictions = tried.Contradictions,
        });
        return tried.Refused == 0;
    }

    private static async Task<bool> IngestAsync(IServiceProvider services, StatusUpload upload, Change change, VerdictOutput verdicts, CancellationToken ct)
    {
        StatusFileTaken taken;
        await using (var scope = services.CreateAsyncScope())
        {
            taken = await scope.ServiceProvider.GetRequiredService<ImportStatusFile>().HandleAsync(upload, change, ct);
        }

        await Settle.WaitAsync(services, null, ct, change.Now);
        await using var after = services.CreateAsyncScope();
        var db = after.ServiceProvider.GetRequiredService<PaymentsDb>();
        var (line, part) = (0L, -1);
        while (await db.RunLines.AsNoTracking().Where(l => l.RunId == taken.RunId && (l.Line > line || (l.Line == line && l.Part > part))).OrderBy(l => l.Line).ThenBy(l => l.Part).Take(Slice).ToListAsync(ct) is { Count: > 0 } lines)
        {
            await verdicts.AddAsync(lines);
            (line, part) = (lines[^1].Line, lines[^1].Part);
        }

        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == taken.RunId, ct);
        var file = await db.StatusFiles.AsNoTracking().SingleAsync(f => f.Id == taken.FileId, ct);
        verdicts.End(new IngestSummary
        {
            Agency = file.Agency, File = upload.FileName, DryRun = false, Format = file.Format.ToString(), ReadBefore = taken.ReadBefore, Run = run.Id, State = run.State, Problem = run.Problem,
            Lines = run.Done, Accepted = run.Accepted, Refused = run.Refused,
            Outcomes = await db.Outcomes.Where(o => o.StatusFileId == file.Id).GroupBy(o => o.Kind).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key.ToString(), g => g.Count, ct),
            Contradictions = await db.Contradictions.LongCountAsync(c => c.StatusFileId == file.Id, ct),
        });
        return run is { FinishedAt: not null, FailedAt: null, Refused: 0 };
    }
}
