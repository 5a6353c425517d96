using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>What a second person approves: these differences and no others.</summary>
/// <param name="RecalculationId">The recalculation.</param>
/// <param name="Hash">SHA-256 over all differences in the order of their keeping.</param>
/// <param name="DueOn">Last day to pay the new bills; null for the package's rule of the month of approval.</param>
public sealed record DifferencesToApprove(long RecalculationId, string Hash, DateOnly? DueOn);

/// <summary>Approves differences: then a run posts them. What is owed more becomes a bill of the employer's month, what was assessed too much a credit; nothing happens by itself before.</summary>
public sealed class ApproveRecalculation(ContributionsDb db, FourEyes fourEyes, SchemeBook schemes, FindMoved moved) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "recalculations.approve";

    private const int Page = 1000;

    /// <summary>Closes the run: the differences wait for a second person. Where there are none, nothing is left open.</summary>
    internal async Task FinishAsync(long id, RunStep step, CancellationToken ct)
    {
        var r = await db.Set<Recalculation>().SingleAsync(x => x.Id == id, ct);
        if (r.GivenUpAt is not null)
        {
            return;
        }

        r.FinishedAt = step.Change.Now;
        r.Missed = await AssessmentScope.Of(r).Rows(db).CountAsync(ct) - r.Rows;
        var nothing = r is { Differences: 0, Waiting: 0, Missed: 0 };
        r.OpenScheme = nothing ? null : r.OpenScheme;
        await db.SaveAsync(step.Change, ct);
        if (r.Differences > r.ByHand && Obstacle(r) is null && !await moved.AnyAsync(r, ct))
        {
            await ProposeAsync(id, null, step.Change, ct);
        }
    }

    /// <summary>Puts the differences up for a second person; again after a rejection.</summary>
    /// <param name="id">The recalculation.</param>
    /// <param name="dueOn">Last day to pay the new bills; null for the package's rule of the month of approval.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">It is not open, the record moved, the day has passed, or it waits already.</exception>
    public async Task<Proposal> ProposeAsync(long id, DateOnly? dueOn, Change change, CancellationToken ct)
    {
        var r = await FindAsync(id, ct);
        await CheckAsync(r, dueOn, change, ct);
        var subject = id.ToString(CultureInfo.InvariantCulture);
        return await fourEyes.ProposeAsync(ContributionsModule.ModuleName, Act, subject, $"Differences of {r.Scheme}, {r.FromMonth} to {r.ThroughMonth}, by version {r.PackageVersion}", new DifferencesToApprove(id, await HashAsync(id, ct), dueOn), change, ct);
    }

    /// <summary>Approves or, with the change's reason, rejects what somebody else prepared.</summary>
    /// <exception cref="Refused">There is no such proposal, it is the actor's own, decided, or the data moved.</exception>
    public async Task<StepTaken> DecideAsync(long proposal, bool approve, Change change, CancellationToken ct)
    {
        if (!await db.Proposals.AnyAsync(p => p.Id == proposal && p.Act == Act, ct))
        {
            throw new Refused("proposal.unknown", $"There is no proposal {proposal} about differences of contributions.");
        }

        return await (approve ? fourEyes.ApproveAsync(ContributionsModule.ModuleName, proposal, change, ct) : fourEyes.RejectAsync(ContributionsModule.ModuleName, proposal, change, ct));
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var told = Read(payload);
        var r = await FindAsync(told.RecalculationId, ct);
        var currency = Currency.Of(r.Currency);
        var all = db.Set<AssessmentDifference>().Where(d => d.RecalculationId == r.Id && d.Kind != DifferenceKind.ByHand);
        string Count(int count) => count.ToString(CultureInfo.InvariantCulture);
        return
        [
            new("Scheme", null, r.Scheme), new("Months", null, $"{r.FromMonth} – {r.ThroughMonth}"),
            new("Persons", null, Count(await all.Select(d => d.PersonId).Distinct().CountAsync(ct))), new("Employers", null, Count(await all.Where(d => d.EmployerId != null).Select(d => d.EmployerId).Distinct().CountAsync(ct))),
            new("Owed more", null, new Money(r.MoreMinor, currency).ToString()), new("Assessed too much", null, new Money(r.LessMinor, currency).ToString()),
            new("To look at by hand, not posted", null, Count(r.ByHand)), new("Last day to pay", null, told.DueOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "by the rule of the scheme for the month of approval"),
            new("Content (SHA-256)", null, await HashAsync(r.Id, ct)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var told = Read(payload);
        var r = await db.Set<Recalculation>().SingleAsync(x => x.Id == told.RecalculationId, ct);
        await CheckAsync(r, told.DueOn, change, ct);
        if (await HashAsync(r.Id, ct) != told.Hash)
        {
            throw DataMoved();
        }

        r.DueOn = told.DueOn ?? (await schemes.ForMonthAsync(r.Scheme, Month.Of(change.Today), ct)).Open().DueDate(Month.Of(change.Today));
        (r.ApprovedAt, r.ApprovedBy, r.OpenScheme) = (change.Now, change.Actor.Name, null);
        db.Runs.Add(Run.Of(PostWorker.RunKind, r.Id.ToString(CultureInfo.InvariantCulture), $"Post the differences of {r.Scheme}, {r.FromMonth} to {r.ThroughMonth}", new RecalculateInput(r.Id), change));
        await db.SaveAsync(change, ct);
    }

    /// <summary>Why the differences cannot be put up; null when they can.</summary>
    internal static Refused? Obstacle(Recalculation r) => r switch
    {
        { GivenUpAt: not null } => new Refused("recalculation.given-up", "Another recalculation took the place of this one."),
        { ApprovedAt: not null } => new Refused("recalculation.approved", $"These differences were approved by {r.ApprovedBy} already."),
        { FinishedAt: null } => new Refused("recalculation.not-finished", "The differences are still being reckoned; wait until the run has ended."),
        { Waiting: > 0 } or { Missed: not 0 } => DataMoved(),
        _ => null,
    };

    private async Task CheckAsync(Recalculation r, DateOnly? dueOn, Change change, CancellationToken ct)
    {
        if (Obstacle(r) is { } obstacle)
        {
            throw obstacle;
        }

        if (dueOn < change.Today)
        {
            throw new Refused("recalculation.due-past", $"{dueOn:yyyy-MM-dd} has passed; give a last day to pay that lies ahead.", "dueOn");
        }

        if (await moved.AnyAsync(r, ct))
        {
            throw DataMoved();
        }
    }

    private static Refused DataMoved() => new("proposal.data-moved", "Returns, corrections or payments came in since these differences were reckoned. Have them reckoned again.");

    private async Task<string> HashAsync(long id, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long after = 0; ;)
        {
            var from = after;
            var page = await db.Set<AssessmentDifference>().AsNoTracking().Where(d => d.RecalculationId == id && d.Id > from).OrderBy(d => d.Id).Take(Page).ToListAsync(ct);
            if (page.Count == 0)
            {
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            }

            page.ForEach(d => hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{d.PersonNumber}|{d.DeclaredPersonId}|{d.EmployerNumber}|{d.Month}|{d.ReturnId}|{d.Line}|{d.ReceiptId}|{d.WasBaseMinor}|{d.WasEmployeeMinor}|{d.WasEmployerMinor}|{d.NowBaseMinor}|{d.NowEmployeeMinor}|{d.NowEmployerMinor}|{d.PackageHash}\n"))));
            after = page[^1].Id;
        }
    }

    private async Task<Recalculation> FindAsync(long id, CancellationToken ct) =>
        await db.Set<Recalculation>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, ct) ?? throw new Refused("recalculation.unknown", $"There is no recalculation {id}.");

    private static DifferencesToApprove Read(string payload) => JsonSerializer.Deserialize<DifferencesToApprove>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
