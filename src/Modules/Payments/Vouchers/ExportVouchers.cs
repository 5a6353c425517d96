using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Payments.Vouchers;

/// <summary>Writes the numbers of a batch for the printer, once: what they are made of is deleted with it, and nobody can write them again.</summary>
public sealed class ExportVouchers(PaymentsDb db, VoucherNumbers numbers)
{
    /// <summary>Writes them as CSV. Should the file be lost, the vouchers are cancelled and others are made.</summary>
    /// <exception cref="Refused">They are not all made, were exported or given out singly, or are cancelled or expired.</exception>
    public async Task<(string Name, Stream Content)> HandleAsync(long batchId, Change change, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var aside = new FileStream(Path.Combine(Path.GetTempPath(), $"spmis-vouchers-{Guid.CreateVersion7():N}"), options);
        var name = "";
        try
        {
            await db.WriteAsync(
                async () =>
                {
                    var batch = await db.VoucherBatches.SingleOrDefaultAsync(b => b.Id == batchId, ct) ?? throw new Refused("voucher.batch-unknown", "There are no such vouchers.");
                    if (batch.State != "made")
                    {
                        throw new Refused("voucher.state", $"The vouchers {batch.Number} are {batch.State}; their numbers are exported once, before they are activated.");
                    }

                    if (await db.Vouchers.AnyAsync(v => v.BatchId == batchId && v.HandedAt != null, ct))
                    {
                        throw new Refused("voucher.given-out", $"Vouchers of {batch.Number} are given out singly; they are not exported.");
                    }

                    await WriteAsync(batch, numbers.Open(batch), aside, ct);
                    (batch.ExportedAt, batch.ExportedById, batch.ExportedBy, batch.SecretSealed) = (change.Now, change.Actor.Id, change.Actor.Name, null);
                    batch.Version++;
                    name = $"vouchers-{batch.Number}.csv";
                    await db.SaveAsync(change, ct);
                },
                ct);
        }
        catch
        {
            await aside.DisposeAsync();
            throw;
        }

        aside.Position = 0;
        return (name, aside);
    }

    private async Task WriteAsync(VoucherBatch batch, byte[] secret, Stream target, CancellationToken ct)
    {
        await using var csv = await CsvOutput.StartAsync(target, ["voucher_number", "serial", "value", "currency", "group", "last_day", "person_number"], ct);
        var rows = db.Vouchers.AsNoTracking().Where(v => v.BatchId == batch.Id).OrderBy(v => v.Position).Select(v => new { v.Position, v.Salt, v.AmountMinor, Person = db.Payees.Where(p => p.PersonId == v.PersonId).Select(p => p.RegistrationNumber).FirstOrDefault() });
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            await csv.RowAsync(ct, VoucherNumbers.Of(secret, row.Position, row.Salt), Voucher.SerialOf(batch.Id, row.Position), new Money(row.AmountMinor, Currency.Of(batch.Currency)).ToPlain(), batch.Currency, batch.Group, batch.ExpiresOn, row.Person);
        }
    }
}
