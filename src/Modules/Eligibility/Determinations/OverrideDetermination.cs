using System.Globalization;
using System.Text.Json;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Secrets;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Determinations;

/// <summary>What is decided instead, and what a second person approves.</summary>
/// <param name="DeterminationId">The last decision on the claim.</param>
/// <param name="Outcome">Yes or no.</param>
/// <param name="MonthlyMinor">Amount of a month, minor units of the scheme's currency, when yes.</param>
/// <param name="Months">For how many months; null until further notice.</param>
/// <param name="Reason">Why, in words the person will understand.</param>
/// <param name="PreparedBy">Who prepares it.</param>
/// <param name="AppealNumber">The appeal that asks for it; null when there is none.</param>
public sealed record OverrideInput(Guid DeterminationId, Answer Outcome, long? MonthlyMinor, int? Months, string Reason, string PreparedBy, string? AppealNumber = null);

/// <summary>Decides against what the rules say, by two people who hold the power by name. The decision keeps the facts, the rules' own answer and the reason, and bears its mark wherever it is shown; the one before stays on the record.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
/// <param name="schemes">The packages.</param>
/// <param name="withdraw">Takes the decision before back.</param>
/// <param name="make">Makes the award.</param>
/// <param name="keys">Seal what it rests on.</param>
public sealed class OverrideDetermination(EligibilityDb db, FourEyes fourEyes, SchemeBook schemes, WithdrawDetermination withdraw, MakeAwards make, ColumnKeys keys) : IProposedAct, IAmountAtStake
{
    /// <summary>The act's name.</summary>
    public const string Act = "determinations.override";

    private const int MostMonths = 1_200;
    private const int MonthsOfYear = 12;

    /// <summary>Puts it up for a second person.</summary>
    /// <exception cref="Refused">It is not the last decision of a claim, nothing would change, amount or months do not fit, or no reason is given.</exception>
    public async Task<Proposal> ProposeAsync(Guid id, Answer outcome, long? monthlyMinor, int? months, Change change, CancellationToken ct)
    {
        var input = new OverrideInput(id, outcome, monthlyMinor, months, change.Reason?.Trim() ?? "", change.Actor.Name);
        var claim = await CheckAsync(input, ct);
        await WithdrawDetermination.RefuseAppealedAsync(db, id, ct);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, id.ToString(), $"Decide claim {claim.Number} against the rules", input, change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct) => await ShowAsync(Read(payload), ct);

    /// <inheritdoc />
    public async Task<IReadOnlyList<Money>> AtStakeAsync(string payload, CancellationToken ct)
    {
        // What the person gets or loses by it in all its months, or in a year where it is until further notice: the greater of the decision before and this one.
        var input = Read(payload);
        var (before, _) = await WithdrawDetermination.LastAsync(db, input.DeterminationId, ct, final: false);
        var most = Math.Max(InAll(before.MonthlyMinor, before.Months), InAll(input.MonthlyMinor, input.Months));
        return before.Currency is { Length: 3 } currency ? [new Money(most, Currency.Of(currency))] : [];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var input = Read(payload);
        await WithdrawDetermination.RefuseAppealedAsync(db, input.DeterminationId, ct);
        await DecideAsync(input, change, ct);
    }

    /// <summary>What will change.</summary>
    internal async Task<IReadOnlyList<ShownField>> ShowAsync(OverrideInput input, CancellationToken ct)
    {
        var (before, claim) = await WithdrawDetermination.LastAsync(db, input.DeterminationId, ct, final: false);
        return
        [
            new("Claim", claim.Number, claim.Number),
            new("Decision", WithdrawDetermination.Words(before.Outcome, before.MonthlyMinor, before.Currency), WithdrawDetermination.Words(input.Outcome, input.MonthlyMinor, before.Currency)),
            new("Months", before.Months?.ToString(CultureInfo.InvariantCulture), input.Months?.ToString(CultureInfo.InvariantCulture)), new("Because", null, input.Reason),
        ];
    }

