using Microsoft.EntityFrameworkCore;
using Spmis.Iso20022;
using Spmis.Iso20022.Transfers;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Payments.Agencies;
using Spmis.Payments.Exchange;
using Spmis.Values;

namespace Spmis.Payments.Batches;

/// <summary>What was written for a batch: its order file, and beside it what its agency's version asks for.</summary>
/// <param name="Order">The order file.</param>
/// <param name="Protection">The form of what is beside it; null when nothing is.</param>
/// <param name="SignatureSha256">Its detached signature in the store.</param>
/// <param name="EncryptedSha256">The same file encrypted for the agency, in the store.</param>
internal sealed record WrittenBatch(StoredFile Order, FileProtection? Protection, string? SignatureSha256, string? EncryptedSha256);

/// <summary>
/// Writes a batch's file into the store by the version of its agency that the batch is bound to, line by line in memory that does not grow with it. The same batch gives the same bytes,
/// whatever became of the agency since.
/// </summary>
public sealed class WriteBatchFile(PaymentsDb db, FileStore store, OrderProtection protection)
{
    /// <summary>Writes the order file, checked against the batch's totals.</summary>
    /// <exception cref="Refused">A text or number cannot be written for the agency.</exception>
    public async Task<StoredFile> WriteAsync(long batchId, CancellationToken ct)
    {
        var (batch, settings) = await OneAsync(batchId, ct);
        return await StoreAsync(batch, settings, ct);
    }

    /// <summary>Writes the order file, and signs and encrypts it where the agency's version asks for it.</summary>
    /// <exception cref="Refused">A text or number cannot be written for the agency, or there is no key to sign with.</exception>
    internal async Task<WrittenBatch> WriteAllAsync(long batchId, CancellationToken ct)
    {
        var (batch, settings) = await OneAsync(batchId, ct);
        var order = await StoreAsync(batch, settings, ct);
        if (!settings.Sign && settings.EncryptFor is null)
        {
            return new(order, null, null, null);
        }

        var form = settings.Protection;
        var signed = settings.Sign ? await BesideAsync(order, OrderProtection.SignatureEnding(form), (content, target) => protection.SignAsync(form, content, target, batch.CutAt, ct), ct) : null;
        var encrypted = settings.EncryptFor is { } key
            ? await BesideAsync(order, OrderProtection.EncryptedEnding(form), (content, target) => OrderProtection.EncryptAsync(form, content, target, key, order.Name, batch.CutAt, ct), ct) : null;
        return new(order, form, signed, encrypted);
    }

    /// <summary>Writes it anywhere.</summary>
    /// <exception cref="Refused">Its payments are not those it was cut with, or a text or number cannot be written for the agency.</exception>
    internal async Task WriteToAsync(Batch batch, Stream target, CancellationToken ct) => await WriteToAsync(batch, (await OneAsync(batch.Id, ct)).Settings, target, ct);

    private Task<StoredFile> StoreAsync(Batch batch, AgencySettings settings, CancellationToken ct) =>
        store.MakeAsync(target => WriteToAsync(batch, settings, target, ct), OrderFile.NameOf(batch.Number, settings), ct);

    /// <summary>What is made of the order file, kept beside it.</summary>
    private async Task<string> BesideAsync(StoredFile order, string ending, Func<Stream, Stream, Task> write, CancellationToken ct)
    {
        await using var content = store.Open(order.Sha256);
        return (await store.MakeAsync(target => write(content, target), order.Name + ending, ct)).Sha256;
    }

    private async Task<(Batch Batch, AgencySettings Settings)> OneAsync(long batchId, CancellationToken ct)
    {
        var batch = await db.Batches.AsNoTracking().SingleAsync(b => b.Id == batchId, ct);
        return (batch, (await db.AgencyVersions.AsNoTracking().SingleAsync(v => v.Agency == batch.Agency && v.Number == batch.AgencyVersion, ct)).Read());
    }

    private async Task WriteToAsync(Batch batch, AgencySettings settings, Stream target, CancellationToken ct)
    {
        var parts = await BatchPart.OfAsync(db, batch, ct);
        if (parts.Sum(p => p.Count) != batch.Count || parts.Sum(p => p.Minor) != batch.TotalMinor)
        {
            throw new Refused("batch.totals", $"Batch {batch.Number} was cut with {batch.Count} payments and now holds {parts.Sum(p => p.Count)}, or another sum. Nothing was written; have the database looked into.");
        }

        await OrderFile.WriteAsync(target, settings, new OrderHead(batch.Number, batch.Currency, batch.ValueDate, batch.Count, batch.TotalMinor), batch.CutAt, parts, part => Rows(batch, part), ct);
    }

    private IAsyncEnumerable<OrderLine> Rows(Batch batch, BatchPart? part)
    {
        var rows = db.Counted.AsNoTracking().Where(i => i.BatchId == batch.Id);
        return (part is null ? rows : rows.Where(i => i.Scheme == part.Scheme && i.Branch == part.Branch)).OrderBy(i => i.Id)
            .Select(i => new OrderLine(i.Id, i.Reference, i.PayeeNumber, i.PayeeName, i.Account, i.AmountMinor, i.Currency, i.Scheme, i.Month)).AsAsyncEnumerable();
    }
}

/// <summary>What an order file says of a payment.</summary>
internal sealed record OrderLine(long Id, string Reference, string PayeeNumber, string PayeeName, string? Account, long AmountMinor, string Currency, string Scheme, Month Month)
{
    public Money Amount => new(AmountMinor, Values.Currency.Of(Currency));

    public string Note => $"{Scheme} {Month}";
}
