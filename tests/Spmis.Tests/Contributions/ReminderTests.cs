using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions;
using Spmis.Contributions.Api;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Reminders;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Reminders: once a thing and step, stopped when it is done with; formal notices with their proof.</summary>
public sealed class ReminderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-04-03", null)]
    [InlineData("2026-04-04", -5)]
    [InlineData("2026-04-15", -5)]
    [InlineData("2026-04-16", 7)]
    [InlineData("2026-12-01", 30)]
    public void Step_IsTheLastThatHasCome(string on, int? step) => ReminderRules.Due([-5, 7, 30], new DateOnly(2026, 4, 9), DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(step);

    [Fact]
    public async Task Reminders_AreMadeOnceAStep_AndStopWhenPaidOrFiled()
    {
        await using var world = await ContributionsWorld.StartAsync(3, employers: 2);
        await world.FileAsync(File(Line(Worker(1), "9000", period: "2026-02")), month: new Month(2026, 2));
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.ImportAsync(Mobile(Paid("T1", Worker(2), "500.00")));
        var bills = (await world.BillsAsync()).OrderBy(b => b.Month).ToList();
        await world.ImportAsync(await StatementAsync([Credit("B1", 108_000, structured: bills[0].PaymentReference)]));

        // Five days before the bill of March is due; its return came, and April has not ended. The other employer never filed and is not written to.
        await RemindAsync(world, bills[1].DueOn.AddDays(-6));
        (await OpenAsync(world)).ShouldBeEmpty();
        await RemindAsync(world, bills[1].DueOn.AddDays(-5));
        (await OpenAsync(world)).ShouldBe([$"Bill {bills[1].PaymentReference} -5"]);
        await RemindAsync(world, bills[1].DueOn.AddDays(-4));
        (await world.DbAsync(db => db.Set<Reminder>().CountAsync(Ct))).ShouldBe(1, "each step once");
        (await world.App.UseAsync<RemindAll, long?>(r => r.HandleAsync(SpmisApp.Change("reminders.make", now: At(bills[1].DueOn.AddDays(-4))), Ct))).ShouldBeNull("the day had its run");

        // The month's end: who paid for themself in March is reminded of April; in May the return of April is due, the bill late.
        await RemindAsync(world, new DateOnly(2026, 4, 26));
        (await OpenAsync(world)).ShouldContain("OwnContribution  -5");
        await RemindAsync(world, new DateOnly(2026, 5, 20));
        (await OpenAsync(world)).ShouldBe([$"Bill {bills[1].PaymentReference} -5", $"Bill {bills[1].PaymentReference} 7", $"Bill {bills[1].PaymentReference} 30", "Return  3"], ignoreOrder: true);

        // Shown to the employer and the officer; printed, listed, and served.
        using var officer = world.App.Client(SpmisApp.Officer);
        var page = await officer.GetStringAsync("/arrears/reminders", Ct);
        page.ShouldContain(bills[1].PaymentReference);
        (await officer.GetStringAsync("/arrears/reminders?handler=Csv", Ct)).ShouldContain($"Bill,{Employer()},Employer 1,");
        var open = (await officer.GetFromJsonAsync<List<ReminderAnswer>>("/api/contributions/reminders", Ct))!;
        (await officer.GetStringAsync($"/contributions/reminders/{open[0].Id}/letter", Ct)).ShouldContain(bills[1].PaymentReference);
        (await officer.GetStringAsync($"/contributions/due/{Employer()}", Ct)).ShouldContain($"/contributions/reminders/{open[0].Id}/letter");
        (await Should.ThrowAsync<Refused>(() => ServeAsync(world, bills[1].PaymentReference, bills[1].DueOn, "Post 1"))).Code.ShouldBe("notice.day");
        (await Should.ThrowAsync<Refused>(() => ServeAsync(world, bills[1].PaymentReference, new DateOnly(2026, 5, 25), " "))).Code.ShouldBe("value.missing");
        (await Should.ThrowAsync<Refused>(() => ServeAsync(world, bills[0].PaymentReference, new DateOnly(2026, 5, 25), "Post 1"))).Code.ShouldBe("bill.nothing-open");
        await ServeAsync(world, bills[1].PaymentReference, new DateOnly(2026, 5, 25), "Post RR123");
        await ServeAsync(world, bills[1].PaymentReference, new DateOnly(2026, 6, 25), "Bailiff 7/2026");
        (await world.DbAsync(db => db.Set<Reminder>().Where(r => r.Kind == ReminderKind.FormalNotice).OrderBy(r => r.Step).Select(r => $"{r.Step} {r.Proof}").ToListAsync(Ct))).ShouldBe(["1 Post RR123", "2 Bailiff 7/2026"]);
        using var employer = world.App.Client(SpmisApp.Officer with { Id = "e2", Name = "Employer 2", Roles = [Spmis.Kernel.Access.Roles.Employer], Employer = Employer(2) });
        (await employer.GetAsync($"/contributions/reminders/{open[0].Id}/letter", Ct)).StatusCode.ShouldNotBe(HttpStatusCode.OK, "it is another employer's");

        // Paid and filed: gone from the list at once, and stopped by the next run.
        await world.ImportAsync(await StatementAsync([Credit("B2", 108_000, structured: bills[1].PaymentReference, on: "2026-05-21")], "ST-2", opening: 108_000));
        (await world.App.UseAsync<FindReminders, IReadOnlyList<ReminderRow>>(f => f.ListAsync(null, 0, 100, Ct))).ShouldAllBe(r => r.Reminder.Kind == ReminderKind.Return);
        await world.FileAsync(null, ReturnKind.Nil, new Month(2026, 4));
        await RemindAsync(world, new DateOnly(2026, 5, 22));
        (await OpenAsync(world)).ShouldBeEmpty();

        // Instalments: of an agreement only the next one, until it is paid.
        await world.FileAsync(File(Line(Worker(3), "9000", Employer(2))), employer: Employer(2));
        var agreed = await world.App.UseAsync<AgreeInstalments, Proposal>(a => a.ProposeAsync(Employer(2), 2, new DateOnly(2026, 7, 15), "500", true, SpmisApp.Change(reason: "Harvest was late"), Ct));
        await world.App.UseAsync<FourEyes>(f => f.ApproveAsync("contributions", agreed.Id, SpmisApp.Change(actor: SpmisApp.Supervisor), Ct));
        var agreement = await world.DbAsync(db => db.Set<Agreement>().Select(a => a.Number).SingleAsync(Ct));
        await RemindAsync(world, new DateOnly(2026, 7, 10));
        (await OpenAsync(world)).Where(o => o.StartsWith("Instalment", StringComparison.Ordinal)).ShouldBe([$"Instalment {agreement} -5"]);
        await world.ImportAsync(await StatementAsync([Credit("B3", 50_000, structured: agreement, on: "2026-07-12")], "ST-3", opening: 216_000));
        await RemindAsync(world, new DateOnly(2026, 7, 13));
        (await OpenAsync(world)).ShouldNotContain(o => o.StartsWith("Instalment", StringComparison.Ordinal), "the first is paid, the second not due yet");
        await RemindAsync(world, new DateOnly(2026, 8, 17));
        (await OpenAsync(world)).Where(o => o.StartsWith("Instalment", StringComparison.Ordinal)).ShouldBe([$"Instalment {agreement} 2"]);
    }

    private static DateTime At(DateOnly day) => day.ToDateTime(new TimeOnly(3, 0), DateTimeKind.Utc);

    private static async Task RemindAsync(ContributionsWorld world, DateOnly on)
    {
        (await world.App.UseAsync<RemindAll, long?>(r => r.HandleAsync(SpmisApp.Change("reminders.make", now: At(on)), Ct))).ShouldNotBeNull();
        await world.App.SettleAsync();
    }

    private static Task<List<string>> OpenAsync(ContributionsWorld world) => world.DbAsync(db => db.Set<Reminder>().Where(r => r.StoppedOn == null).OrderBy(r => r.Id).Select(r => $"{r.Kind} {r.PaymentReference} {r.Step}").ToListAsync(Ct));

    private static async Task<long> ServeAsync(ContributionsWorld world, string bill, DateOnly on, string proof) => (await world.App.UseAsync<ServeNotice, NoticeTaken>(s => s.HandleAsync(ReminderKind.FormalNotice, bill, on, "Registered letter", "The post", proof, SpmisApp.Change("notices.serve"), Ct))).Id.ShouldNotBeNull();
}
