using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Payments.Agencies;
using Spmis.Payments.Batches;
using Spmis.Payments.Exchange;

namespace Spmis.Payments.Promises;

/// <summary>Every order file in the store is the one that was released, and would be written again byte for byte the same from the payments as they are now.</summary>
internal static class CheckFiles
{
    public static async Task<Findings> RunAsync(PaymentsDb db, FileStore store, WriteBatchFile files, OrderProtection protection, CancellationToken ct)
    {
        var found = new Findings("files-same");
        foreach (var id in await db.Batches.AsNoTracking().Where(b => b.FileSha256 != null).OrderBy(b => b.Id).Select(b => b.Id).ToListAsync(ct))
        {
            var batch = await db.Batches.AsNoTracking().SingleAsync(b => b.Id == id, ct);
            found.Rows++;
            await LookAsync(found, batch, store, protection, ct);
            try
            {
                using var hash = SHA256.Create();
                await using (var target = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
                {
                    await files.WriteToAsync(batch, target, ct);
                }

                if (Convert.ToHexStringLower(hash.Hash ?? []) != batch.FileSha256)
                {
                    found.Add(batch.Number, "Written again from its payments, its file is another: the payments or the agency's version changed.");
                }
            }
            catch (Refused refused)
            {
                found.Add(batch.Number, $"Its file cannot be written again: {refused.Message}");
            }
        }

        found.Detail = $"{found.Rows} order files are as released and can be written again byte for byte";
        return found;
    }

    private static async Task LookAsync(Findings found, Batch batch, FileStore store, OrderProtection protection, CancellationToken ct)
    {
        if (batch.FileSha256 is not { } sha || !store.Has(sha))
        {
            found.Add(batch.Number, $"Its file {batch.FileName} is not in the store.");
            return;
        }

        if (batch.SignatureSha256 is { } signed)
        {
            await LookAtSignatureAsync(found, batch, sha, signed, store, protection, ct);
        }

        if (batch.EncryptedSha256 is { } encrypted && !store.Has(encrypted))
        {
            found.Add(batch.Number, "Its encrypted file is not in the store.");
        }

        await using var content = store.Open(sha);
        if (content.Length != batch.FileLength || Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) != sha)
        {
            found.Add(batch.Number, $"Its file {batch.FileName} in the store is not the one that was released: the checksum does not fit.");
        }
    }

    private static async Task LookAtSignatureAsync(Findings found, Batch batch, string sha, string signed, FileStore store, OrderProtection protection, CancellationToken ct)
    {
        if (!store.Has(signed))
        {
            found.Add(batch.Number, "Its signature is not in the store.");
            return;
        }

        await using var content = store.Open(sha);
        await using var signature = store.Open(signed);
        if (await protection.ProblemAsync(batch.Protection ?? FileProtection.Cms, content, signature, ct) is { } problem)
        {
            found.Add(batch.Number, problem);
        }
    }
}
