using Spmis.Payments.Batches;

namespace Spmis.Payments.Promises;

/// <summary>A promise checked against the rows.</summary>
/// <param name="Name">batches-reconcile, paid-once or books-balance.</param>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Detail">Figures; when it does not hold, what is wrong and where.</param>
public sealed record PromiseChecked(string Name, bool Holds, string Detail);

/// <summary>Recomputes the promises of this module from its rows: for the demo, tests, and anybody who doubts. <see cref="VerifyPayments"/> looks at everything.</summary>
public sealed class PaymentPromises(PaymentsDb db, BatchFigures figures)
{
    private const int Told = 10;

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<PromiseChecked>> CheckAsync(CancellationToken ct) =>
    [
        Of(await CheckBatches.RunAsync(db, figures, ct), await CheckAnswers.RunAsync(db, ct)),
        Of(await CheckOnce.RunAsync(db, ct)),
        Of(await CheckBooks.RunAsync(db, ct)),
    ];

    private static PromiseChecked Of(params Findings[] found)
    {
        var faults = found.SelectMany(f => f.Violations).Select(v => $"{v.Record}: {v.Text}").ToList();
        return new(found[0].Check, faults.Count == 0, faults.Count == 0 ? found[0].Detail : string.Join(" ", faults.Take(Told)));
    }
}
