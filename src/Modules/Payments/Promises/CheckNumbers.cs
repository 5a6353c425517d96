using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Batches;
using Spmis.Payments.PaymentRuns;
using Spmis.Payments.Payouts;

namespace Spmis.Payments.Promises;

/// <summary>Batches of each agency, and payment runs and payouts of each year, are numbered 1, 2, 3 ... with none missing, and the next number is the one after the last.</summary>
internal static class CheckNumbers
{
    public static async Task<Findings> RunAsync(PaymentsDb db, CancellationToken ct)
    {
        var found = new Findings("numbers-complete");
        var batches = db.Batches.AsNoTracking().OrderBy(b => b.Agency).ThenBy(b => b.Sequence).Select(b => new { b.Agency, b.Sequence, b.Number }).AsAsyncEnumerable();
        Dictionary<string, long> last = [];
        await foreach (var b in batches.WithCancellation(ct))
        {
            if (b.Number != CutBatch.NumberOf(b.Agency, b.Sequence))
            {
                found.Add(b.Number, $"Batch {b.Sequence} of {b.Agency} should bear the number {CutBatch.NumberOf(b.Agency, b.Sequence)}.");
            }

            Next(found, last, $"batch-{b.Agency}", b.Sequence, b.Number);
        }

        var runs = db.PaymentRuns.AsNoTracking().OrderBy(r => r.Number.Length).ThenBy(r => r.Number).Select(r => r.Number).AsAsyncEnumerable();
        await foreach (var number in runs.WithCancellation(ct))
        {
            if (PreparePaymentRun.SequenceOf(number) is (var year, var sequence))
            {
                Next(found, last, string.Create(CultureInfo.InvariantCulture, $"payment-run-{year}"), sequence, number);
            }
            else
            {
                found.Add($"payment run {number}", "Its number does not bear its check digits.");
            }
        }

        var payouts = db.Payouts.AsNoTracking().OrderBy(p => p.Number.Length).ThenBy(p => p.Number).Select(p => p.Number).AsAsyncEnumerable();
        await foreach (var number in payouts.WithCancellation(ct))
        {
            if (PreparePayout.SequenceOf(number) is (var year, var sequence))
            {
                Next(found, last, string.Create(CultureInfo.InvariantCulture, $"payout-{year}"), sequence, number);
            }
            else
            {
                found.Add($"payout {number}", "Its number does not bear its check digits.");
            }
        }

        await NextFreeAsync(db, found, last, ct);
        found.Detail = $"{found.Rows} numbers of {last.Count} series without a gap";
        return found;
    }

    private static void Next(Findings found, Dictionary<string, long> last, string series, long sequence, string record)
    {
        found.Rows++;
        var before = last.GetValueOrDefault(series);
        if (sequence != before + 1)
        {
            found.Add(record, sequence <= before ? $"Number {sequence} of series {series} is there twice." : $"In series {series} {before + 1}{(sequence - before > 2 ? $" to {sequence - 1} are" : " is")} missing before it.");
        }

        last[series] = sequence;
    }

    private static async Task NextFreeAsync(PaymentsDb db, Findings found, Dictionary<string, long> last, CancellationToken ct)
    {
        var series = await db.NumberSeries.AsNoTracking().Where(s => s.Name.StartsWith("batch-") || s.Name.StartsWith("payment-run-") || s.Name.StartsWith("payout-")).ToDictionaryAsync(s => s.Name, s => s.Next, ct);
        foreach (var name in series.Keys.Union(last.Keys).Order(StringComparer.Ordinal))
        {
            var (next, highest) = (series.GetValueOrDefault(name, 1), last.GetValueOrDefault(name));
            if (next != highest + 1)
            {
                found.Add($"series {name}", $"The next number is {next}, but the last one given is {highest}: records were taken out, or numbers would be given again.");
            }
        }
    }
}
