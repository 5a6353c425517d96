using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Eligibility;
using Spmis.Contributions;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Periods of limitation: who may let a lapsed debt live again, what a pending action does, what only suspends, and debts of old books.</summary>
public sealed class LimitationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_BackdatedOverALapsedDebt_WaitsForASecondPerson()
    {
        await using var world = await OwingAsync(1);
        var bill = await ReferenceAsync(world, 1);
        var now = Day(2027, 6, 1);
        (await OfAsync(world, 1, now)).LapsesOn.ShouldBe(new DateOnly(2027, 4, 9));

        var taken = await ServeAsync(world, ReminderKind.FormalNotice, bill, new DateOnly(2027, 3, 1), now);

        taken.Id.ShouldBeNull();
        var proposal = taken.Proposal.ShouldNotBeNull();
        (await OfAsync(world, 1, now)).IsLapsed(DateOnly.FromDateTime(now)).ShouldBeTrue("one person alone revives nothing");
        (await RefusedAsync(() => ApproveAsync(world, proposal, SpmisApp.Officer with { Roles = [Spmis.Kernel.Access.Roles.Supervisor] }, now))).ShouldBe("proposal.own");
        await ApproveAsync(world, proposal, SpmisApp.Supervisor, Day(2027, 6, 2));
        (await OfAsync(world, 1, now)).ShouldSatisfyAllConditions(l => l.LapsesOn.ShouldBe(new DateOnly(2028, 3, 1)), l => l.Start.ShouldBe(LimitationStart.Notice));
        var notice = await world.DbAsync(db => db.Set<Reminder>().AsNoTracking().SingleAsync(Ct));
        (notice.EnteredBy, notice.MadeOn).ShouldBe((SpmisApp.Officer.Name, new DateOnly(2027, 6, 2)));

        // What revives nothing is recorded at once: the debt can be claimed.
        (await ServeAsync(world, ReminderKind.FormalNotice, bill, new DateOnly(2027, 5, 10), Day(2027, 6, 3))).Proposal.ShouldBeNull();

        // On the page and by API it is said so.
        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync($"/arrears/{Employer(1)}", Ct)).ShouldContain("Notices served and actions brought");
    }

    [Fact]
    public async Task Action_PendingBeforeACourt_HoldsThePeriodUntilItsEndIsRecorded()
    {
        await using var world = await OwingAsync(2);
        foreach (var i in new[] { 1, 2 })
        {
            (await ServeAsync(world, ReminderKind.CourtAction, await ReferenceAsync(world, i), new DateOnly(2027, 4, 1), Day(2027, 4, 5))).Proposal.ShouldBeNull();
        }

        var later = Day(2029, 1, 1);
        (await OfAsync(world, 1, later)).ShouldSatisfyAllConditions(l => l.LapsesOn.ShouldBeNull(), l => l.Start.ShouldBe(LimitationStart.Court));
        var reference = await ReferenceAsync(world, 1);
        (await RefusedAsync(() => world.App.UseAsync<RelieveBill, Proposal>(r => r.ProposeLapseAsync(reference, SpmisApp.Change(reason: "Nobody looked", now: later), Ct)))).ShouldBe("lapse.held");
        var suits = await world.DbAsync(db => db.Set<Reminder>().Where(r => r.Kind == ReminderKind.CourtAction).OrderBy(r => r.Id).Select(r => r.Id).ToListAsync(Ct));
        (await RefusedAsync(() => EndAsync(world, suits[0], new DateOnly(2027, 3, 31), SuitOutcome.Decided, later))).ShouldBe("suit.day");
        (await RefusedAsync(() => EndAsync(world, suits[0], new DateOnly(2029, 1, 2), SuitOutcome.Decided, later))).ShouldBe("suit.day");
        (await RefusedAsync(() => EndAsync(world, suits[0], new DateOnly(2028, 12, 1), null, later))).ShouldBe("suit.outcome");

        await EndAsync(world, suits[0], new DateOnly(2028, 12, 1), SuitOutcome.Decided, later);
        (await RefusedAsync(() => EndAsync(world, suits[0], new DateOnly(2028, 12, 2), SuitOutcome.Dropped, later))).ShouldBe("suit.ended");
        (await OfAsync(world, 1, later)).ShouldSatisfyAllConditions(l => l.LapsesOn.ShouldBe(new DateOnly(2029, 12, 1)), l => l.From.ShouldBe(new DateOnly(2028, 12, 1)));

        // An action withdrawn interrupted nothing, where the package does not know it otherwise: the debt has lapsed by it, so a second person looks at it.
        var lapses = (await EndAsync(world, suits[1], new DateOnly(2028, 12, 1), SuitOutcome.Dropped, later)).ShouldNotBeNull();
        (await OfAsync(world, 2, later)).LapsesOn.ShouldBeNull("one person alone gives nothing up");
        var arrears = await ArrearsAsync(world, 2, later);
        arrears.Proposals.ShouldHaveSingleItem().Id.ShouldBe(lapses.Id);
        lapses.ReadRule().ShouldNotBeNull().Amounts.ShouldHaveSingleItem().Minor.ShouldBe(arrears.Overdue.Single().OpenMinor);
        (await RefusedAsync(() => ApproveAsync(world, lapses, SpmisApp.Officer with { Roles = [Spmis.Kernel.Access.Roles.Supervisor] }, later))).ShouldBe("proposal.own");
        await ApproveAsync(world, lapses, SpmisApp.Supervisor, later);
        (await OfAsync(world, 2, later)).LapsesOn.ShouldBe(new DateOnly(2027, 4, 9));

        // It was another action: by two the end is taken off again, and the first one's day is mended.
        (await RefusedAsync(() => EndAsync(world, suits[1], new DateOnly(2028, 12, 2), null, later, corrects: true))).ShouldBe("suit.outcome");
        var pending = (await EndAsync(world, suits[1], null, null, later, corrects: true)).ShouldNotBeNull();
        (await OfAsync(world, 2, later)).LapsesOn.ShouldBe(new DateOnly(2027, 4, 9));
        await ApproveAsync(world, pending, SpmisApp.Supervisor, later);
        (await OfAsync(world, 2, later)).LapsesOn.ShouldBeNull();
        (await RefusedAsync(() => EndAsync(world, suits[1], null, null, later, corrects: true))).ShouldBe("suit.pending");
        await ApproveAsync(world, (await EndAsync(world, suits[0], new DateOnly(2028, 12, 15), SuitOutcome.Decided, later, corrects: true)).ShouldNotBeNull(), SpmisApp.Supervisor, later);
        (await OfAsync(world, 1, later)).LapsesOn.ShouldBe(new DateOnly(2029, 12, 15));
    }

    /// <summary>A payment stopped the action's row and was taken back: the action is pending still, is shown, and can be ended.</summary>
    [Fact]
    public async Task Action_StoppedByAPaymentTakenBack_CanBeEnded()
    {
        await using var world = await OwingAsync(1);
        var id = (await ServeAsync(world, ReminderKind.CourtAction, await ReferenceAsync(world, 1), new DateOnly(2026, 10, 1), Day(2026, 10, 2))).Id.ShouldNotBeNull();
        await world.DbAsync(db => db.Set<Reminder>().Where(r => r.Id == id).ExecuteUpdateAsync(s => s.SetProperty(r => r.StoppedOn, new DateOnly(2026, 11, 1)), Ct));

        (await ArrearsAsync(world, 1, Day(2026, 12, 1))).Served.ShouldHaveSingleItem().Id.ShouldBe(id);
        (await world.App.UseAsync<FindReminders, IReadOnlyList<ReminderRow>>(f => f.ListAsync(ReminderKind.CourtAction, 0, 10, Ct))).ShouldHaveSingleItem().Reminder.Id.ShouldBe(id);
        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync($"/arrears/{Employer(1)}", Ct)).ShouldContain("It corrects an end on record");
        (await EndAsync(world, id, new DateOnly(2026, 11, 20), SuitOutcome.Decided, Day(2026, 12, 1))).ShouldBeNull();
        (await OfAsync(world, 1, Day(2026, 12, 1))).LapsesOn.ShouldBe(new DateOnly(2027, 11, 20));
    }

    /// <summary>Before, an action interrupted on the day it was brought, and a debt of old books ran from the day it was due: the upgrade keeps both as they were. The way back is gone as well.</summary>
    [Fact]
    public async Task Migrate_ActionsAndTakenOverDebtsOfBefore_KeepTheirDays()
    {
        await using var world = await OwingAsync(2);
        await ServeAsync(world, ReminderKind.CourtAction, await ReferenceAsync(world, 1), new DateOnly(2026, 10, 1), Day(2026, 10, 2));
        await ServeAsync(world, ReminderKind.FormalNotice, await ReferenceAsync(world, 1), new DateOnly(2026, 9, 1), Day(2026, 10, 2));
        var second = Employer(2);
        await world.DbAsync(db => db.Set<Bill>().Where(b => b.EmployerNumber == second).ExecuteUpdateAsync(s => s.SetProperty(b => b.TakeoverId, 7L), Ct));
        await world.App.UseAsync<ContributionsDb>(async db =>
        {
            var migrator = db.GetService<IMigrator>();
            await migrator.MigrateAsync("LimitationAndNotices", Ct);
            await migrator.MigrateAsync(cancellationToken: Ct);
        });

        var served = await world.DbAsync(db => db.Set<Reminder>().AsNoTracking().OrderBy(r => r.Kind).ToListAsync(Ct));
        served.Single(r => r.Kind == ReminderKind.CourtAction).ShouldSatisfyAllConditions(r => r.EndedOn.ShouldBe(new DateOnly(2026, 10, 1)), r => r.Outcome.ShouldBe(SuitOutcome.Decided), r => r.EndProof.ShouldBe("Recorded before actions had an end"));
        served.Single(r => r.Kind == ReminderKind.FormalNotice).EndedOn.ShouldBeNull();
        (await OfAsync(world, 1, Day(2026, 12, 1))).ShouldSatisfyAllConditions(l => l.LapsesOn.ShouldBe(new DateOnly(2027, 10, 1)), l => l.Start.ShouldBe(LimitationStart.Court));
        (await OfAsync(world, 2, Day(2026, 12, 1))).LapsesOn.ShouldBe(new DateOnly(2027, 4, 9));
        (await world.DbAsync(db => db.Set<Bill>().AsNoTracking().SingleAsync(b => b.EmployerNumber != second, Ct))).LimitationFrom.ShouldBeNull();
    }

    /// <summary>After an upgrade no bill has its last day: one run at the start keeps them, and reminds nobody.</summary>
    [Fact]
    public async Task LastDays_NeverKept_AreKeptAtTheStartOnce()
    {
        await using var world = await OwingAsync(2);
        var start = new KeepLapsesAtStart(world.App.Services.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System);

        await start.StartAsync(Ct);
        await start.StartAsync(Ct);
        await world.App.SettleAsync();

        (await world.DbAsync(db => db.Runs.Where(r => r.Kind == RemindAll.RunKind).Select(r => r.Key).ToListAsync(Ct))).ShouldBe([$"{RemindAll.RunKind}:start"]);
        (await world.DbAsync(db => db.Set<Bill>().Select(b => b.LapsesOn).ToListAsync(Ct))).ShouldBe([new DateOnly(2027, 4, 9), new DateOnly(2027, 4, 9)]);
        (await world.DbAsync(db => db.Set<Reminder>().CountAsync(Ct))).ShouldBe(0);
        await start.StartAsync(Ct);
        (await world.DbAsync(db => db.Runs.CountAsync(r => r.Kind == RemindAll.RunKind, Ct))).ShouldBe(1);
    }

    /// <summary>The nightly run keeps the last day with each bill; an action recorded keeps it at once.</summary>
    [Fact]
    public async Task LastDays_KeptByTheNightlyRun_AreCountedForTheHomePage()
    {
        await using var world = await OwingAsync(3);
        var today = new DateOnly(2026, 12, 1);
        (await CountAsync(world, today)).ShouldBe(0);
        await world.App.UseAsync<RemindAll, long?>(r => r.HandleAsync(SpmisApp.Change("reminders.make", now: Day(2026, 12, 1)), Ct));
        await world.App.SettleAsync();
        (await CountAsync(world, today)).ShouldBe(3);
        await ServeAsync(world, ReminderKind.CourtAction, await ReferenceAsync(world, 2), new DateOnly(2026, 11, 1), Day(2026, 12, 1));
        (await CountAsync(world, today)).ShouldBe(2);

        Task<int> CountAsync(ContributionsWorld w, DateOnly on) => w.App.UseAsync<Limitations, int>(l => l.CountAsync(6, on, Ct));
    }

    [Fact]
    public void Period_InterruptedSuspendedAndTakenOver_IsReckonedByThePackage()
    {
        var (interrupting, suspending) = (Rules(Limiting("interrupts", "2.0.0")), Rules(Limiting("suspends", "2.1.0")));
        var bill = Bill(new DateOnly(2026, 4, 9));
        var suit = LimitationAct.Brought(bill.Id, new DateOnly(2026, 10, 9), new DateOnly(2027, 1, 9), dropped: false);

        Of(interrupting, bill, suit).ShouldBe((new DateOnly(2028, 1, 9), LimitationStart.Court, 0));
        Of(suspending, bill, suit).ShouldBe((new DateOnly(2027, 4, 9).AddDays(92), LimitationStart.Due, 92));
        // Two actions at once hold it once; one that begins after the last day holds nothing.
        Of(suspending, bill, suit, suit with { On = new DateOnly(2026, 12, 9), Until = new DateOnly(2027, 2, 9) }).ShouldBe((new DateOnly(2027, 4, 9).AddDays(123), LimitationStart.Due, 123));
        Of(suspending, bill, suit with { On = new DateOnly(2027, 4, 10), Until = new DateOnly(2027, 5, 9) }).ShouldBe((new DateOnly(2027, 4, 9), LimitationStart.Due, 0));
        Of(suspending, bill, suit with { Until = null }).ShouldBe((null, LimitationStart.Court, 0));

        // Of old books: from the day they name; where they name none, from the takeover, and never before the debt was due.
        Of(interrupting, Bill(new DateOnly(2019, 6, 9), takeover: 7, from: new DateOnly(2025, 1, 15))).ShouldBe((new DateOnly(2026, 1, 15), LimitationStart.OldBooks, 0));
        Of(interrupting, Bill(new DateOnly(2019, 6, 9), takeover: 7)).ShouldBe((new DateOnly(2027, 7, 1), LimitationStart.TakenOver, 0));
        Of(interrupting, Bill(new DateOnly(2026, 8, 9), takeover: 7)).ShouldBe((new DateOnly(2027, 8, 9), LimitationStart.Due, 0));

        static (DateOnly?, LimitationStart, int) Of(SchemeRules rules, Bill bill, params LimitationAct[] acts)
        {
            var found = Limitation.Of(rules, bill, acts).ShouldNotBeNull();
            return (found.LapsesOn, found.Start, found.HeldDays);
        }
    }

    private static Bill Bill(DateOnly due, long? takeover = null, DateOnly? from = null) => new()
    {
        Id = Guid.CreateVersion7(), Number = 1, PaymentReference = "7", Kind = takeover is null ? BillKind.Contributions : BillKind.TakenOver, EmployerId = Guid.Empty, EmployerNumber = "", Scheme = "ke-nssf", Month = Month.Of(due).Add(-1), AmountMinor = 1, Currency = "KES", DueOn = due,
        IssuedAt = SpmisApp.Now, PackageHash = "", TakeoverId = takeover, LimitationFrom = from,
    };

    private static SchemeRules Rules(SchemeActivated package) => SchemeCache.Read(package.Files);

    /// <summary>Debts lapse after a year (shorter than any real one); notices interrupt it, and actions do what is said.</summary>
    private static SchemeActivated Limiting(string court, string version)
    {
        var rules = court == "interrupts" ? "    interrupts: {is: \"limitation.act in ('notice', 'court')\"}\n" : "    interrupts: {is: \"limitation.act in ('notice', 'payment')\"}\n    suspends: {is: \"limitation.act in ('court', 'agreement')\"}\n";
        var labels = "  contribution.interrupts: {en: Makes the period run anew}\n" + (court == "interrupts" ? "" : "  contribution.suspends: {en: Makes the period stand still}\n");
        return Package(new DateOnly(2023, 2, 1), version, ("facts:\n", "facts:\n  limitation.from: date\n  limitation.act: {type: text, choices: [notice, agreement, court, payment]}\n"), ("parameters:\n", "parameters:\n  limitation_period: {unit: months, values: [{from: 2014-01-10, value: 12 months, article: s. 30}]}\n"),
            ("    months_late:\n", "    lapses_on: {is: limitation.from + limitation_period@bill.due, article: s. 30}\n" + rules + "    months_late:\n"), ("  contribution.interest: {en", "  contribution.lapses_on: {en: Can be claimed until}\n" + labels + "  contribution.interest: {en"));
    }

    private static async Task<ContributionsWorld> OwingAsync(int employers)
    {
        var world = await ContributionsWorld.StartAsync(1, employers);
        await world.PublishAsync(Limiting("interrupts", "1.2.0"));
        for (var i = 1; i <= employers; i++)
        {
            await world.FileAsync(File(Line(Worker(1), "9000", Employer(i))), employer: Employer(i));
        }

        await world.App.SettleAsync();
        return world;
    }

    private static DateTime Day(int year, int month, int day) => new(year, month, day, 9, 0, 0, DateTimeKind.Utc);

    private static async Task<string> ReferenceAsync(ContributionsWorld world, int employer) => (await world.BillsAsync()).Single(b => b.EmployerNumber == Employer(employer)).PaymentReference;

    private static async Task<Limitation> OfAsync(ContributionsWorld world, int employer, DateTime now)
    {
        var bill = await world.DbAsync(db => db.Set<Bill>().AsNoTracking().SingleAsync(b => b.EmployerNumber == Employer(employer), Ct));
        return (await world.App.UseAsync<Limitations, IReadOnlyDictionary<Guid, Limitation>>(l => l.OfAsync([bill], DateOnly.FromDateTime(now), Ct)))[bill.Id];
    }

    private static Task<NoticeTaken> ServeAsync(ContributionsWorld world, ReminderKind kind, string bill, DateOnly on, DateTime now) =>
        world.App.UseAsync<ServeNotice, NoticeTaken>(s => s.HandleAsync(kind, bill, on, "By hand", "Court of Nairobi", "File 12", SpmisApp.Change("notices.serve", now: now), Ct));

    private static Task<Proposal?> EndAsync(ContributionsWorld world, long suit, DateOnly? on, SuitOutcome? outcome, DateTime now, bool corrects = false) =>
        world.App.UseAsync<EndSuit, Proposal?>(e => e.HandleAsync(new SuitEnd(suit, on, outcome, "Judgment 7", corrects), SpmisApp.Change("suits.end", now: now), Ct));

    private static Task<EmployerArrears> ArrearsAsync(ContributionsWorld world, int employer, DateTime now) => world.App.UseAsync<FindArrears, EmployerArrears>(f => f.ReadAsync(Employer(employer), DateOnly.FromDateTime(now), Ct));

    private static Task ApproveAsync(ContributionsWorld world, Proposal proposal, Actor by, DateTime now) => world.App.UseAsync<FourEyes>(f => f.ApproveAsync(ContributionsModule.ModuleName, proposal.Id, SpmisApp.Change(actor: by, now: now), Ct));

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Should.ThrowAsync<Refused>(act)).Code;
}
