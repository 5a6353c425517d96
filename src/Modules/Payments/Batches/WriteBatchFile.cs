using Microsoft.EntityFrameworkCore;
using Spmis.Iso20022;
using Spmis.Iso20022.Transfers;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Payments.Agencies;
using Spmis.Values;

namespace Spmis.Payments.Batches;

/// <summary>Writes a batch's file into the store, line by line in memory that does not grow with it. The same batch gives the same bytes.</summary>
public sealed class WriteBatchFile(PaymentsDb db, FileStore store)
{
    /// <summary>Writes it, checked against the batch's totals.</summary>
    /// <exception cref="Refused">A text or number cannot be written for the agency.</exception>
    public async Task<StoredFile> WriteAsync(long batchId, CancellationToken ct)
    {
        var batch = await db.Batches.AsNoTracking().SingleAsync(b => b.Id == batchId, ct);
        var aside = Path.Combine(Path.GetTempPath(), $"spmis-batch-{Guid.CreateVersion7():N}");
        await using var file = new FileStream(aside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous });
        var format = await WriteToAsync(batch, file, ct);
        file.Position = 0;
        return await store.SaveAsync(file, $"{batch.Number}.{(format == OrderFormat.Csv ? "csv" : "xml")}", file.Length, ct);
    }

    /// <summary>Writes it anywhere.</summary>
    /// <exception cref="Refused">Its payments are not those it was cut with, or a text or number cannot be written for the agency.</exception>
    internal async Task<OrderFormat> WriteToAsync(Batch batch, Stream target, CancellationToken ct)
    {
        var agency = await db.Agencies.AsNoTracking().SingleAsync(a => a.Code == batch.Agency, ct);
        var parts = await BatchPart.OfAsync(db, batch, ct);
        if (parts.Sum(p => p.Count) != batch.Count || parts.Sum(p => p.Minor) != batch.TotalMinor)
        {
            throw new Refused("batch.totals", $"Batch {batch.Number} was cut with {batch.Count} payments and now holds {parts.Sum(p => p.Count)}, or another sum. Nothing was written; have the database looked into.");
        }

        if (agency.Format == OrderFormat.Csv)
        {
            await CsvOrder.WriteAsync(target, Rows(batch, null), ct);
        }
        else
        {
            await WritePainAsync(target, batch, agency, parts, ct);
        }

        return agency.Format;
    }

    private async Task WritePainAsync(Stream target, Batch batch, Agency agency, IReadOnlyList<BatchPart> parts, CancellationToken ct)
    {
        var version = agency.Format == OrderFormat.Pain001V03 ? CreditTransferVersion.V03 : CreditTransferVersion.V09;
        var head = new CreditTransferFile { MessageId = batch.Number, CreatedAt = batch.CutAt, InitiatingParty = agency.DebtorName };
        var currency = Currency.Of(batch.Currency);
        var infos = parts.Select(p => new CreditTransferBatch
        {
            Id = p.Id, ExecuteOn = batch.ValueDate, DebtorName = agency.DebtorName, DebtorAccount = AccountNumbers.ToIso(agency.DebtorAccount),
            DebtorAgent = new Iso20022.Agent { Bic = agency.DebtorBic }, CategoryPurpose = p.CategoryPurpose, Count = checked((int)p.Count), Sum = new Money(p.Minor, currency).Major,
        }).ToList();
        var byId = parts.ToDictionary(p => p.Id);
        try
        {
            await WriteCreditTransfers.WriteAsync(target, version, head, infos, info => Transfers(batch, agency, byId[info.Id]), agency.Text, ct);
        }
        catch (MessageRefused refused)
        {
            throw new Refused(refused.Code, $"Batch {batch.Number} cannot be written: {refused.Message}");
        }
    }

    private async IAsyncEnumerable<CreditTransfer> Transfers(Batch batch, Agency agency, BatchPart part)
    {
        await foreach (var row in Rows(batch, part))
        {
            yield return new CreditTransfer
            {
                EndToEndId = row.Reference, Amount = row.Amount, CreditorName = row.PayeeName,
                CreditorAccount = AccountNumbers.ToIso(row.Account ?? throw new InvalidOperationException($"Payment {row.Reference} has no account and should have been held.")),
                CreditorAgent = agency.PayeeBic is null ? null : new Iso20022.Agent { Bic = agency.PayeeBic },
                Purpose = part.Purpose, Remittance = row.Note,
            };
        }
    }

    private IAsyncEnumerable<OrderLine> Rows(Batch batch, BatchPart? part)
    {
        var rows = db.Instructions.AsNoTracking().Where(i => i.BatchId == batch.Id);
        return (part is null ? rows : rows.Where(i => i.Scheme == part.Scheme && i.Branch == part.Branch)).OrderBy(i => i.Id)
            .Select(i => new OrderLine(i.Reference, i.PayeeName, i.Account, i.AmountMinor, i.Currency, i.Scheme, i.Month)).AsAsyncEnumerable();
    }
}

/// <summary>What an order file says of a payment.</summary>
internal sealed record OrderLine(string Reference, string PayeeName, string? Account, long AmountMinor, string Currency, string Scheme, Month Month)
{
    public Money Amount => new(AmountMinor, Values.Currency.Of(Currency));

    public string Note => $"{Scheme} {Month}";
}
