using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Appeals;

/// <summary>An appeal as it comes in.</summary>
public sealed record NewAppeal
{
    /// <summary>The decision: the last one on a claim.</summary>
    public required Guid DeterminationId { get; init; }

    /// <summary>The day it was lodged.</summary>
    public required DateOnly LodgedOn { get; init; }

    /// <summary>Why the decision is thought wrong.</summary>
    public required string Grounds { get; init; }

    /// <summary>Why it comes late, where it does.</summary>
    public string? LateBecause { get; init; }

    /// <summary>First month in which the award challenged is not paid until the appeal is decided; null to let it run on.</summary>
    public Month? SuspendFrom { get; init; }
}

/// <summary>Registers an appeal against a decision on a claim. A late one is taken and marked: whether it is heard is for whoever decides it.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="suspend">Stops the award challenged, where that is asked for.</param>
public sealed class RegisterAppeal(EligibilityDb db, SchemeBook schemes, SuspendAward suspend)
{
    private const string Series = "appeal";

    /// <summary>Registers it.</summary>
    /// <exception cref="Refused">Not the last decision of a claim, nothing decided, an appeal is open, dates do not fit, or there is no award to suspend.</exception>
    public async Task<Appeal> HandleAsync(NewAppeal input, Change change, CancellationToken ct)
    {
        var (decision, claim) = await WithdrawDetermination.LastAsync(db, input.DeterminationId, ct);
        var terms = (await schemes.ByHashAsync(decision.PackageHash, ct)).Rules.Claims;
        var lodgeBy = terms?.AppealWithin is { } days ? DateOnly.FromDateTime(decision.DecidedAt).AddDays(days) : (DateOnly?)null;
        Check(input, decision, lodgeBy, change);
        Appeal? appeal = null;
        await db.WriteAsync(
            async () =>
            {
                var key = decision.Id.ToString("N");
                if (await db.Appeals.AsNoTracking().Where(a => a.OpenKey == key).Select(a => a.Number).SingleOrDefaultAsync(ct) is { } open)
                {
                    throw new Refused("appeal.open-already", $"An appeal against this decision waits already: {open}.");
                }

                appeal = new Appeal
                {
                    Id = Guid.CreateVersion7(), Number = Appeal.NumberOf(await db.TakeNumbersAsync(Series, 1, ct)), DeterminationId = decision.Id, ClaimId = claim.Id, ClaimNumber = claim.Number, PersonNumber = decision.PersonNumber,
                    Scheme = decision.Scheme, LodgedOn = input.LodgedOn, Grounds = input.Grounds.Trim(), LodgeBy = lodgeBy, LateBecause = lodgeBy < input.LodgedOn ? input.LateBecause : null,
                    DecideBy = terms?.DecideAppealWithin is { } term ? input.LodgedOn.AddDays(term) : null, SuspendedFrom = input.SuspendFrom, RecordedAt = change.Now, RecordedBy = change.Actor.Name, OpenKey = key, Version = 1,
                };
                db.Appeals.Add(appeal);
                await db.SaveAsync(change, ct);
                if (input.SuspendFrom is { } from)
                {
                    await SuspendAsync(decision, appeal, from, change, ct);
                }
            },
            ct);
        return appeal ?? throw new InvalidOperationException("The transaction ended without an appeal.");
    }

    private static void Check(NewAppeal input, Determination decision, DateOnly? lodgeBy, Change change)
    {
        if (string.IsNullOrWhiteSpace(input.Grounds))
        {
            throw new Refused("appeal.no-grounds", "Write why the decision is thought wrong, in the words of the person.", "grounds");
        }

        if (input.LodgedOn > change.Today || input.LodgedOn < DateOnly.FromDateTime(decision.DecidedAt))
        {
            throw new Refused("appeal.day", $"An appeal is lodged between the decision ({decision.DecidedAt:yyyy-MM-dd}) and today ({change.Today:yyyy-MM-dd}).", "lodgedOn");
        }

        if (lodgeBy < input.LodgedOn && string.IsNullOrWhiteSpace(input.LateBecause))
        {
            throw new Refused("appeal.late", $"The law gives time until {lodgeBy:yyyy-MM-dd}. Write why the appeal comes late; it is taken and marked.", "lateBecause");
        }
    }

    /// <summary>Why an award rests while an appeal waits; by it the appeal knows its own suspension.</summary>
    internal static string WhySuspended(string appeal) => $"Appeal {appeal} is to be decided first.";

    private async Task SuspendAsync(Determination decision, Appeal appeal, Month from, Change change, CancellationToken ct)
    {
        var number = await db.Awards.Where(a => a.DeterminationId == decision.Id && decision.Outcome == Answer.Yes).OrderBy(a => a.Number).Select(a => a.Number).FirstOrDefaultAsync(ct)
            ?? throw new Refused("appeal.nothing-to-suspend", "The decision gave no award; there is nothing to suspend.", "suspendFrom");
        await suspend.HandleAsync(number, from, change with { Reason = WhySuspended(appeal.Number) }, ct);
    }
}
