using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Eligibility.Clearance;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Debts;

internal static class DebtRules
{
    private const int LongestReason = 1000;

    /// <summary>The reason as it is kept.</summary>
    public static string Reason(string? text) => text?.Trim() is { Length: > 0 and <= LongestReason } reason
        ? reason
        : throw new Refused("debt.no-reason", $"Say why, in words the person will understand and at most {LongestReason} characters.", "reason");

    /// <summary>The debt of a number.</summary>
    public static async Task<Debt> FindAsync(IQueryable<Debt> debts, string number, CancellationToken ct) =>
        await debts.SingleOrDefaultAsync(d => d.Number == number, ct) ?? throw new Refused("debt.unknown", $"There is no debt {number}.", "number");

    /// <summary>Tells Payments how a debt with a plan stands; no release may overtake it.</summary>
    public static void Tell(this EligibilityDb db, Debt debt)
    {
        if (debt is not { PlanAward: { } award, PlanFrom: { } from })
        {
            return;
        }

        var most = debt.AmountMinor - debt.WaivedMinor - debt.RepaidMinor;
        var facts = new RecoveryFacts
        {
            RecoveryId = debt.Id, AwardNumber = award, Scheme = debt.Scheme, Reference = debt.Number, Currency = debt.Currency, MonthlyMinor = debt.PlanMonthlyMinor, RateBasisPoints = debt.PlanBasisPoints,
            CeilingMinor = most, FloorMinor = debt.PlanFloorMinor, Priority = 1, FromMonth = from.Code, Ended = most == 0, Version = debt.Version,
        };
        db.ClearanceMessages.Add(new ClearanceMessage { MessageId = db.Publish(new RecoveriesDecided { Recoveries = [facts] }) });
    }
}
