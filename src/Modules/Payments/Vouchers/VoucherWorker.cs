using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Runs;

namespace Spmis.Payments.Vouchers;

/// <summary>What a run over a batch of vouchers needs.</summary>
internal sealed record VoucherInput(string Number, string What, IReadOnlyList<Guid> Persons);

/// <summary>Makes, activates, cancels or expires the vouchers of a batch, a thousand at a time.</summary>
/// <param name="db">For finding the batch; the work is done in each chunk's own scope.</param>
public sealed class VoucherWorker(PaymentsDb db) : IRunWorker
{
    internal const string RunKind = "payments.vouchers";
    internal const string Make = "make";
    internal const string Activate = "activate";
    internal const string Cancel = "cancel";
    internal const string Expire = "expire";

    private const int Rows = 1000;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "payments.propose-vouchers";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<VoucherInput>();
        var batch = await db.VoucherBatches.AsNoTracking().SingleAsync(b => b.Number == input.Number, ct);
        var after = run.Checkpoint is null ? 0 : int.Parse(run.Checkpoint, CultureInfo.InvariantCulture);
        for (; after < batch.Count; after += Rows)
        {
            var (from, to) = (after, Math.Min(after + Rows, batch.Count));
            yield return new RunChunk(to.ToString(CultureInfo.InvariantCulture), (services, step, token) => services.GetRequiredService<ChangeVouchers>().HandleAsync(batch.Id, input, from, to, step, token));
        }
    }
}
