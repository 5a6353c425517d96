using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Payments.Cycles;
using Spmis.Values;

namespace Spmis.Payments.PaymentRuns;

/// <summary>A payment run that was started.</summary>
/// <param name="PaymentRunId">The payment run.</param>
/// <param name="Number">Its number.</param>
/// <param name="RunId">The technical run that makes its instructions.</param>
public sealed record PaymentRunStarted(Guid PaymentRunId, string Number, long RunId);

/// <summary>Starts a payment run of a cycle: a run makes the instructions, then puts it up for approval by another person.</summary>
public sealed class PreparePaymentRun(PaymentsDb db)
{
    /// <summary>Starts it.</summary>
    /// <exception cref="Refused">There is no such cycle, or it has an open payment run.</exception>
    public async Task<PaymentRunStarted> HandleAsync(Guid cycleId, Change change, CancellationToken ct)
    {
        var cycle = await db.Cycles.AsNoTracking().SingleOrDefaultAsync(c => c.Id == cycleId, ct)
            ?? throw new Refused("cycle.unknown", "There is no such cycle.", nameof(cycleId));
        if (await db.PaymentRuns.AsNoTracking().Where(r => r.OpenFor == cycleId).Select(r => r.Number).FirstOrDefaultAsync(ct) is { } open)
        {
            throw new Refused("payment-run.open", $"Payment run {open} of {cycle.Month} is not finished; release or cancel it first.", nameof(cycleId));
        }

        PaymentRun? paymentRun = null;
        Run? run = null;
        await db.WriteAsync(
            async () =>
            {
                var next = await db.TakeNumbersAsync($"payment-run-{change.Now.Year}", 1, ct);
                paymentRun = new PaymentRun
                {
                    Id = Guid.CreateVersion7(), Number = CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"{change.Now.Year}{next:D4}")),
                    CycleId = cycleId, OpenFor = cycleId, StartedAt = change.Now, StartedById = change.Actor.Id, StartedBy = change.Actor.Name,
                };
                run = Run.Of(PrepareWorker.RunKind, paymentRun.Id.ToString(), $"Payment run {paymentRun.Number}: {Title(cycle)}", new PrepareInput(paymentRun.Id), change);
                db.PaymentRuns.Add(paymentRun);
                db.Runs.Add(run);
                await db.SaveAsync(change, ct);
            },
            ct);
        return new PaymentRunStarted(paymentRun!.Id, paymentRun.Number, run!.Id); // Set by the work above, which ran.
    }

    /// <summary>Year and sequence out of a payment run's number; null when its check digits do not fit.</summary>
    internal static (int Year, long Sequence)? SequenceOf(string number) =>
        number.Length >= 10 && CheckDigit.IsValid(number)
            ? (int.Parse(number[..4], CultureInfo.InvariantCulture), long.Parse(number[4..^2], CultureInfo.InvariantCulture))
            : null;

    internal static string Title(Cycle cycle)
    {
        var months = cycle.FromMonth is { } from && from != cycle.Month ? $"{from} to {cycle.Month}" : $"{cycle.Month}";
        return (cycle.Scheme == Cycle.AllSchemes ? $"{months}, all schemes" : $"{months}, {cycle.Scheme}") + (cycle.Kind == CycleKind.OneOff ? ", one-off" : "") + (cycle.Part.Length > 0 ? $" of {cycle.Part}" : "");
    }
}

/// <summary>What the run that prepares needs.</summary>
internal sealed record PrepareInput(Guid PaymentRunId);
