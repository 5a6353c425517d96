using System.Globalization;
using Spmis.Samples.Files;
using Spmis.Samples.Places;
using Spmis.Values;

namespace Spmis.Samples.Agencies;

/// <summary>A mobile-money operator that takes payment_reference,payee_name,account,amount,currency,note and answers payment_reference,status,reason,amount,executed_on, with one line about a payment nobody ordered.</summary>
/// <param name="seed">The seed of the demo.</param>
public sealed class MobileMoneyAgency(long seed)
{
    /// <summary>The reference of the payment nobody ordered.</summary>
    public const string UnknownReference = "UNKNOWN-0000001";

    private static readonly string[] Columns = ["payment_reference", "payee_name", "account", "amount", "currency"];

    /// <summary>Answers one batch file; the answer is named after it.</summary>
    /// <exception cref="InvalidOperationException">The batch cannot be read: SPMIS wrote a bad file.</exception>
    public async Task<AgencyAnswer> AnswerAsync(string batchPath, string folder, DateOnly executedOn, CancellationToken ct = default)
    {
        var tallies = new Dictionary<PaymentOutcome, Tally>();
        var statusPath = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(batchPath)}-status.csv");
        var day = executedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var file = SampleFile.Create(statusPath);
        Csv.Line(file.Text, "payment_reference", "status", "reason", "amount", "executed_on");
        var (at, lines) = (Array.Empty<int>(), 0);
        await foreach (var line in File.ReadLinesAsync(batchPath, ct).ConfigureAwait(false))
        {
            if (lines++ == 0)
            {
                at = Places(line.TrimStart('\uFEFF'), batchPath);
                continue;
            }

            var fields = Csv.Cut(line);
            var (reference, payee, account, amount) = (fields[at[0]], fields[at[1]], fields[at[2]], fields[at[3]]);
            if (!Money.TryParse(amount, Currency.Of(fields[at[4]]), out var money, out var problem))
            {
                throw new InvalidOperationException($"{Path.GetFileName(batchPath)}, line {lines}: {problem}");
            }

            var fate = PaymentFate.Of(seed, PaymentAgency.MobileMoney, account, payee);
            tallies[fate.Outcome] = tallies.GetValueOrDefault(fate.Outcome).With(money);
            var failed = fate.Outcome == PaymentOutcome.Failed;
            Csv.Line(file.Text, reference, failed ? "FAILED" : "PAID", failed ? $"{fate.ReasonCode} {fate.ReasonText}" : "", amount, day);
        }

        Csv.Line(file.Text, UnknownReference, "PAID", "", "100.00", day);
        file.Keep();
        return AgencyAnswer.Of(PaymentAgency.MobileMoney, statusPath, null, tallies);
    }

    private static int[] Places(string header, string batchPath)
    {
        var names = Csv.Cut(header).ToList();
        var missing = Columns.FirstOrDefault(c => !names.Contains(c));
        return missing is null
            ? [.. Columns.Select(c => names.IndexOf(c))]
            : throw new InvalidOperationException($"{Path.GetFileName(batchPath)} has no column {missing}.");
    }
}
