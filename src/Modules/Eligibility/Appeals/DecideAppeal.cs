using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Appeals;

/// <summary>The outcome of an appeal, and what a second person approves.</summary>
/// <param name="Number">The appeal.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Reason">Why, in words the person will understand.</param>
/// <param name="Instead">What is decided instead, when the decision is changed.</param>
public sealed record AppealDecision(string Number, AppealOutcome Outcome, string Reason, OverrideInput? Instead);

/// <summary>Decides an appeal, by two people, and carries its outcome out by the same acts as without one: the decision stands, is changed, or goes back to the office.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
/// <param name="withdraw">Takes the decision back.</param>
/// <param name="instead">Decides otherwise.</param>
/// <param name="resume">Lifts a suspension.</param>
public sealed class DecideAppeal(EligibilityDb db, FourEyes fourEyes, WithdrawDetermination withdraw, OverrideDetermination instead, ResumeAward resume) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "appeals.decide";

    /// <summary>Puts the outcome up for a second person.</summary>
    /// <param name="number">The appeal.</param>
    /// <param name="outcome">What becomes of it.</param>
    /// <param name="decided">Yes or no, amount of a month and months, when the decision is changed.</param>
    /// <param name="change">Its reason is shown to the person.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such appeal, it is decided, no reason is given, or what is to be decided instead does not fit.</exception>
    public async Task<Proposal> ProposeAsync(string number, AppealOutcome outcome, (Answer Outcome, long? MonthlyMinor, int? Months)? decided, Change change, CancellationToken ct)
    {
        var appeal = await OpenAsync(number, ct);
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("appeal.no-reason", "Say why, in words the person will understand.", "reason");
        }

        OverrideInput? other = null;
        if (outcome is AppealOutcome.Changed)
        {
            var (answer, minor, months) = decided ?? throw new Refused("appeal.nothing-instead", "Say what is decided instead.", "decided");
            other = new OverrideInput(appeal.DeterminationId, answer, minor, months, change.Reason.Trim(), change.Actor.Name, number);
            await instead.CheckAsync(other, ct);
        }

        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, number, $"Decide appeal {number} on claim {appeal.ClaimNumber}", new AppealDecision(number, outcome, change.Reason.Trim(), other), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var input = Read(payload);
        var appeal = await OpenAsync(input.Number, ct);
        var words = input.Outcome switch { AppealOutcome.Upheld => "the decision stands", AppealOutcome.Changed => "the decision is changed", _ => "the claim goes back to be decided again" };
        List<ShownField> shown = [new("Appeal", appeal.Number, appeal.Number), new("Outcome", null, words), new("Because", null, input.Reason)];
        return input.Instead is { } other ? [.. shown, .. await instead.ShowAsync(other, ct)] : shown;
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        var appeal = await OpenAsync(input.Number, ct);
        (appeal.Outcome, appeal.DecidedAt, appeal.DecidedBy, appeal.DecidedBecause, appeal.OpenKey) = (input.Outcome, change.Now, change.Actor.Name, input.Reason, null);
        appeal.Version++;
        if (input.Outcome is AppealOutcome.Upheld)
        {
            await LiftAsync(appeal, change, ct);
        }
        else if (input.Instead is { } other)
        {
            await instead.DecideAsync(other, change, ct);
        }
        else
        {
            await withdraw.WithdrawAsync(appeal.DeterminationId, input.Reason, change, ct);
        }

        await db.SaveAsync(change, ct);
    }

    /// <summary>The decision stands: what was held because of the appeal is paid. A suspension for another reason stays.</summary>
    private async Task LiftAsync(Appeal appeal, Change change, CancellationToken ct)
    {
        var why = RegisterAppeal.WhySuspended(appeal.Number);
        var award = appeal.SuspendedFrom is null ? null : await db.Awards.AsNoTracking().Where(a => a.DeterminationId == appeal.DeterminationId && a.SuspendedFrom != null && a.SuspendedBecause == why).OrderBy(a => a.Number).Select(a => a.Number).FirstOrDefaultAsync(ct);
        if (award is not null)
        {
            await resume.ApplyAsync(JsonSerializer.Serialize(new AwardChange(award, null, change.Reason ?? ""), SpmisJson.Options), change, ct);
        }
    }

    private async Task<Appeal> OpenAsync(string number, CancellationToken ct)
    {
        var appeal = await db.Appeals.SingleOrDefaultAsync(a => a.Number == number, ct)
            ?? throw new Refused("appeal.unknown", CheckDigit.IsValid(number) ? $"There is no appeal {number}." : $"'{number}' is no appeal number: its check digits do not fit.", "number");
        return appeal.Outcome is null ? appeal : throw new Refused("appeal.decided-already", $"Appeal {number} was decided already on {appeal.DecidedAt:yyyy-MM-dd}.", "number");
    }

    private static AppealDecision Read(string payload) => JsonSerializer.Deserialize<AppealDecision>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
