using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Reconciliation;

/// <summary>A status file as it arrives.</summary>
public sealed record StatusUpload
{
    /// <summary>Code of the agency that answers.</summary>
    public required string Agency { get; init; }

    /// <summary>The sender's name for the file.</summary>
    public required string FileName { get; init; }

    /// <summary>The content; stays the caller's.</summary>
    public required Stream Content { get; init; }

    /// <summary>The length told beforehand, if any: a file cut off on its way is refused.</summary>
    public long? Length { get; init; }
}

/// <summary>A status file that was taken in.</summary>
/// <param name="FileId">The file.</param>
/// <param name="RunId">The run that reads it.</param>
/// <param name="ReadBefore">The same content came before; nothing was done.</param>
public sealed record StatusFileTaken(long FileId, long RunId, bool ReadBefore);

/// <summary>Takes in an agency's status file (pain.002, camt.053, camt.054 or CSV, recognised by content); a run reads it. The same content a second time does nothing, but that an agency's own file is read anew by another version of the agency, whose words may have been mended.</summary>
public sealed class ImportStatusFile(PaymentsDb db, FileStore store)
{
    /// <summary>The files of this content that were read already, the latest first: an agency's own file counts only for the version by whose words it was read.</summary>
    internal static IQueryable<StatusFile> Known(PaymentsDb db, string agency, string sha256, int version) =>
        db.StatusFiles.AsNoTracking().Where(f => f.Agency == agency && f.Sha256 == sha256 && (f.Format != StatusFormat.Mapped || f.AgencyVersion == version)).OrderByDescending(f => f.Id);

    /// <summary>Keeps the file and starts its run.</summary>
    /// <exception cref="Refused">The agency is unknown or not the user's, or the file is nothing we read.</exception>
    public async Task<StatusFileTaken> HandleAsync(StatusUpload input, Change change, CancellationToken ct)
    {
        var agency = await AgencyAsync(db, input.Agency, change.Actor, ct);
        var kept = await store.SaveAsync(input.Content, input.FileName, input.Length, ct);
        var (version, layout) = await LayoutAsync(db, agency, null, ct);
        var known = Known(db, agency, kept.Sha256, version);
        if (await known.FirstOrDefaultAsync(ct) is { } before)
        {
            return new StatusFileTaken(before.Id, before.RunId, true);
        }

        await using var content = store.Open(kept.Sha256);
        var format = await ReadAnswers.RecogniseAsync(content, layout, ct);
        var file = new StatusFile
        {
            Agency = agency, AgencyVersion = version, Sha256 = kept.Sha256, Name = kept.Name, Length = kept.Length, Format = format, ReceivedAt = change.Now, ReceivedBy = change.Actor.Name,
        };
        try
        {
            await db.WriteAsync(() => StartAsync(file, change, ct), ct);
        }
        catch (Refused refused) when (refused.Code == "exists-already")
        {
            // Sent twice at once; the other one was faster.
            var first = await known.FirstAsync(ct);
            return new StatusFileTaken(first.Id, first.RunId, true);
        }

        return new StatusFileTaken(file.Id, file.RunId, false);
    }

    private async Task StartAsync(StatusFile file, Change change, CancellationToken ct)
    {
        db.StatusFiles.Add(file);
        await db.SaveAsync(change, ct);
        var run = Run.Of(StatusWorker.RunKind, $"{file.Agency}:{file.Sha256}:{file.AgencyVersion}", $"Answers of {file.Agency}: {file.Name}", new StatusInput(file.Id), change, scope: file.Agency);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        file.RunId = run.Id;
        await db.SaveAsync(change, ct);
    }

    /// <summary>The layout of an agency's own status file, of the version in force or of one before it.</summary>
    internal static async Task<(int Version, AnswerLayout? Layout)> LayoutAsync(PaymentsDb db, string agency, int? version, CancellationToken ct)
    {
        var number = version ?? await db.Agencies.Where(a => a.Code == agency).Select(a => a.CurrentNumber).SingleAsync(ct);
        var settings = (await db.AgencyVersions.AsNoTracking().SingleAsync(v => v.Agency == agency && v.Number == number, ct)).Read();
        return (number, settings.Answers is { } answers ? AnswerLayout.Read(answers, settings.Currency) : null);
    }

    /// <summary>The agency's code, if the user may speak for it.</summary>
    internal static async Task<string> AgencyAsync(PaymentsDb db, string code, Actor actor, CancellationToken ct)
    {
        var wanted = code.Trim().ToUpperInvariant();
        if (actor.Agency is { } own && own != wanted)
        {
            throw new Refused("access.other-agency", $"You belong to {own} and can send its answers only.", nameof(StatusUpload.Agency));
        }

        var known = await db.Agencies.AsNoTracking().OrderBy(a => a.Code).Select(a => a.Code).Take(100).ToListAsync(ct);
        return known.Contains(wanted) ? wanted : throw new Refused("agency.unknown", $"There is no agency '{code}'; known are {string.Join(", ", known)}.", nameof(StatusUpload.Agency));
    }
}

/// <summary>What the run that reads a status file needs.</summary>
internal sealed record StatusInput(long StatusFileId);
