using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Debts;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.Recalculations;

/// <summary>What a second person approves: these differences and no others.</summary>
/// <param name="RecalculationId">The recalculation.</param>
/// <param name="Hash">SHA-256 over all differences in the order of award and month.</param>
public sealed record DifferencesToApprove(long RecalculationId, string Hash);

/// <summary>Approves differences: arrears are paid with the next cycle, under a component of their own, and what the last month gives more goes on; what was paid too much becomes an approved debt of the books. Nothing is recovered by itself.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
/// <param name="awards">Puts new awards up.</param>
public sealed class ApproveRecalculation(EligibilityDb db, FourEyes fourEyes, ApproveAwards awards) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "recalculations.approve";

    private const int Page = 5_000;

    /// <summary>Closes the run: differences, and awards of newly entitled persons, wait for a second person.</summary>
    public async Task FinishAsync(long id, RunStep step, CancellationToken ct)
    {
        var r = await db.Recalculations.SingleAsync(x => x.Id == id, ct);
        r.FinishedAt = step.Change.Now;
        await db.SaveAsync(step.Change, ct);
        await awards.ProposeAsync(r.BatchId, step.Change, ct);
        if (await db.AwardDifferences.AnyAsync(d => d.RecalculationId == id && d.DifferenceMinor != 0, ct))
        {
            await ProposeAsync(id, step.Change, ct);
        }
    }

    /// <summary>Puts the differences up for a second person; again after a rejection.</summary>
    /// <exception cref="Refused">It is not finished, approved already, or waits already.</exception>
    public async Task<Proposal> ProposeAsync(long id, Change change, CancellationToken ct)
    {
        var r = await FindAsync(id, ct);
        if (r.FinishedAt is null || r.ApprovedAt is not null)
        {
            throw new Refused("recalculation.not-open", r.ApprovedAt is null ? "The differences are still being reckoned; wait until the run has ended." : $"These differences were approved by {r.ApprovedBy} already.");
        }

        var title = $"Differences of {r.Scheme}, {r.FromMonth} to {r.ThroughMonth}, by version {r.PackageVersion}";
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, r.Scheme, title, new DifferencesToApprove(id, await HashAsync(id, ct)), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var told = Read(payload);
        var r = await FindAsync(told.RecalculationId, ct);
        var currency = Currency.Of(r.Currency);
        var persons = await db.AwardDifferences.Where(d => d.RecalculationId == r.Id && d.DifferenceMinor != 0).Select(d => d.AwardId).Distinct().CountAsync(ct);
        return
        [
            new("Scheme", null, r.Scheme),
            new("Months", null, $"{r.FromMonth} – {r.ThroughMonth}"),
            new("Awards that come out otherwise", null, persons.ToString(CultureInfo.InvariantCulture)),
            new("Owed to persons", null, new Money(r.ArrearsMinor, currency).ToString()),
            new("Paid too much", null, new Money(r.OverpaidMinor, currency).ToString()),
            new("More a month from then on", null, new Money(await db.AwardDifferences.Where(d => d.RecalculationId == r.Id && d.Kind == DifferenceKind.Arrears && d.Month == r.ThroughMonth).SumAsync(d => d.DifferenceMinor, ct), currency).ToString()),
            new("Content (SHA-256)", null, await HashAsync(r.Id, ct)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var told = Read(payload);
        var r = await db.Recalculations.SingleAsync(x => x.Id == told.RecalculationId, ct);
        await RefuseWhoseLawAsync(r, change, ct);
        if (r.ApprovedAt is not null || await HashAsync(r.Id, ct) != told.Hash)
        {
            throw new Refused("proposal.data-moved", "The differences changed since they were prepared. Reject the proposal and have it prepared again.");
        }

        if (await db.Indexations.AnyAsync(x => x.Scheme == r.Scheme && x.Basis == IndexationBasis.Amount && x.ApprovedAt > r.StartedAt, ct))
        {
            throw new Refused("proposal.data-moved", "Awards of this scheme were raised since these differences were reckoned. Reject the proposal and have them reckoned again, or the raise is paid twice.");
        }

        (r.ApprovedAt, r.ApprovedBy, r.PayMonth) = (change.Now, change.Actor.Name, Month.Of(change.Today));
        db.Runs.Add(Run.Of(TellArrearsWorker.RunKind, r.Id.ToString(CultureInfo.InvariantCulture), $"Tell Payments the arrears of {r.Scheme}, {r.FromMonth} to {r.ThroughMonth}", new RecalculateInput(r.Id), change));
        if (r.OverpaidMinor > 0)
        {
            db.Runs.Add(Run.Of(OpenDebtsWorker.RunKind, r.Id.ToString(CultureInfo.InvariantCulture), $"Open the debts of {r.Scheme}, {r.FromMonth} to {r.ThroughMonth}", new RecalculateInput(r.Id), change));
        }

        await db.SaveAsync(change, ct);
    }

    /// <summary>When the day of an activation came by itself, nobody prepared its differences; who put the version in force did, in effect.</summary>
    internal async Task RefuseWhoseLawAsync(Recalculation r, Change change, CancellationToken ct)
    {
        var activatedAt = await db.SchemesInForce.Where(s => s.Id == r.InForceId).Select(s => s.ActivatedAt).SingleAsync(ct);
        var deciders = await db.Proposals.AsNoTracking().Where(p => p.Act == ActivateScheme.Act && p.Subject == r.Scheme && p.Approved == true && p.DecidedAt == activatedAt).Select(p => p.DecidedById).ToListAsync(ct);
        deciders.AddRange(await db.ProposalSteps.AsNoTracking().Where(s => s.Approved && db.Proposals.Any(p => p.Id == s.ProposalId && p.Act == ActivateScheme.Act && p.Subject == r.Scheme && p.Approved == true && p.DecidedAt == activatedAt)).Select(s => s.DecidedById).ToListAsync(ct));
        if (deciders.Exists(by => by is not null && change.Actor.IsSamePersonAs(by)))
        {
            throw new Refused("recalculation.own-law", $"You put version {r.PackageVersion} of {r.Scheme} in force; somebody else must decide its differences.");
        }
    }

    /// <summary>SHA-256 over all differences in the order of award and month.</summary>
    internal async Task<string> HashAsync(long id, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (number, month) = ("", new Month(1900, 1));
        while (true)
        {
            var (afterNumber, afterMonth) = (number, month);
            var page = await db.AwardDifferences.AsNoTracking()
                .Where(d => d.RecalculationId == id && (string.Compare(d.AwardNumber, afterNumber) > 0 || (d.AwardNumber == afterNumber && d.Month > afterMonth)))
                .OrderBy(d => d.AwardNumber).ThenBy(d => d.Month).Take(Page).ToListAsync(ct);
            if (page.Count == 0)
            {
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            page.ForEach(d => hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{d.AwardNumber}|{d.Month}|{d.Kind}|{d.WasMinor}|{d.NowMinor}|{d.DifferenceMinor}\n"))));
            (number, month) = (page[^1].AwardNumber, page[^1].Month);
        }
    }

    internal async Task<Recalculation> FindAsync(long id, CancellationToken ct) =>
        await db.Recalculations.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct) ?? throw new Refused("recalculation.unknown", $"There is no recalculation {id}.");

    private static DifferencesToApprove Read(string payload) => JsonSerializer.Deserialize<DifferencesToApprove>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
