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

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var on = run.InputAs<InterestRunInput>().On;
        var after = run.Checkpoint ?? "";
        while (await LateAsync(after, on, ct) is { Count: > 0 } bills)
        {
            after = bills[^1].PaymentReference;
            yield return new RunChunk(after, (services, step, stop) => services.GetRequiredService<ChargeInterest>().ChunkAsync(bills, on, step, stop));
        }
    }

    private Task<List<Bill>> LateAsync(string after, DateOnly on, CancellationToken ct) => db.Set<Bill>().AsNoTracking()
        .Where(b => b.Kind == BillKind.Contributions && !b.InterestClosed && b.DueOn < on && string.Compare(b.PaymentReference, after) > 0)
        .OrderBy(b => b.PaymentReference).Take(ChunkBills).ToListAsync(ct);
}
