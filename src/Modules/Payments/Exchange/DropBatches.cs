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

    /// <summary>Drops what is due of one agency.</summary>
    /// <returns>Batches dropped.</returns>
    public async Task<int> HandleAsync(string agency, Change change, CancellationToken ct)
    {
        var due = await db.Batches.Where(b => b.Agency == agency && b.ReleasedAt != null && b.DroppedAt == null && b.ClosedAt == null)
            .OrderBy(b => b.Id).Take(Most).ToListAsync(ct);
        var dropped = 0;
        foreach (var batch in due)
        {
            var version = await db.AgencyVersions.AsNoTracking().SingleAsync(v => v.Agency == agency && v.Number == batch.AgencyVersion, ct);
            if (!version.Read().UseFolders)
            {
                continue; // Made before the agency had a folder: its people fetch it as agreed then.
            }

            await DropAsync(batch, change, ct);
            dropped++;
        }

        return dropped;
    }

    private async Task DropAsync(Batch batch, Change change, CancellationToken ct)
    {
        var folder = folders.Out(batch.Agency);
        var (sha, name) = DownloadBatch.AsSent(batch);
        if (batch.SignatureSha256 is { } signature)
        {
            await PutAsync(folder, $"{batch.FileName}.p7s", signature, ct); // Before the order: who sees the order finds its signature.
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
