using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Eligibility.Debts;

/// <summary>That less is owed.</summary>
/// <param name="Number">The debt.</param>
/// <param name="Kind">Given up, or paid back otherwise.</param>
/// <param name="AmountMinor">How much, minor units.</param>
/// <param name="Reference">The receipt, or the decision that gives it up.</param>
/// <param name="Reason">In words the person will understand.</param>
public sealed record DebtCut(string Number, ReductionKind Kind, long AmountMinor, string Reference, string Reason);

/// <summary>Waives a debt or part of it, or notes what came back otherwise; by two people. Payments then withholds no more than the rest.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
public sealed class ReduceDebt(EligibilityDb db, FourEyes fourEyes) : IProposedAct, IAmountAtStake
{
    /// <summary>The act's name.</summary>
    public const string Act = "debts.reduce";

    private const int LongestReference = 100;

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">No reference or reason, the same reference once more, or more than is open.</exception>
    public async Task<Proposal> ProposeAsync(DebtCut cut, Change change, CancellationToken ct)
    {
        var clean = cut with { Reason = DebtRules.Reason(cut.Reason), Reference = cut.Reference?.Trim() ?? "" };
        await CheckAsync(clean, await DebtRules.FindAsync(db.Debts, cut.Number, ct), ct);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, cut.Number, $"{(cut.Kind == ReductionKind.Waived ? "Waive" : "Paid back")} of debt {cut.Number}", clean, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var cut = Read(payload);
        var debt = await DebtRules.FindAsync(db.Debts, cut.Number, ct);
        var currency = Currency.Of(debt.Currency);
        return
        [
            new(cut.Kind == ReductionKind.Waived ? "Waived" : "Paid back otherwise", null, new Money(cut.AmountMinor, currency).ToString()),
            new("Open", new Money(debt.OpenMinor, currency).ToString(), new Money(debt.OpenMinor - cut.AmountMinor, currency).ToString()),
            new("Reference", null, cut.Reference),
            new("Because", null, cut.Reason),
        ];
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        // A waiver with what was waived of the same debt before.
        var cut = Read(payload);
        var debt = await DebtRules.FindAsync(db.Debts, cut.Number, ct);
        return [new Money(checked(cut.AmountMinor + (cut.Kind == ReductionKind.Waived ? debt.WaivedMinor : 0)), Currency.Of(debt.Currency))];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var cut = Read(payload);
        var debt = await DebtRules.FindAsync(db.Debts, cut.Number, ct);
        await CheckAsync(cut, debt, ct);
        db.DebtReductions.Add(new DebtReduction { DebtId = debt.Id, Reference = cut.Reference, Kind = cut.Kind, AmountMinor = cut.AmountMinor, Reason = cut.Reason, At = change.Now, By = change.Actor.Name });
        debt.WaivedMinor += cut.Kind == ReductionKind.Waived ? cut.AmountMinor : 0;
        debt.RepaidMinor += cut.Kind == ReductionKind.Repaid ? cut.AmountMinor : 0;
        debt.Version++;
        db.Tell(debt);
        await db.SaveAsync(change, ct);
    }

    private async Task CheckAsync(DebtCut cut, Debt debt, CancellationToken ct)
    {
        if (cut.Reference.Length is 0 or > LongestReference)
        {
            throw new Refused("debt.no-reference", $"Give the receipt's number, or the decision that gives it up with its date; at most {LongestReference} characters.", "reference");
        }

        if (await db.DebtReductions.AnyAsync(r => r.DebtId == debt.Id && r.Reference == cut.Reference, ct))
        {
            throw new Refused("debt.reference-used", $"'{cut.Reference}' lowered debt {debt.Number} already.", "reference");
        }

        if (cut.AmountMinor <= 0 || cut.AmountMinor > debt.OpenMinor)
        {
            throw new Refused("debt.more-than-open", $"{new Money(debt.OpenMinor, Currency.Of(debt.Currency))} of debt {debt.Number} is open; give an amount above 0 and up to that.", "amount");
        }
    }

    private static DebtCut Read(string payload) => JsonSerializer.Deserialize<DebtCut>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
