using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Accounts;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Dues;
using Spmis.Contributions.Recalculations;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Pages.Arrears;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Home;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages;

/// <summary>What contributions put on the home page: for an employer the return to file and the bills to pay, for an association its lists and whom it has not named yet, for the office what needs looking at.</summary>
public sealed class ContributionTasks(ContributionsDb db, ListDues dues, AssociationTasks associations, SchemeBook schemes, FindReceipts receipts, Limitations limitations, IStringLocalizer<ContributionsTexts> T, Show show, TimeProvider time) : IHomeTasks
{
    private const int Most = 5;

    /// <inheritdoc />
    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct) => CurrentActor.Of(user) switch
    {
        { Employer: { } own } => await EmployerAsync(own, ct),
        { Association: not null } own => await associations.TasksAsync(own, ct),
        _ => await OfficeAsync(user, ct),
    };

    /// <inheritdoc />
    public async Task<IReadOnlyList<HomeStat>> StatsAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (CurrentActor.Of(user) is { Association: not null } of)
        {
            return await associations.StatsAsync(of, ct);
        }

        if (CurrentActor.Of(user).Employer is not { } number)
        {
            return [];
        }

        var open = await db.Set<Bill>().Where(b => b.EmployerNumber == number && b.PaidOn == null).GroupBy(b => b.Currency).Select(g => new { g.Key, Minor = g.Sum(b => b.AmountMinor - b.AllocatedMinor), Due = g.Min(b => b.DueOn) }).ToListAsync(ct);
        var last = await db.Set<Return>().Where(r => r.EmployerNumber == number && r.Slot == "original").OrderByDescending(r => r.Month).FirstOrDefaultAsync(ct);
        List<HomeStat> stats = [.. open.Select(o => new HomeStat(show.Money(new Money(o.Minor, Currency.Of(o.Key))), T["to pay, the oldest since {0}", show.Date(o.Due)], "/bills?open=true", May.ReadReturns, 10))];
        if (last is not null)
        {
            stats.Add(new HomeStat($"{last.Month.Year}", T["year view: filed, billed, paid"], $"/contributions/year?y={last.Month.Year}", May.ReadReturns, 30));
            stats.Add(new HomeStat(show.Count(last.Accepted), T["workers declared for {0}", show.Month(last.Month)], $"/returns/{last.Id}", May.ReadReturns, 20));
        }

        return stats;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<HomeChart>> ChartsAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (CurrentActor.Of(user).Employer is not { } number)
        {
            return [];
        }

        var from = Month.Of(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Add(-12);
        var months = await db.Set<Bill>().Where(b => b.EmployerNumber == number && b.Kind == BillKind.Contributions && b.Month >= from)
            .GroupBy(b => new { b.Currency, b.Month }).Select(g => new { g.Key.Currency, g.Key.Month, Minor = g.Sum(b => b.AmountMinor) }).ToListAsync(ct);
        return
        [
            .. months.GroupBy(m => m.Currency).Select(g => new HomeChart(
                T["Contributions of the last twelve months, in {0}", g.Key],
                [.. g.OrderBy(m => m.Month).Select(m => new ChartBar($"{m.Month.Number:00}/{m.Month.Year % 100:00}", new Money(m.Minor, Currency.Of(g.Key)).Major, show.Month(m.Month)))],
                May.ReadReturns, 10)),
        ];
    }

    private async Task<List<HomeTask>> EmployerAsync(string number, CancellationToken ct)
    {
        List<HomeTask> tasks = [];
        var due = await dues.HandleAsync(number, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct);
        tasks.AddRange(due.Take(Most).Select((d, i) => new HomeTask(
            d.Kind switch { DueKind.Return => d.Begun ? T["Go on with the return of {0}", show.Month(d.Month)] : T["File the return of {0}", show.Month(d.Month)], DueKind.Bill => T["Pay the bill of {0}: {1}", show.Month(d.Month), show.Money(d.Open ?? default)], _ => T["Pay the instalment: {0}", show.Money(d.Open ?? default)] },
            d.Href, d.Overdue ? T["Overdue since {0}", show.Date(d.DueOn)] : T["Due until {0}", show.Date(d.DueOn)], d.Overdue ? TagKind.Bad : TagKind.Wait, d.Kind == DueKind.Return ? May.FileReturns : May.ReadReturns, i)));
        if (due.Count > Most)
        {
            tasks.Add(new(T["See all that is due"], "/contributions/due", T["{0} more", show.Count(due.Count - Most)], TagKind.Wait, May.ReadReturns, Most));
        }

        var refused = await db.Set<Return>().CountAsync(r => r.EmployerNumber == number && r.Refused > 0 && r.Slot != null, ct);
        if (refused > 0)
        {
            tasks.Add(new(T["Mend refused lines of returns"], "/returns?refused=true", T["{0} returns", show.Count(refused)], TagKind.Wait, May.ReadReturns, 12));
        }

        return tasks;
    }

    private async Task<List<HomeTask>> OfficeAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        List<HomeTask> tasks = [];
        var held = await db.Set<Receipt>().CountAsync(r => r.EmployerId == null && r.PersonId == null && r.AmountMinor > r.AllocatedMinor + r.RefundedMinor, ct);
        if (held > 0)
        {
            tasks.Add(new(T["Find out whose money is held"], "/receipts?held=true", T["{0} receipts", show.Count(held)], TagKind.Wait, May.ReadReceipts, 40));
        }

        if ((await schemes.CollectingAsync(ct)).Count != 1 && await receipts.CountUndecidedAsync(ct) is > 0 and var undecided)
        {
            tasks.Add(new(T["Ask workers which scheme they pay for"], "/receipts?held=true", T["{0} receipts", show.Count(undecided)], TagKind.Wait, May.ReadReceipts, 40));
        }

        if (await receipts.CountUnbookedAsync(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct) is > 0 and var unbooked)
        {
            tasks.Add(new(T["Find out why the bank has not booked what was notified"], "/receipts?unbooked=true", T["{0} payment notices", show.Count(unbooked)], TagKind.Wait, May.ReadReceipts, 41));
        }

        var refused = await db.Set<Return>().CountAsync(r => r.Refused > 0 && r.Slot != null, ct);
        if (refused > 0)
        {
            tasks.Add(new(T["Look at returns with refused lines"], "/returns?refused=true", T["{0} returns", show.Count(refused)], TagKind.Info, May.ReadReturns, 50));
        }

        if (Roles.OfStaff.Any(user.IsInRole) && await limitations.CountAsync(LapsingModel.Ahead, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct) is > 0 and var lapsing)
        {
            tasks.Add(new(T["Act before debts lapse"], "/arrears/lapsing", T["{0} within {1} months", show.Count(lapsing), show.Count(LapsingModel.Ahead)], TagKind.Wait, May.ReadArrears, 43));
        }

        var asking = await db.Set<AccountRequest>().CountAsync(r => r.AnsweredAt == null, ct);
        if (asking > 0)
        {
            tasks.Add(new(T["Answer employers who ask for an account"], "/contributions/account-requests", T["{0} requests", show.Count(asking)], TagKind.Wait, May.AnswerRequests, 42));
        }

        var open = await db.Set<Recalculation>().Where(r => r.OpenScheme != null && r.FinishedAt != null).OrderBy(r => r.Id).Take(Most).ToListAsync(ct);
        tasks.AddRange(open.Select(r => new HomeTask(T["Decide what a changed law makes of contributions: {0}", r.Scheme], $"/contributions/recalculations/{r.Id}", T["{0} differences", show.Count(r.Differences)], TagKind.Wait, May.ReadRecalculations, 45)));
        return tasks;
    }
}
