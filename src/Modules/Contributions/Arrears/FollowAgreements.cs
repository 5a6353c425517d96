using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spmis.Contributions.Bills;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Arrears;

/// <summary>Looks whether agreements are kept: broken when an instalment was not paid by its last day (and the days of grace of the setting <c>Contributions:AgreementGraceDays</c>, 5), completed when all is paid. One that was broken for want of money whose statement came later is open again.</summary>
public sealed class FollowAgreements(ContributionsDb db, IConfiguration configuration)
{
    /// <summary>The act's name in the history.</summary>
    public const string Act = "arrears.follow";
    private const int Chunk = 200;
    private const int LateDays = 366; // A statement that comes later still opens nothing again.

    /// <returns>How many were broken and completed.</returns>
    public async Task<(int Broken, int Completed)> HandleAsync(Change change, CancellationToken ct)
    {
        var grace = int.TryParse(configuration["Contributions:AgreementGraceDays"], System.Globalization.CultureInfo.InvariantCulture, out var days) && days is >= 0 and <= 366 ? days : 5;
        var (broken, completed) = (0, 0);
        var since = change.Today.AddDays(-LateDays);
        await EachAsync(
            db.Set<Agreement>().Where(a => a.Open == null && a.BrokenOn >= since),
            standing => standing.Missed(change.Today, grace) is null,
            id => ReopenAsync(id, grace, change, ct),
            ct);
        await EachAsync(
            db.Set<Agreement>().Where(a => a.Open != null),
            standing => Ended(standing, change.Today, grace) is not null,
            async id =>
            {
                var ended = await FollowAsync(id, grace, change, ct);
                (broken, completed) = (broken + (ended == false ? 1 : 0), completed + (ended == true ? 1 : 0));
            },
            ct);
        return (broken, completed);
    }

    /// <summary>Most agreements go on as they are: they are only read, and what something happens to is looked at again in a transaction of its own.</summary>
    private async Task EachAsync(IQueryable<Agreement> agreements, Func<AgreementStanding, bool> concerned, Func<Guid, Task> act, CancellationToken ct)
    {
        var after = Guid.Empty;
        while (await agreements.AsNoTracking().Where(a => a.Id.CompareTo(after) > 0).OrderBy(a => a.Id).Take(Chunk).ToListAsync(ct) is { Count: > 0 } page)
        {
            foreach (var agreement in page)
            {
                if (concerned(await AgreementStanding.OfAsync(db, agreement, ct)))
                {
                    await db.WriteAsync(() => act(agreement.Id), ct);
                    db.ChangeTracker.Clear();
                }
            }

            after = page[^1].Id;
        }
    }

    /// <returns>True when all is paid, false when an instalment was missed, null when it goes on.</returns>
    private static bool? Ended(AgreementStanding standing, DateOnly today, int grace) =>
        standing.PaidMinor >= standing.Agreement.TotalMinor ? true : standing.Missed(today, grace) is null ? null : false;

    /// <summary>Opens a broken agreement again when nothing of it was missed by the money known now, and no other took its place.</summary>
    private async Task ReopenAsync(Guid id, int grace, Change change, CancellationToken ct)
    {
        var agreement = await db.Set<Agreement>().SingleAsync(a => a.Id == id, ct);
        if (agreement.Open is not null || await db.Set<Agreement>().AnyAsync(a => a.EmployerId == agreement.EmployerId && a.Open != null, ct)
            || (await AgreementStanding.OfAsync(db, agreement, ct)).Missed(change.Today, grace) is not null)
        {
            return;
        }

        (agreement.Open, agreement.BrokenOn, agreement.MissedNo) = (Agreement.OpenMark, null, null);
        await db.SaveAsync(change, ct);
    }

    /// <returns>True when it was completed, false when it was broken, null when it goes on.</returns>
    private async Task<bool?> FollowAsync(Guid id, int grace, Change change, CancellationToken ct)
    {
        var agreement = await db.Set<Agreement>().SingleAsync(a => a.Id == id, ct);
        var standing = await AgreementStanding.OfAsync(db, agreement, ct);
        var ended = agreement.Open is null ? null : Ended(standing, change.Today, grace);
        switch (ended)
        {
            case true:
                (agreement.Open, agreement.CompletedOn) = (null, standing.Parts.Max(p => p.On));
                if (agreement.InterestStops)
                {
                    var bills = db.Set<AgreementBill>().Where(b => b.AgreementId == id).Select(b => b.BillId);
                    await db.Set<Bill>().Where(b => bills.Contains(b.Id)).ExecuteUpdateAsync(s => s.SetProperty(b => b.InterestClosed, true), ct);
                }

                break;
            case false:
                (agreement.Open, agreement.BrokenOn, agreement.MissedNo) = (null, change.Today, standing.Missed(change.Today, grace)?.Instalment.No);
                break;
        }

        await db.SaveAsync(change, ct);
        return ended;
    }
}

/// <summary>Follows agreements by the clock; what fell due while the machine was off is found at the next look.</summary>
public sealed partial class DueAgreements(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueAgreements> log) : BackgroundService
{
    private static readonly TimeSpan LookEach = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEach, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<FollowAgreements>().HandleAsync(new Change { Act = FollowAgreements.Act, Actor = Actor.System, Now = time.GetUtcNow().UtcDateTime }, stoppingToken);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                NotFollowed(failed); // The next look is soon.
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Agreements could not be followed; it is tried again in an hour.")]
    private partial void NotFollowed(Exception failed);
}
