using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Payments.PaymentRuns;

/// <summary>Finds payment runs.</summary>
internal static class PaymentRunQueries
{
    /// <summary>One, tracked.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public static async Task<PaymentRun> OneAsync(PaymentsDb db, Guid id, CancellationToken ct) =>
        await db.PaymentRuns.SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("payment-run.unknown", "There is no such payment run.");
}
