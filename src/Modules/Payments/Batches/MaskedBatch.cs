using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Payments.Batches;

/// <summary>
/// The payments of a batch for who may look at it and need not have accounts in full: who gets how much, accounts by their ends. It is no order and is in no form an agency takes;
/// whether the order is the one released is seen by its checksum on the batch's page.
/// </summary>
public sealed class MaskedBatch(PaymentsDb db, PersonsShown shown)
{
    private static readonly string[] Headings = ["payment_reference", "payee_number", "payee_name", "account_ends_with", "amount", "currency", "scheme", "month"];

    /// <summary>The batch, when there is one for this user that is released.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<Batch> FindAsync(long batchId, Change change, CancellationToken ct)
    {
        var batch = await db.Batches.AsNoTracking().VisibleTo(change.Actor).SingleOrDefaultAsync(b => b.Id == batchId && b.ReleasedAt != null, ct) ?? throw new Refused("batch.unknown", "There is no such batch, or it is not released yet.");
        await DownloadBatch.DemandNobodyHiddenAsync(db, batch, ct);
        return batch;
    }

    /// <summary>What it is called.</summary>
    public static string NameOf(Batch batch) => $"{batch.Number}-masked-no-order.csv";

    /// <summary>Writes it as a stream, in the order of the order file; who fetched it is in the history.</summary>
    public async Task WriteAsync(Batch batch, Stream target, Change change, CancellationToken ct)
    {
        db.RecordBulk(change, nameof(Batch), $"batch {batch.Number}, masked", new { batch.Count });
        await db.SaveAsync(change, ct);
        await using var csv = await CsvOutput.StartAsync(target, Headings, ct);
        var rows = db.Instructions.AsNoTracking().Where(i => i.BatchId == batch.Id).OrderBy(i => i.Id).Select(i => new { i.Reference, i.PayeeNumber, i.PayeeName, i.Account, i.AmountMinor, i.Currency, i.Scheme, i.Month });
        await foreach (var row in shown.InPartsAsync(rows.AsAsyncEnumerable(), r => r.PayeeNumber).WithCancellation(ct))
        {
            await csv.RowAsync(ct, row.Reference, row.PayeeNumber, row.PayeeName, IdentifierMask.Of(row.Account), new Money(row.AmountMinor, Currency.Of(row.Currency)).ToPlain(), row.Currency, row.Scheme, row.Month);
        }
    }
}
