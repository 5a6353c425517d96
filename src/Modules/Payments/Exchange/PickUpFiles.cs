using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Payments.Reconciliation;

namespace Spmis.Payments.Exchange;

/// <summary>
/// Picks up what an agency has put into its folder: each file is taken in like any other answer (the same content is read once, by constraint), and once it is read it is moved to <c>done</c>,
/// or to <c>failed</c> when a line was refused or it is no answer at all, with its verdicts beside it.
/// </summary>
public sealed class PickUpFiles(PaymentsDb db, ImportStatusFile import, AgencyFolders folders)
{
    private const int Most = 100;
    private const int Lines = 1000;

    /// <summary>A file that was written to so lately may not be whole.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    /// <summary>Files that wait in one agency's folder.</summary>
    internal IReadOnlyList<FileInfo> Waiting(string agency, Change change) => folders.Waiting(agency, change.Now - Quiet, Most);

    /// <summary>Looks at one of them.</summary>
    /// <returns>Whether it was moved out of the folder.</returns>
    internal async Task<bool> LookAsync(string agency, FileInfo file, Change change, CancellationToken ct)
    {
        var name = file.Name.Length > 255 ? file.Name[..255] : file.Name;
        var sha = await ShaAsync(file, ct);
        var known = await db.FolderFiles.SingleOrDefaultAsync(f => f.Agency == agency && f.Direction == FolderDirection.PickedUp && f.Name == name && f.Sha256 == sha, ct);
        if (known is null)
        {
            known = await TakeInAsync(agency, file, name, sha, change, ct);
        }
        else if (known is { FinishedAt: not null, Fine: false })
        {
            await TakeInAgainAsync(known, file, change, ct);
        }

        if (known.StatusFileId is not { } id)
        {
            await FinishAsync(known, file, false, change, target => WriteProblemAsync(target, known.Problem, ct), ct);
            return true;
        }

        var run = await db.StatusFiles.Where(f => f.Id == id).Join(db.Runs.AsNoTracking(), f => f.RunId, r => r.Id, (_, r) => r).SingleAsync(ct);
        if (run.FinishedAt is null && run.FailedAt is null && run.CancelledAt is null)
        {
            return false; // It stays until it is read.
        }

        known.Problem = run.Problem;
        await FinishAsync(known, file, run is { FailedAt: null, CancelledAt: null, Refused: 0 }, change, target => WriteVerdictsAsync(target, run, ct), ct);
        return true;
    }

    private async Task<FolderFile> TakeInAsync(string agency, FileInfo file, string name, string sha, Change change, CancellationToken ct)
    {
        var (status, problem) = await ImportAsync(agency, file, name, change, ct);
        var kept = new FolderFile { Agency = agency, Direction = FolderDirection.PickedUp, Name = name, Sha256 = sha, Length = file.Length, At = change.Now, StatusFileId = status, Problem = problem };
        db.FolderFiles.Add(kept);
        await db.SaveAsync(change, ct);
        return kept;
    }

    /// <summary>It was put there once more: the agency's words may have been mended since it was refused, and then it is read anew.</summary>
    private async Task TakeInAgainAsync(FolderFile known, FileInfo file, Change change, CancellationToken ct)
    {
        var (status, problem) = await ImportAsync(known.Agency, file, known.Name, change, ct);
        if (status != known.StatusFileId)
        {
            (known.StatusFileId, known.Problem, known.FinishedAt, known.Fine) = (status, problem, null, null);
            await db.SaveAsync(change, ct);
        }
    }

    private async Task<(long? StatusFileId, string? Problem)> ImportAsync(string agency, FileInfo file, string name, Change change, CancellationToken ct)
    {
        try
        {
            await using var content = file.OpenRead();
            return ((await import.HandleAsync(new StatusUpload { Agency = agency, FileName = name, Content = content, Length = content.Length }, change, ct)).FileId, null);
        }
        catch (Refused refused)
        {
            return (null, refused.Message.Length > 1000 ? refused.Message[..1000] : refused.Message);
        }
    }

    /// <summary>Verdicts first, then the note, then the move: whatever breaks off between, the next look does it again and comes to the same.</summary>
    private async Task FinishAsync(FolderFile known, FileInfo file, bool fine, Change change, Func<Stream, Task> verdicts, CancellationToken ct)
    {
        var folder = fine ? folders.Done(known.Agency) : folders.Failed(known.Agency);
        await AgencyFolders.WriteAsync(folder, $"{file.Name}.{known.Sha256[..8]}.verdicts.csv", verdicts);
        (known.FinishedAt, known.Fine) = (change.Now, fine);
        await db.SaveAsync(change, ct);
        AgencyFolders.MoveInto(file, folder);
    }

    private async Task WriteVerdictsAsync(Stream target, Run run, CancellationToken ct)
    {
        await using var csv = await StartAsync(target, ct);
        var (line, part) = (-1L, -1);
        while (true)
        {
            var (afterLine, afterPart) = (line, part);
            var rows = await db.RunLines.AsNoTracking().Where(l => l.RunId == run.Id && (l.Line > afterLine || (l.Line == afterLine && l.Part > afterPart)))
                .OrderBy(l => l.Line).ThenBy(l => l.Part).Take(Lines).ToListAsync(ct);
            foreach (var row in rows)
            {
                await csv.RowAsync(ct, row.Line, row.Number ?? row.Reference, row.Verdict, row.Code, row.Text);
            }

            if (rows.Count < Lines)
            {
                break;
            }

            (line, part) = (rows[^1].Line, rows[^1].Part);
        }

        if (run.Problem is { } problem)
        {
            await csv.RowAsync(ct, 0L, null, RunLine.RefusedVerdict, "file", problem);
        }
    }

    private static async Task WriteProblemAsync(Stream target, string? problem, CancellationToken ct)
    {
        await using var csv = await StartAsync(target, ct);
        await csv.RowAsync(ct, 0L, null, RunLine.RefusedVerdict, "file", problem);
    }

    private static Task<CsvOutput> StartAsync(Stream target, CancellationToken ct) => CsvOutput.StartAsync(target, ["line", "payment_reference", "verdict", "code", "text"], ct);

    private static async Task<string> ShaAsync(FileInfo file, CancellationToken ct)
    {
        await using var content = file.OpenRead();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct));
    }
}