    /// <summary>Refuses what cannot be decided so.</summary>
    internal async Task<Claim> CheckAsync(OverrideInput input, CancellationToken ct)
    {
        var (before, claim) = await WithdrawDetermination.LastAsync(db, input.DeterminationId, ct, final: false);
        if (claim.ClosedAt is not null)
        {
            throw new Refused("claim.closed", $"Claim {claim.Number} was taken back. Take it up again first.", "number");
        }

        if (input.Reason.Length == 0)
        {
            throw new Refused("determination.no-reason", "Say why it is decided against the rules, in words the person will understand.", "reason");
        }

        if (input.Outcome is Answer.CannotTell)
        {
            throw new Refused("override.outcome", "Decide yes or no.", "outcome");
        }

        if (input.Outcome is Answer.Yes ? input.MonthlyMinor is not > 0 || input.Months is <= 0 or > MostMonths : input.MonthlyMinor is not null || input.Months is not null)
        {
            throw input.Outcome is Answer.Yes
                ? new Refused("override.amount", $"Give the amount of a month, above zero, and at most {MostMonths} months or none.", "monthly") : new Refused("override.amount", "A refusal has no amount and no months; leave them empty.", "monthly");
        }

        return (before.Outcome, before.MonthlyMinor, before.Months) == (input.Outcome, input.MonthlyMinor, input.Months)
            ? throw new Refused("override.no-change", "This is what was decided already.", "outcome") : claim;
    }

    /// <summary>Makes the decision inside the open transaction, and puts its award in force: two people have seen the amount.</summary>
    internal async Task<Determination> DecideAsync(OverrideInput input, Change change, CancellationToken ct)
    {
        await CheckAsync(input, ct); // The claim may have been taken back since it was put up.
        var (before, claim) = await WithdrawDetermination.LastAsync(db, input.DeterminationId, ct, final: false);
        if (before.Outcome is not Answer.CannotTell)
        {
            claim = await withdraw.WithdrawAsync(before.Id, input.Reason, change, ct);
        }

        var ruled = before.Overridden;
        var mark = new Overriding(ruled?.RuledOutcome ?? before.Outcome, ruled is null ? before.MonthlyMinor : ruled.RuledMonthlyMinor, ruled is null ? before.Months : ruled.RuledMonths, input.Reason, input.PreparedBy, change.Actor.Name, input.AppealNumber);
        var made = new Determination
        {
            Id = Guid.CreateVersion7(), PersonId = before.PersonId, PersonNumber = before.PersonNumber, ClaimId = claim.Id, Attempt = claim.Decisions + 1, Scheme = before.Scheme, PackageVersion = before.PackageVersion,
            PackageHash = before.PackageHash, DecidedFor = before.DecidedFor, AsKnownOn = before.AsKnownOn, Outcome = input.Outcome, MonthlyMinor = input.MonthlyMinor, Months = input.Months, Currency = before.Currency,
            Missing = before.Missing, Inputs = before.InputsText, Explanation = before.ExplanationText, Override = mark.ToJson(), DecidedAt = change.Now, DecidedBy = change.Actor.Name,
        };
        db.Determinations.Add(made.Seal(keys));
        (claim.Outcome, claim.DecidedAt, claim.DeterminationId, claim.Decisions, claim.OpenKey) = (made.Outcome, change.Now, made.Id, made.Attempt, null);
        claim.Version++;
        await SurvivorCases.MarkAsync(db, claim.CaseId, claim.Id, ct);
        await db.SaveAsync(change, ct);
        if (made.Outcome is Answer.Yes)
        {
            await AwardAsync(made, claim, change, ct);
        }

        return made;
    }

    private static long InAll(long? monthly, int? months) => checked((monthly ?? 0) * (months ?? MonthsOfYear));

    private async Task AwardAsync(Determination made, Claim claim, Change change, CancellationToken ct)
    {
        var scheme = await schemes.ByHashAsync(made.PackageHash, ct);
        var batch = new AwardBatch { Scheme = made.Scheme, Title = $"Award of {made.Scheme}, claim {claim.Number}, decided against the rules", MadeAt = change.Now, MadeBy = Read(made).PreparedBy, ApprovedAt = change.Now, ApprovedBy = change.Actor.Name };
        db.AwardBatches.Add(batch);
        await db.SaveAsync(change, ct);
        await make.HandleAsync([made], scheme.Branch, batch.Id, change, ct, byClaim: scheme.Use is SchemeUse.Claims);
        db.Runs.Add(Run.Of(PutInForceWorker.RunKind, batch.Id.ToString(CultureInfo.InvariantCulture), $"Put in force: {batch.Title}", new PutInForceInput(batch.Id), change, local: true));
        await db.SaveAsync(change, ct);
    }

    private static Overriding Read(Determination made) => made.Overridden ?? throw new InvalidOperationException("It was made against the rules.");

    private static OverrideInput Read(string payload) => JsonSerializer.Deserialize<OverrideInput>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
