using Microsoft.EntityFrameworkCore;
using Spmis.Contributions;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Returns;
using Spmis.Eligibility;
using Spmis.Kernel.Runs;
using Spmis.Payments;
using Spmis.Registration;

namespace Spmis.Host.Demo;

/// <summary>Counts and amounts of the month, from the books. None depends on time or order, so an interrupted month ends in the same figures.</summary>
/// <param name="Counts">Counts.</param>
/// <param name="AmountsMinor">Amounts, minor units.</param>
internal sealed record DemoFigures(IReadOnlyDictionary<string, long> Counts, IReadOnlyDictionary<string, long> AmountsMinor)
{
    public const string Currency = "KES";

    public static async Task<DemoFigures> OfAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var counts = new Dictionary<string, long>();
        var amounts = new Dictionary<string, long>();
        await RegisterAsync(scope.ServiceProvider.GetRequiredService<RegistrationDb>(), counts, ct);
        await CollectAsync(scope.ServiceProvider.GetRequiredService<ContributionsDb>(), counts, amounts, ct);
        await DecideAsync(scope.ServiceProvider.GetRequiredService<EligibilityDb>(), counts, amounts, ct);
        await PayAsync(scope.ServiceProvider.GetRequiredService<PaymentsDb>(), counts, amounts, ct);
        return new DemoFigures(counts, amounts);
    }

    private static async Task RegisterAsync(RegistrationDb db, Dictionary<string, long> counts, CancellationToken ct)
    {
        IQueryable<Run> Of(string kind) => db.Runs.Where(r => r.Kind == kind);
        counts["personsRegistered"] = await Of("persons.import").SumAsync(r => r.Accepted, ct);
        counts["personLinesRefused"] = await Of("persons.import").SumAsync(r => r.Refused, ct);
        counts["employersRegistered"] = await Of("employers.import").SumAsync(r => r.Accepted, ct);
        counts["employerLinesRefused"] = await Of("employers.import").SumAsync(r => r.Refused, ct);
        counts["duplicatesMerged"] = await Of("duplicates.merge").SumAsync(r => r.Accepted, ct);
    }

    private static async Task CollectAsync(ContributionsDb db, Dictionary<string, long> counts, Dictionary<string, long> amounts, CancellationToken ct)
    {
        counts["returns"] = await db.Set<Return>().LongCountAsync(ct);
        counts["returnLinesAccepted"] = await db.Set<Return>().SumAsync(r => (long)r.Accepted, ct);
        counts["returnLinesRefused"] = await db.Set<Return>().SumAsync(r => (long)r.Refused, ct);
        counts["bills"] = await db.Set<Bill>().LongCountAsync(b => b.Kind == BillKind.Contributions, ct);
        counts["billsPaid"] = await db.Set<Bill>().LongCountAsync(b => b.Kind == BillKind.Contributions && b.PaidOn != null, ct);
        counts["receipts"] = await db.Set<Receipt>().LongCountAsync(r => r.Channel != Channel.Correction, ct);
        amounts["billed"] = await db.Set<Bill>().Where(b => b.Kind == BillKind.Contributions).SumAsync(b => b.AmountMinor, ct);
        amounts["interest"] = await db.Set<Bill>().Where(b => b.Kind == BillKind.Interest).SumAsync(b => b.AmountMinor, ct);
        amounts["arrears"] = await db.Set<Bill>().SumAsync(b => b.AmountMinor - b.AllocatedMinor, ct);
        amounts["received"] = await db.Set<Receipt>().Where(r => r.Channel != Channel.Correction).SumAsync(r => r.AmountMinor, ct);
        amounts["allocated"] = await db.Set<Receipt>().SumAsync(r => r.AllocatedMinor, ct);
        amounts["refunded"] = await db.Set<Receipt>().SumAsync(r => r.RefundedMinor, ct);
        amounts["heldUnallocated"] = await db.Set<Receipt>().SumAsync(r => r.AmountMinor - r.AllocatedMinor - r.RefundedMinor, ct);
    }

    private static async Task DecideAsync(EligibilityDb db, Dictionary<string, long> counts, Dictionary<string, long> amounts, CancellationToken ct)
    {
        counts["claims"] = await db.Claims.LongCountAsync(ct);
        counts["determinations"] = await db.Determinations.LongCountAsync(ct);
        counts["awards"] = await db.Awards.LongCountAsync(ct);
        amounts["awardsMonthly"] = await db.Awards.SumAsync(a => a.MonthlyMinor, ct);
    }

    private static async Task PayAsync(PaymentsDb db, Dictionary<string, long> counts, Dictionary<string, long> amounts, CancellationToken ct)
    {
        var instructions = db.Instructions.AsNoTracking();
        counts["instructions"] = await instructions.LongCountAsync(ct);
        counts["paymentsHeld"] = await instructions.LongCountAsync(i => i.HoldCode != null, ct);
        counts["batches"] = await db.Batches.LongCountAsync(ct);
        counts["paymentsOrdered"] = await db.Batches.SumAsync(b => b.Count, ct);
        counts["paymentsPaid"] = await instructions.LongCountAsync(i => i.PaidOn != null && i.ReturnedOn == null, ct);
        counts["paymentsRejected"] = await instructions.LongCountAsync(i => i.RejectedOn != null, ct);
        counts["paymentsReturned"] = await instructions.LongCountAsync(i => i.ReturnedOn != null, ct);
        amounts["ordered"] = await db.Batches.SumAsync(b => b.TotalMinor, ct);
        amounts["paid"] = await instructions.Where(i => i.PaidOn != null && i.ReturnedOn == null).SumAsync(i => i.AmountMinor, ct);
        amounts["rejected"] = await instructions.Where(i => i.RejectedOn != null).SumAsync(i => i.AmountMinor, ct);
        amounts["returned"] = await instructions.Where(i => i.ReturnedOn != null).SumAsync(i => i.AmountMinor, ct);
        amounts["held"] = await instructions.Where(i => i.HoldCode != null).SumAsync(i => i.AmountMinor, ct);
    }
}
