using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Runs;

namespace Spmis.Payments.PaymentRuns;

/// <summary>Makes the instructions of a payment run in ranges of award numbers, then puts the run up for approval.</summary>
/// <param name="db">For finding the ranges; the work is done in each chunk's own scope.</param>
public sealed class PrepareWorker(PaymentsDb db) : IRunWorker
{
    /// <summary>Awards in a chunk.</summary>
    public const int AwardsPerChunk = 1000;

    internal const string RunKind = "payments.prepare";

    private const string DoneMark = "submitted";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "payments.prepare";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var paymentRunId = run.InputAs<PrepareInput>().PaymentRunId;
        if (run.Checkpoint == DoneMark)
        {
            yield break;
        }

        var after = run.Checkpoint ?? "";
        while (await NextRangeAsync(after, ct) is { } upTo)
        {
            var range = new AwardRange(after, upTo);
            yield return new RunChunk(upTo, (services, step, token) => services.GetRequiredService<MakeInstructions>().HandleAsync(paymentRunId, range, step, token));
            after = upTo;
        }

        yield return new RunChunk(DoneMark, (services, step, token) => services.GetRequiredService<SubmitPaymentRun>().AfterPreparingAsync(paymentRunId, step, token));
    }

    private async Task<string?> NextRangeAsync(string after, CancellationToken ct)
    {
        var rest = db.AwardCopies.AsNoTracking().Where(a => string.Compare(a.AwardNumber, after) > 0).Select(a => a.AwardNumber);
        return await rest.OrderBy(n => n).Skip(AwardsPerChunk - 1).FirstOrDefaultAsync(ct) ?? await rest.MaxAsync(n => (string?)n, ct);
    }
}

/// <summary>Award numbers after one, up to another.</summary>
internal sealed record AwardRange(string After, string UpTo)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"awards after '{After}' up to '{UpTo}'");
}
