using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Arrears;

/// <summary>Reckons interest on up to 500 late bills a transaction, in the order of payment references.</summary>
public sealed class InterestWorker(ContributionsDb db) : IRunWorker
{
    private const int ChunkBills = 500;

    public string Kind => AccrueInterest.RunKind;

    public string Permission => "interest.accrue";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var on = run.InputAs<InterestRunInput>().On;
        var after = PaymentReference.NumberOf(run.Checkpoint);
        while (await LateAsync(after, on, ct) is { Count: > 0 } bills)
        {
            after = bills[^1].Number;
            yield return new RunChunk(bills[^1].PaymentReference, (services, step, stop) => services.GetRequiredService<ChargeInterest>().ChunkAsync(bills, on, step, stop));
        }
    }

    private Task<List<Bill>> LateAsync(long after, DateOnly on, CancellationToken ct) => db.Set<Bill>().AsNoTracking()
        .Where(b => (b.Kind == BillKind.Contributions || (b.Kind == BillKind.TakenOver && b.InterestFrom != null && b.InterestFrom < on)) && !b.InterestClosed && b.DueOn < on && b.Number > after)
        .Where(b => !db.Set<AgreementBill>().Any(x => x.BillId == b.Id && db.Set<Agreement>().Any(a => a.Id == x.AgreementId && a.Open != null && a.InterestStops)))
        .OrderBy(b => b.Number).Take(ChunkBills).ToListAsync(ct);
}
