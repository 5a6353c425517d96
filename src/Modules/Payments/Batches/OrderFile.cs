using Spmis.Iso20022;
using Spmis.Iso20022.Transfers;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;
using Spmis.Values;

namespace Spmis.Payments.Batches;

/// <summary>An order file in whatever form the agency takes; for a batch, and for a sample before a version is approved.</summary>
internal static class OrderFile
{
    /// <summary>Its name.</summary>
    public static string NameOf(string batch, AgencySettings settings) => $"{batch}.{settings.Format switch
    {
        OrderFormat.Csv => "csv",
        OrderFormat.Delimited or OrderFormat.FixedWidth => settings.Layout?.Extension ?? "txt",
        OrderFormat.G2pConnect or OrderFormat.GovStack => "json",
        _ => "xml",
    }}";

    /// <summary>Writes it.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="settings">The agency's version.</param>
    /// <param name="head">What the file as a whole says.</param>
    /// <param name="createdAt">When the batch was cut.</param>
    /// <param name="parts">Its parts in the order of the file.</param>
    /// <param name="rows">The payments of a part, or all.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="Refused">A text or number cannot be written for the agency.</exception>
    public static async Task WriteAsync(
        Stream target, AgencySettings settings, OrderHead head, DateTime createdAt, IReadOnlyList<BatchPart> parts, Func<BatchPart?, IAsyncEnumerable<OrderLine>> rows, CancellationToken ct)
    {
        if (settings.IsLinked())
        {
            await OrderMessage.WriteAsync(target, settings, head, createdAt, rows(null), ct);
            return;
        }

        if (settings.Format is not (OrderFormat.Pain001V03 or OrderFormat.Pain001V09))
        {
            await new OrderRecords(settings).WriteAsync(target, head, rows(null), ct);
            return;
        }

        var version = settings.Format == OrderFormat.Pain001V03 ? CreditTransferVersion.V03 : CreditTransferVersion.V09;
        var file = new CreditTransferFile { MessageId = head.Number, CreatedAt = createdAt, InitiatingParty = settings.DebtorName };
        var currency = Currency.Of(head.Currency);
        var infos = parts.Select(p => new CreditTransferBatch
        {
            Id = p.Id, ExecuteOn = head.ValueDate, DebtorName = settings.DebtorName, DebtorAccount = AccountNumbers.ToIso(settings.DebtorAccount),
            DebtorAgent = new Iso20022.Agent { Bic = settings.DebtorBic }, CategoryPurpose = p.CategoryPurpose, Count = checked((int)p.Count), Sum = new Money(p.Minor, currency).Major,
        }).ToList();
        var byId = parts.ToDictionary(p => p.Id);
        try
        {
            await WriteCreditTransfers.WriteAsync(target, version, file, infos, info => Transfers(settings, byId[info.Id], rows(byId[info.Id])), settings.Text, ct);
        }
        catch (MessageRefused refused)
        {
            throw new Refused(refused.Code, $"Batch {head.Number} cannot be written: {refused.Message}");
        }
    }

    private static async IAsyncEnumerable<CreditTransfer> Transfers(AgencySettings settings, BatchPart part, IAsyncEnumerable<OrderLine> rows)
    {
        var agent = settings.PayeeBic is null ? null : new Iso20022.Agent { Bic = settings.PayeeBic };
        var purpose = part.Purpose;
        await foreach (var row in rows)
        {
            yield return new CreditTransfer
            {
                EndToEndId = row.Reference, Amount = row.Amount, CreditorName = row.PayeeName,
                CreditorAccount = AccountNumbers.ToIso(row.Account ?? throw new InvalidOperationException($"Payment {row.Reference} has no account and should have been held.")),
                CreditorAgent = agent, Purpose = purpose, Remittance = row.Note,
            };
        }
    }
}
