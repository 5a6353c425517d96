using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;

namespace Spmis.Contributions.Arrears;

/// <summary>Looks whether agreements are kept: broken when an instalment was not paid by its last day (and the days of grace of the setting <c>Contributions:AgreementGraceDays</c>, 5), completed when all is paid. One that was broken for want of money whose statement came later is open again.</summary>
public sealed partial class FollowAgreements(ContributionsDb db, IConfiguration configuration, ILogger<FollowAgreements> log)
{
    /// <summary>The act's name in the history.</summary>
    public const string Act = "arrears.follow";
    private const int Chunk = 200;
    private const int LateDays = 366; // A statement that comes later still opens nothing again.

    /// <returns>How many were broken and completed.</returns>
    public async Task<(int Broken, int Completed)> HandleAsync(Change change, CancellationToken ct)
    {
        var grace = int.TryParse(configuration["Contributions:AgreementGraceDays"], System.Globalization.CultureInfo.InvariantCulture, out var days) && days is >= 0 and <= 366 ? days : 5;
        var since = change.Today.AddDays(-LateDays);
        await EachAsync(db.Set<Agreement>().Where(a => a.Open == null && a.BrokenOn >= since), standing => standing.Missed(change.Today, grace) is null, ids => ReopenAsync(ids, grace, change, ct), ct);
        return await EachAsync(
            db.Set<Agreement>().Where(a => a.Open != null),
            standing => Ended(standing, change.Today, grace) is not null,
            ids => FollowAsync(ids, grace, change, ct),
            ct);
    }

    /// <summary>Most agreements go on as they are: they are only read, page by page, and those of a page to which something happens are looked at again together, in one transaction. Where somebody else is at one of them, each of the page has a transaction of its own, so that one stops no other.</summary>
    /// <returns>How many were broken and completed, and are on record so.</returns>
    private async Task<(int Broken, int Completed)> EachAsync(IQueryable<Agreement> agreements, Func<AgreementStanding, bool> concerned, Func<IReadOnlyList<Guid>, Task<(int Broken, int Completed)>> act, CancellationToken ct)
    {
        var (broken, completed) = (0, 0);
        var after = Guid.Empty;
        while (await agreements.AsNoTracking().Where(a => a.Id.CompareTo(after) > 0).OrderBy(a => a.Id).Take(Chunk).ToListAsync(ct) is { Count: > 0 } page)
        {
            var standings = await AgreementStanding.OfAsync(db, page, ct);
            if (page.Where(a => concerned(standings[a.Id])).Select(a => a.Id).ToList() is { Count: > 0 } ids)
            {
                var done = await TogetherOrEachAsync(ids, act, ct);
                (broken, completed) = (broken + done.Broken, completed + done.Completed);
            }

            after = page[^1].Id;
        }

        return (broken, completed);
    }

    private async Task<(int Broken, int Completed)> TogetherOrEachAsync(List<Guid> ids, Func<IReadOnlyList<Guid>, Task<(int Broken, int Completed)>> act, CancellationToken ct)
    {
        var (broken, completed) = (0, 0);
        if (await TryAsync(ids, act, ct) is { } together)
        {
            return together;
        }

        foreach (var id in ids.Count == 1 ? [] : ids)
        {
            var done = await TryAsync([id], act, ct) ?? (0, 0);
            (broken, completed) = (broken + done.Broken, completed + done.Completed);
        }

        return (broken, completed);
    }

    /// <returns>What was done, once it is committed; null when somebody else was at one of them.</returns>
    private async Task<(int Broken, int Completed)?> TryAsync(List<Guid> ids, Func<IReadOnlyList<Guid>, Task<(int Broken, int Completed)>> act, CancellationToken ct)
    {
        try
        {
            var done = (0, 0);
            await db.WriteAsync(async () => done = await act(ids), ct);
            return done;
        }
        catch (Refused refused) when (refused.Code is "exists-already" or "changed-meanwhile")
        {
            if (ids.Count == 1)
            {
                LeftForLater(ids[0], refused.Code);
            }

            return null;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Agreement {agreement} was changed by somebody else at the same moment ({code}); the next look takes it up.")]
    private partial void LeftForLater(Guid agreement, string code);

    /// <returns>True when all is paid, false when an instalment was missed, null when it goes on.</returns>
    private static bool? Ended(AgreementStanding standing, DateOnly today, int grace) =>
        standing.PaidMinor >= standing.Agreement.TotalMinor ? true : standing.Missed(today, grace) is null ? null : false;

    /// <summary>Opens broken agreements again of which nothing was missed by the money known now, and whose place no other took; of several of one employer the last.</summary>
    private async Task<(int Broken, int Completed)> ReopenAsync(IReadOnlyList<Guid> ids, int grace, Change change, CancellationToken ct)
    {
        var agreements = await db.Set<Agreement>().Where(a => ids.Contains(a.Id) && a.Open == null && !db.Set<Agreement>().Any(o => o.EmployerId == a.EmployerId && o.Open != null)).ToListAsync(ct);
        var standings = await AgreementStanding.OfAsync(db, agreements, ct);
        foreach (var agreement in agreements.Where(a => standings[a.Id].Missed(change.Today, grace) is null).GroupBy(a => a.EmployerId).Select(g => g.OrderByDescending(a => a.ApprovedAt).ThenByDescending(a => a.Id).First()))
        {
            (agreement.Open, agreement.BrokenOn, agreement.MissedNo) = (Agreement.OpenMark, null, null);
        }

        await db.SaveAsync(change, ct);
        return (0, 0);
    }

    private async Task<(int Broken, int Completed)> FollowAsync(IReadOnlyList<Guid> ids, int grace, Change change, CancellationToken ct)
    {
        var agreements = await db.Set<Agreement>().Where(a => ids.Contains(a.Id) && a.Open != null).ToListAsync(ct);
        var standings = await AgreementStanding.OfAsync(db, agreements, ct);
        var (completed, broken) = (agreements.Where(a => Ended(standings[a.Id], change.Today, grace) == true).ToList(), agreements.Where(a => Ended(standings[a.Id], change.Today, grace) == false).ToList());
        completed.ForEach(a => (a.Open, a.CompletedOn) = (null, standings[a.Id].Parts.Max(p => p.On)));
        broken.ForEach(a => (a.Open, a.BrokenOn, a.MissedNo) = (null, change.Today, standings[a.Id].Missed(change.Today, grace)?.Instalment.No));
        var stopped = completed.Where(a => a.InterestStops).Select(a => a.Id).ToList();
        var bills = db.Set<AgreementBill>().Where(b => stopped.Contains(b.AgreementId)).Select(b => b.BillId);
        await db.Set<Bill>().Where(b => bills.Contains(b.Id)).ExecuteUpdateAsync(s => s.SetProperty(b => b.InterestClosed, true), ct);
        await db.SaveAsync(change, ct);
        return (broken.Count, completed.Count);
    }
}

/// <summary>Follows agreements by the clock; what fell due while the machine was off is found at the next look.</summary>
public sealed class DueAgreements(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueAgreements> log) : ClockedLook(scopes, time, log)
{
    /// <inheritdoc />
    protected override string Act => FollowAgreements.Act;

    /// <inheritdoc />
    protected override Task LookAsync(IServiceProvider services, Change change, CancellationToken ct) => services.GetRequiredService<FollowAgreements>().HandleAsync(change, ct);
}
