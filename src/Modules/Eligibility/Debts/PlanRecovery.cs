using System.Globalization;
using System.Text.Json;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Eligibility.Debts;

/// <summary>How a debt is withheld.</summary>
/// <param name="Number">The debt.</param>
/// <param name="AwardNumber">From whose payments: the award of the debt, or another one of the same person.</param>
/// <param name="MonthlyMinor">So much a month, minor units; null when it is a share.</param>
/// <param name="BasisPoints">A share of a month's gross in hundredths of a per cent; null when it is an amount.</param>
/// <param name="FloorMinor">So much of a month is left to the person, minor units.</param>
/// <param name="FromMonth">First month withheld from, yyyyMM; it lies ahead, so that the person can object.</param>
public sealed record RecoveryPlan(string Number, string AwardNumber, long? MonthlyMinor, int? BasisPoints, long FloorMinor, int FromMonth);

/// <summary>Decides, by two people, how a debt is withheld from payments; a later plan takes the place of an earlier one.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class PlanRecovery(EligibilityDb db, FourEyes fourEyes) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "debts.plan";

    private const int WholeShare = 10_000;

    /// <summary>Puts the plan up for a second person.</summary>
    /// <exception cref="Refused">Nothing is open, the award is another person's or ends before, the month does not lie ahead, or not one of amount and share is given.</exception>
    public async Task<Proposal> ProposeAsync(RecoveryPlan plan, Change change, CancellationToken ct)
    {
        await CheckAsync(plan, await DebtRules.FindAsync(db.Debts, plan.Number, ct), change.Today, ct);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, plan.Number, $"Withhold debt {plan.Number} from award {plan.AwardNumber}", plan, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var plan = Read(payload);
        var debt = await DebtRules.FindAsync(db.Debts, plan.Number, ct);
        var currency = Currency.Of(debt.Currency);
        string? Amount(long? minor, int? share) => minor is { } m ? new Money(m, currency).ToString() : share is { } s ? string.Create(CultureInfo.InvariantCulture, $"{s / 100m:0.##} %") : null;
        return
        [
            new("Open", null, new Money(debt.OpenMinor, currency).ToString()),
            new("Award", debt.PlanAward, plan.AwardNumber),
            new("Withheld a month", Amount(debt.PlanMonthlyMinor, debt.PlanBasisPoints), Amount(plan.MonthlyMinor, plan.BasisPoints)),
            new("Left to the person", debt.PlanFrom is null ? null : new Money(debt.PlanFloorMinor, currency).ToString(), new Money(plan.FloorMinor, currency).ToString()),
            new("From", debt.PlanFrom?.ToString(), Month.FromCode(plan.FromMonth).ToString()),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var plan = Read(payload);
        var debt = await DebtRules.FindAsync(db.Debts, plan.Number, ct);
        await CheckAsync(plan, debt, change.Today, ct);
        (debt.PlanAward, debt.PlanMonthlyMinor, debt.PlanBasisPoints, debt.PlanFloorMinor, debt.PlanFrom) = (plan.AwardNumber, plan.MonthlyMinor, plan.BasisPoints, plan.FloorMinor, Month.FromCode(plan.FromMonth));
        (debt.PlannedAt, debt.PlannedBy) = (change.Now, change.Actor.Name);
        debt.Version++;
        db.Tell(debt);
        await db.SaveAsync(change, ct);
    }

    private async Task CheckAsync(RecoveryPlan plan, Debt debt, DateOnly today, CancellationToken ct)
    {
        if (debt.OpenMinor <= 0)
        {
            throw new Refused("debt.settled", $"Nothing of debt {debt.Number} is open any more.", "number");
        }

        if ((plan.MonthlyMinor is null) == (plan.BasisPoints is null) || plan.MonthlyMinor <= 0 || plan.BasisPoints is <= 0 or > WholeShare || plan.FloorMinor < 0)
        {
            throw new Refused("debt.plan-amount", "Give either an amount a month or a share up to 100 per cent, above 0, and what must be left to the person, 0 or more.", "monthly");
        }

        var from = Month.FromCode(plan.FromMonth);
        if (from <= Month.Of(today))
        {
            throw new Refused("debt.plan-month", $"Withholding begins with a month ahead, so that the person can object: {Month.Of(today).Add(1)} or later.", "fromMonth");
        }

        var award = await AwardQueries.ByNumberAsync(db, plan.AwardNumber, ct);
        var overpaid = await AwardQueries.ByNumberAsync(db, debt.AwardNumber, ct);
        if (award.PersonId != overpaid.PersonId || award.Currency != debt.Currency)
        {
            throw new Refused("debt.plan-award", $"Award {award.Number} is another person's, or in another currency; choose an award of the person who was overpaid.", "awardNumber");
        }

        if (award.ApprovedAt is null || award.ToMonth < from)
        {
            throw new Refused("debt.plan-ended", $"Award {award.Number} pays nothing from {from} on. Choose another award of the person, or have the debt paid back otherwise.", "awardNumber");
        }
    }

    private static RecoveryPlan Read(string payload) => JsonSerializer.Deserialize<RecoveryPlan>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
