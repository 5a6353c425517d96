using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>What a second person approves: that these awards are paid less, or end.</summary>
/// <param name="RecalculationId">The recalculation that found them.</param>
/// <param name="Hash">SHA-256 over all its differences.</param>
/// <param name="Reason">In words the persons will understand.</param>
public sealed record AwardsToLower(long RecalculationId, string Hash, string Reason);

/// <summary>
/// Lowers the awards of which a recalculation found that their last month comes to less by the law as known now, from the next month on; those that come to nothing end.
/// It never happens by itself, and months up to the last one reckoned stay as they were paid.
/// </summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
/// <param name="recalculations">Reads them.</param>
public sealed class LowerAwards(EligibilityDb db, FourEyes fourEyes, ApproveRecalculation recalculations) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "recalculations.lower";

    private const int LongestReason = 500;

    /// <summary>The differences of the last month that are less than was granted, of one recalculation.</summary>
    public static IQueryable<AwardDifference> Reached(EligibilityDb db, Recalculation r) => Lowerings.Lower(db.AwardDifferences).Where(d => d.RecalculationId == r.Id && d.Month == r.ThroughMonth);

    /// <summary>Puts the lowering up for a second person; the change's reason is what the persons are told.</summary>
    /// <exception cref="Refused">No reason; nothing falls; its differences are not decided; months have passed since; or other amounts were approved meanwhile.</exception>
    public async Task<Proposal> ProposeAsync(long id, Change change, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(change.Reason) || change.Reason.Length > LongestReason)
        {
            throw new Refused("lowering.no-reason", $"Say why, in words the persons will understand and at most {LongestReason} characters.", "reason");
        }

        var r = await recalculations.FindAsync(id, ct);
        await CheckAsync(r, change.Today, ct);
        var title = $"Awards of {r.Scheme} lowered from {r.ThroughMonth.Add(1)}, by version {r.PackageVersion}";
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, r.Scheme, title, new AwardsToLower(id, await recalculations.HashAsync(id, ct), change.Reason.Trim()), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var told = Read(payload);
        var r = await recalculations.FindAsync(told.RecalculationId, ct);
        var currency = Currency.Of(r.Currency);
        var reached = Reached(db, r);
        return
        [
            new("Scheme", null, r.Scheme),
            new("From", null, r.ThroughMonth.Add(1).ToString()),
            new("Awards lowered", null, (await reached.CountAsync(d => d.NowMinor > 0, ct)).ToString(CultureInfo.InvariantCulture)),
            new("Awards ended", null, (await reached.CountAsync(d => d.NowMinor == 0, ct)).ToString(CultureInfo.InvariantCulture)),
            new("Monthly total", new Money(await reached.SumAsync(d => d.WasMinor, ct), currency).ToString(), new Money(await reached.SumAsync(d => d.NowMinor ?? 0, ct), currency).ToString()),
            new("Because", null, told.Reason),
            new("Content (SHA-256)", null, await recalculations.HashAsync(r.Id, ct)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var told = Read(payload);
        var r = await db.Recalculations.SingleAsync(x => x.Id == told.RecalculationId, ct);
        await CheckAsync(r, change.Today, ct);
        await recalculations.RefuseWhoseLawAsync(r, change, ct);
        if (await recalculations.HashAsync(r.Id, ct) != told.Hash)
        {
            throw new Refused("proposal.data-moved", "The differences changed since this was prepared. Reject the proposal and have it prepared again.");
        }

        (r.LowerFrom, r.LoweredAt, r.LoweredBy) = (r.ThroughMonth.Add(1), change.Now, change.Actor.Name);
        db.Runs.Add(Run.Of(TellLoweringWorker.RunKind, r.Id.ToString(CultureInfo.InvariantCulture), $"Tell Payments the lower amounts of {r.Scheme} from {r.LowerFrom}", new LoweringInput(r.Id, told.Reason), change));
        await db.SaveAsync(change, ct);
    }

    private async Task CheckAsync(Recalculation r, DateOnly today, CancellationToken ct)
    {
        if (r.LoweredAt is not null)
        {
            throw new Refused("lowering.done", $"{r.LoweredBy} approved that these awards are lowered from {r.LowerFrom} already.");
        }

        if (r.FinishedAt is null || (r.ApprovedAt is null && await db.AwardDifferences.AnyAsync(d => d.RecalculationId == r.Id && d.DifferenceMinor != 0, ct)))
        {
            throw new Refused("lowering.differences-open", "The differences of past months are not decided. Have them approved first: what comes after rests on them.");
        }

        if (!await Reached(db, r).AnyAsync(ct))
        {
            throw new Refused("lowering.nothing", $"No award of '{r.Scheme}' comes to less in {r.ThroughMonth}: there is nothing to lower.");
        }

        if (Month.Of(today) > r.ThroughMonth)
        {
            throw new Refused("lowering.late", $"These differences were reckoned up to {r.ThroughMonth}, and months since then were paid as before. Reckon '{r.Scheme}' again, decide those differences and lower by them.");
        }

        await RefuseOtherAmountsAsync(r, ct);
        await RefusePaidAheadAsync(r, ct);
    }

    /// <summary>A month paid before it began was paid by the amount of then; a lower one beside it would be paid on top.</summary>
    private async Task RefusePaidAheadAsync(Recalculation r, CancellationToken ct)
    {
        var reached = Reached(db, r).Select(d => d.AwardId);
        if (await KeepPaidMonths.WholeMonths(db.AwardMonths).AnyAsync(m => m.Month > r.ThroughMonth && reached.Contains(m.AwardId), ct))
        {
            throw new Refused("lowering.paid-ahead", $"Months after {r.ThroughMonth} are paid already. Reckon '{r.Scheme}' again when the last of them has begun, and lower by that.");
        }
    }

    /// <summary>The lower amount takes the place of all that was approved when it was reckoned, so nothing may have been approved since, or begin later.</summary>
    private async Task RefuseOtherAmountsAsync(Recalculation r, CancellationToken ct)
    {
        if (await db.Recalculations.AnyAsync(x => x.Scheme == r.Scheme && x.Id > r.Id, ct)
            || await db.Indexations.AnyAsync(x => x.Scheme == r.Scheme && x.ApprovedAt != null && (x.ApprovedAt > r.StartedAt || x.FromMonth > r.ThroughMonth), ct))
        {
            throw new Refused("lowering.superseded", $"Awards of '{r.Scheme}' were reckoned again or raised after this. Lower by the last recalculation, made when every raise approved has begun.");
        }
    }

    private static AwardsToLower Read(string payload) => JsonSerializer.Deserialize<AwardsToLower>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
