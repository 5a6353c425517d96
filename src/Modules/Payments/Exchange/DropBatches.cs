using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;

namespace Spmis.Payments.Exchange;

/// <summary>Puts released order files into their agencies' folders, each with its signature before it. Done again after a crash it writes the same bytes under the same name.</summary>
public sealed class DropBatches(PaymentsDb db, FileStore store, AgencyFolders folders)
{
    private const int Most = 100;

    /// <summary>Batches of an agency that are to be dropped, the oldest first. One made before the agency had a folder is not: its people fetch it as agreed then.</summary>
    internal async Task<IReadOnlyList<(long Id, string Number)>> DueAsync(string agency, CancellationToken ct)
    {
        var withFolder = (await db.AgencyVersions.AsNoTracking().Where(v => v.Agency == agency).ToListAsync(ct)).Where(v => v.Read().UseFolders).Select(v => v.Number).ToList();
        var due = await db.Batches.AsNoTracking().Where(b => b.Agency == agency && withFolder.Contains(b.AgencyVersion) && b.ReleasedAt != null && b.DroppedAt == null && b.ClosedAt == null)
            .OrderBy(b => b.Id).Take(Most).Select(b => new { b.Id, b.Number }).ToListAsync(ct);
        return [.. due.Select(b => (b.Id, b.Number))];
    }

    /// <summary>Drops one of them.</summary>
    internal async Task DropAsync(long batchId, Change change, CancellationToken ct)
    {
        var batch = await db.Batches.SingleAsync(b => b.Id == batchId, ct);
        var folder = folders.Out(batch.Agency);
        var (sha, name) = DownloadBatch.AsSent(batch);
        if (batch.SignatureSha256 is { } signature)
        {
            await PutAsync(folder, batch.SignatureName, signature, ct); // Before the order: who sees the order finds its signature.
        }

        var length = await PutAsync(folder, name, sha, ct);
        await db.WriteAsync(
            async () =>
            {
                if (!await db.FolderFiles.AnyAsync(f => f.Agency == batch.Agency && f.Direction == FolderDirection.Dropped && f.Name == name && f.Sha256 == sha, ct))
                {
                    db.FolderFiles.Add(new FolderFile { Agency = batch.Agency, Direction = FolderDirection.Dropped, Name = name, Sha256 = sha, Length = length, At = change.Now, BatchId = batch.Id, FinishedAt = change.Now, Fine = true });
                }

                batch.DroppedAt = change.Now;
                batch.Version++;
                await db.SaveAsync(change, ct);
            },
            ct);
    }

    private async Task<long> PutAsync(string folder, string name, string sha, CancellationToken ct)
    {
        await using var content = store.Open(sha);
        await AgencyFolders.WriteAsync(folder, name, target => content.CopyToAsync(target, ct));
        return content.Length;
    }
}
