using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Spmis.Payments.Promises;

/// <summary>For every payment gross = net + deductions; no order took more than its ceiling, and none left a person less than its floor.</summary>
internal static class CheckDeductions
{
    public static async Task<Findings> RunAsync(PaymentsDb db, CancellationToken ct)
    {
        var found = new Findings("deductions-hold") { Rows = await db.Instructions.LongCountAsync(ct) };
        var payments = db.Instructions.AsNoTracking();
        await found.AddAsync(
            payments.Where(i => i.WithheldMinor != 0 && db.Withholdings.Where(w => w.Reference == i.Reference).Sum(w => w.AmountMinor) != i.WithheldMinor).OrderBy(i => i.Id).Select(i => new { i.Reference, i.WithheldMinor }),
            i => (i.Reference, $"It says that {i.WithheldMinor} minor units are withheld; its deductions add up to something else."), ct);
        await found.AddAsync(
            db.Withholdings.AsNoTracking().Where(w => w.AmountMinor <= 0 || !payments.Any(i => i.Reference == w.Reference && i.WithheldMinor >= w.AmountMinor)).OrderBy(w => w.Reference).Select(w => w.Reference),
            reference => (reference, "A deduction stands beside no payment that knows of it, or is no amount."), ct);
        await found.AddAsync(
            payments.Where(i => i.AmountMinor < 0 && i.WithheldMinor > 0).OrderBy(i => i.Id).Select(i => i.Reference), reference => (reference, "More is withheld than the award gives."), ct);
        var live = db.Withholdings.Join(payments.Where(i => i.Live == true), w => w.Reference, i => i.Reference, (w, i) => new { w.OrderId, w.AmountMinor, i.PaymentRunId, i.AwardNumber, i.Month });
        await found.AddAsync(
            live.GroupBy(w => w.OrderId).Select(g => new { g.Key, Minor = g.Sum(w => w.AmountMinor) }).Join(db.DeductionOrders, g => g.Key, o => o.Id, (g, o) => new { o.Id, o.Reference, g.Minor, o.CeilingMinor })
                .Where(x => x.CeilingMinor != null && x.Minor > x.CeilingMinor).OrderBy(x => x.Id),
            x => ($"deduction {x.Reference}", $"It took {x.Minor} minor units, and its ceiling is {x.CeilingMinor}."), ct);
        await FloorsAsync(db, found, ct);
        var deductions = await db.Withholdings.LongCountAsync(ct);
        found.Detail = string.Create(CultureInfo.InvariantCulture, $"{deductions} deductions: gross = net + deductions, no floor broken, no ceiling passed");
        return found;
    }

    /// <summary>What is left of an award's month in a run, over all its components, is no less than the floor of any order that took of it. A floor that was changed since holds for what is made after.</summary>
    private static async Task FloorsAsync(PaymentsDb db, Findings found, CancellationToken ct)
    {
        var left = (await db.Instructions.AsNoTracking().Where(i => i.AmountMinor + i.WithheldMinor > 0 && db.DeductionOrders.Any(o => o.AwardNumber == i.AwardNumber))
            .GroupBy(i => new { i.PaymentRunId, i.AwardNumber, i.Month }).Select(g => new { g.Key.PaymentRunId, g.Key.AwardNumber, g.Key.Month, Net = g.Sum(i => i.AmountMinor) }).ToListAsync(ct))
            .ToDictionary(g => (g.PaymentRunId, g.AwardNumber, g.Month), g => g.Net);
        var floors = db.Withholdings.AsNoTracking().Join(db.DeductionOrders, w => w.OrderId, o => o.Id, (w, o) => new { w.Reference, o.FloorMinor, o.ChangedAt })
            .Join(db.Instructions, x => x.Reference, i => i.Reference, (x, i) => new { x.FloorMinor, x.ChangedAt, i.PaymentRunId, i.AwardNumber, i.Month })
            .Join(db.PaymentRuns, x => x.PaymentRunId, r => r.Id, (x, r) => new { x.FloorMinor, x.PaymentRunId, x.AwardNumber, x.Month, Changed = x.ChangedAt > r.StartedAt })
            .Where(x => !x.Changed && x.FloorMinor > 0);
        await foreach (var x in floors.AsAsyncEnumerable().WithCancellation(ct))
        {
            var net = left.GetValueOrDefault((x.PaymentRunId, x.AwardNumber, x.Month));
            if (net < x.FloorMinor)
            {
                found.Add($"award {x.AwardNumber}, {x.Month}", $"Deductions left {net} minor units, less than the {x.FloorMinor} that may not be touched.");
            }
        }
    }
}
