using System.Runtime.CompilerServices;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Iso20022.Statuses;
using Spmis.Iso20022.Transfers;
using Spmis.Samples.Files;
using Spmis.Values;

namespace Spmis.Samples.Agencies;

/// <summary>A bank that takes pain.001, answers with pain.002.001.10 and reports what came back later with camt.054.001.08. The batch is read as a stream, once for each file.</summary>
/// <param name="seed">The seed of the demo.</param>
/// <param name="agency">The bank's code.</param>
public sealed class TransferAgency(long seed, string agency)
{
    private const string OrderingAccount = "ZZ89BNKA000100000002";
    private const int DaysUntilReturned = 3;

    /// <summary>Answers one batch file; the answers are named after it.</summary>
    /// <exception cref="InvalidOperationException">A payment in the batch cannot be read: SPMIS wrote a bad file.</exception>
    public async Task<AgencyAnswer> AnswerAsync(string batchPath, string folder, DateOnly answeredOn, CancellationToken ct = default)
    {
        var tallies = new Dictionary<PaymentOutcome, Tally>();
        var currency = (Currency?)null;
        await foreach (var payment in PaymentsAsync(batchPath, ct).ConfigureAwait(false))
        {
            tallies[payment.Fate.Outcome] = tallies.GetValueOrDefault(payment.Fate.Outcome).With(payment.Transfer.Amount);
            currency ??= payment.Transfer.Amount.Currency;
        }

        var name = Path.GetFileNameWithoutExtension(batchPath);
        var statusPath = Path.Combine(folder, $"{name}-pain002.xml");
        await WriteStatusesAsync(batchPath, statusPath, answeredOn, ct).ConfigureAwait(false);
        var returned = tallies.GetValueOrDefault(PaymentOutcome.Returned);
        var returnsPath = returned.Count == 0 ? null : Path.Combine(folder, $"{name}-camt054.xml");
        if (returnsPath is not null && currency is { } known)
        {
            await WriteReturnsAsync(batchPath, returnsPath, new Money(returned.Minor, known), answeredOn.AddDays(DaysUntilReturned), ct).ConfigureAwait(false);
        }

        return AgencyAnswer.Of(agency, statusPath, returnsPath, tallies);
    }

    private async Task WriteStatusesAsync(string batchPath, string path, DateOnly on, CancellationToken ct)
    {
        using var source = File.OpenRead(batchPath);
        using var batch = await ReadCreditTransfers.OpenAsync(source, ReadLimits.Usual, ct).ConfigureAwait(false);
        var head = new StatusReport
        {
            MessageId = Number("ST", batch.File.MessageId),
            CreatedAt = on.ToDateTime(new TimeOnly(15, 0), DateTimeKind.Utc),
            OriginalMessageId = batch.File.MessageId,
            OriginalMessageName = batch.Message.ToString(),
        };
        using var file = SampleFile.Create(path);
        await WriteStatusReport.WriteAsync(file.Bytes, StatusReportVersion.V10, head, StatusesAsync(batchPath, ct), ct).ConfigureAwait(false);
        file.Keep();
    }

    private async IAsyncEnumerable<StatusLine> StatusesAsync(string batchPath, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (transfer, batchId, fate) in PaymentsAsync(batchPath, ct).ConfigureAwait(false))
        {
            yield return new StatusLine
            {
                Level = StatusLevel.Payment,
                OriginalBatchId = batchId,
                OriginalInstructionId = transfer.InstructionId,
                OriginalEndToEndId = transfer.EndToEndId,
                Status = fate.Outcome == PaymentOutcome.Failed ? "RJCT" : "ACSC",
                Reasons = fate.Outcome == PaymentOutcome.Failed ? [new StatusReason(fate.ReasonCode, fate.ReasonText)] : [],
                OriginalAmount = transfer.Amount,
            };
        }
    }

    private async Task WriteReturnsAsync(string batchPath, string path, Money total, DateOnly on, CancellationToken ct)
    {
        var number = Number("RT", Path.GetFileNameWithoutExtension(batchPath));
        var statement = new Statement
        {
            Id = number,
            Account = Account.Iban(OrderingAccount),
            Currency = total.Currency,
            OwnerName = "Sanawe Social Security Fund",
            From = on,
            To = on,
        };
        using var file = SampleFile.Create(path);
        var head = new StatementFile(number, on.ToDateTime(new TimeOnly(18, 0), DateTimeKind.Utc));
        await WriteStatements.WriteAsync(file.Bytes, StatementKind.Notification, head, [statement], _ => ReturnsAsync(batchPath, on, ct), ct).ConfigureAwait(false);
        file.Keep();
    }

    private async IAsyncEnumerable<EntryToWrite> ReturnsAsync(string batchPath, DateOnly on, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (transfer, batchId, fate) in PaymentsAsync(batchPath, ct).ConfigureAwait(false))
        {
            if (fate.Outcome != PaymentOutcome.Returned)
            {
                continue;
            }

            var entry = new StatementEntry { Amount = transfer.Amount, Direction = Direction.Credit, BookedOn = on, ValueOn = on, TransactionCode = "PMNT/ICDT/RRTN" };
            yield return new EntryToWrite(entry, [new StatementTransaction
            {
                Amount = transfer.Amount,
                Direction = Direction.Credit,
                BatchId = batchId,
                InstructionId = transfer.InstructionId,
                EndToEndId = transfer.EndToEndId,
                CreditorName = transfer.CreditorName,
                CreditorAccount = transfer.CreditorAccount,
                Return = new StatusReason(fate.ReasonCode, fate.ReasonText),
            }]);
        }
    }

    private async IAsyncEnumerable<(CreditTransfer Transfer, string? BatchId, PaymentFate Fate)> PaymentsAsync(string batchPath, [EnumeratorCancellation] CancellationToken ct)
    {
        using var source = File.OpenRead(batchPath);
        using var batch = await ReadCreditTransfers.OpenAsync(source, ReadLimits.Usual, ct).ConfigureAwait(false);
        await foreach (var read in batch.ReadAsync(ct).ConfigureAwait(false))
        {
            var transfer = read.Transfer ?? throw new InvalidOperationException($"{Path.GetFileName(batchPath)}, line {read.Line}: {read.Problem?.Text}");
            yield return (transfer, read.Batch?.Id, PaymentFate.Of(seed, agency, transfer.CreditorAccount?.Number ?? "", transfer.CreditorName));
        }
    }

    // Message ids have 35 characters at most; the end of ours tells batches apart.
    private static string Number(string prefix, string id) => prefix + "-" + (id.Length > 32 ? id[^32..] : id);
}
