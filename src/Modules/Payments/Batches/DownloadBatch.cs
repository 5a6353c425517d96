using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Payments.Batches;

/// <summary>A batch's file, open for reading; the caller closes it.</summary>
/// <param name="Content">The bytes.</param>
/// <param name="Name">File name.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Sha256">Of the content.</param>
public sealed record BatchFile(Stream Content, string Name, string ContentType, string Sha256);

/// <summary>
/// Hands out a batch's file and keeps who fetched it first. An agency's user gets that agency's batches only. The file holds every payee's account, byte for byte as the agency needs it:
/// it goes to the agency and to who may see accounts in full (<see cref="IdentifierMask.Permission"/>), others have <see cref="MaskedBatch"/>.
/// </summary>
public sealed class DownloadBatch(PaymentsDb db, FileStore store, WriteBatchFile files, IdentifierMask mask, PersonsShown shown)
{
    /// <summary>Opens the file; writes it again, byte for byte the same, when the store has lost it.</summary>
    /// <exception cref="Refused">There is no such batch for this user, it is not released, or the user may not see accounts in full.</exception>
    public async Task<BatchFile> HandleAsync(long batchId, Change change, CancellationToken ct)
    {
        var batch = await db.Batches.VisibleTo(change.Actor).SingleOrDefaultAsync(b => b.Id == batchId, ct)
            ?? throw new Refused("batch.unknown", "There is no such batch.");
        if (batch is not { ReleasedAt: not null, FileSha256: { } sha })
        {
            throw new Refused("batch.not-released", $"Batch {batch.Number} is not released yet.");
        }

        if (!await MayAsync(change.Actor))
        {
            throw new Refused("batch.masked", $"The order file of batch {batch.Number} holds the accounts of all payees in full: it goes to the agency and to who registers and pays. Download the payments with the ends of the accounts instead (the batch's page, or masked=true); the checksum on the page says whether an order is the one released.");
        }

        await DemandNobodyHiddenAsync(db, batch, ct);
        var (sent, sentName) = AsSent(batch);
        if (batch.EncryptedSha256 is not null && !store.Has(sent))
        {
            throw new Refused("batch.file-lost", $"The encrypted file of batch {batch.Number} is not in the store. Restore it from the backup.");
        }

        if (!store.Has(sha) && (await files.WriteAsync(batchId, ct)).Sha256 != sha)
        {
            throw new Refused("batch.file-lost", $"The file of batch {batch.Number} is not in the store, and what can be written now is not the same: the payments or the agency's version changed in the database. Restore the file from the backup.");
        }

        // Who only looks at it (an auditor) has not carried it to the agency.
        if (batch.FetchedAt is null && change.Actor.Roles.Any(r => r is Roles.Agency or Roles.Officer))
        {
            (batch.FetchedAt, batch.FetchedBy) = (change.Now, change.Actor.Name);
            batch.Version++;
            await db.SaveAsync(change, ct);
        }

        // The file was made at the release; whom it shows stands in the payments it was made of.
        await shown.RecordAllAsync(db.Instructions.AsNoTracking().Where(i => i.BatchId == batchId).OrderBy(i => i.Id).Select(i => i.PayeeNumber).AsAsyncEnumerable(), ct);
        return new BatchFile(store.Open(sent), sentName, TypeOf(sentName), sent);
    }

    /// <summary>A file of payments is whole or not given: who may not see restricted records gets none in which somebody of them is paid. The agency does, and what is sent by itself is whole.</summary>
    internal static async Task DemandNobodyHiddenAsync(PaymentsDb db, Batch batch, CancellationToken ct)
    {
        var paid = db.Instructions.IgnoreQueryFilters().Where(i => i.BatchId == batch.Id);
        if (db.HidesRestricted && await paid.CountAsync(ct) != await db.Instructions.CountAsync(i => i.BatchId == batch.Id, ct))
        {
            throw new Refused(RestrictedRecords.Code, $"Somebody is paid in batch {batch.Number} whose record is restricted. Let somebody who may see restricted records fetch the file, such as a supervisor; the agency gets it whole.");
        }
    }

    /// <summary>Whether the user gets order files: the agency its own, others with the permission to see accounts in full.</summary>
    public async Task<bool> MayAsync(Actor actor) => actor.Agency is not null || await mask.SeesAllAsync();

    /// <summary>The detached signature of a batch's file.</summary>
    /// <exception cref="Refused">There is no such batch for this user, or it is not signed.</exception>
    public async Task<BatchFile> SignatureAsync(long batchId, Change change, CancellationToken ct)
    {
        var batch = await db.Batches.AsNoTracking().VisibleTo(change.Actor).SingleOrDefaultAsync(b => b.Id == batchId, ct)
            ?? throw new Refused("batch.unknown", "There is no such batch.");
        return batch is { ReleasedAt: not null, SignatureSha256: { } sha }
            ? new BatchFile(store.Open(sha), batch.SignatureName, TypeOf(batch.SignatureName), sha)
            : throw new Refused("batch.not-signed", $"Batch {batch.Number} goes without a signature.");
    }

    /// <summary>What of a batch goes to its agency: encrypted where its version asks for it.</summary>
    internal static (string Sha256, string Name) AsSent(Batch batch) => batch.EncryptedSha256 is { } encrypted
        ? (encrypted, batch.EncryptedName)
        : (batch.FileSha256 ?? throw new InvalidOperationException($"Batch {batch.Number} has no file."), batch.FileName ?? batch.Number);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".xml" => "application/xml",
        ".csv" => "text/csv",
        ".json" => "application/json",
        ".p7m" => "application/pkcs7-mime",
        ".p7s" => "application/pkcs7-signature",
        // RFC 3156.
        ".pgp" => "application/pgp-encrypted",
        ".asc" => "application/pgp-signature",
        _ => "text/plain",
    };
}

/// <summary>What a user may see.</summary>
public static class BatchVisibility
{
    /// <summary>All batches, or those of the agency the user belongs to.</summary>
    public static IQueryable<Batch> VisibleTo(this IQueryable<Batch> batches, Actor actor) =>
        actor.Agency is { } agency ? batches.Where(b => b.Agency == agency && b.ReleasedAt != null)
        : actor.Roles.Count > 0 && actor.Roles.All(r => r == Roles.Agency) ? batches.Where(_ => false) // An agency's user who is tied to no agency sees none.
        : batches;
}
