using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Contributions;
using Spmis.Contributions.Api;
using Spmis.Contributions.Credits;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Months of sickness, maternity and unemployment that count without payment, as far as the package says so.</summary>
public sealed class CreditTests
{
    // The package of this test credits maternity, and sickness from 2026 on.
    private static readonly (string, string) Fact = ("  bill.amount: {type: money", "  credit.kind: {type: text, choices: [sickness, maternity], label: {en: Why no contribution is due, sw: Sababu}}\n  bill.amount: {type: money");
    private static readonly (string, string) Rule = ("  insured_months:\n", "  credited_month: {label: {en: The month counts without payment, sw: Mwezi unahesabiwa bila malipo}, is: \"credit.kind == 'maternity' or record.month >= 2026-01\"}\n  insured_months:\n");
    private static readonly (string, string) Outlet = ("  insured_months: {en:", "  credited_month: {en: Whether a month counts without payment}\n  insured_months: {en:");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Award_OfABenefitThatCredits_BringsItsMonthsAndTakesThemAlong()
    {
        await using var world = await ContributionsWorld.StartAsync(3, scheme: false);
        await world.PublishAsync(Package(new DateOnly(2023, 2, 1), "1.2.0", Fact, Rule, Outlet));
        var award = Guid.CreateVersion7();

        await world.PublishAsync(new AwardsDecided { Awards = [Award(award, 1, "maternity", 202511, 202602), Award(Guid.CreateVersion7(), 2, "old-age", 202511, null), Award(Guid.CreateVersion7(), 2, "unemployment", 202511, 202512), Award(Guid.CreateVersion7(), 3, "sickness", 202512, 202601)] });

        (await world.YearAsync(1, 2025)).ShouldNotBeNull().InsuredMonths.ShouldBe(0b1100_0000_0000);
        (await world.YearAsync(1, 2026)).ShouldNotBeNull().InsuredMonths.ShouldBe(0b11);
        (await world.YearAsync(2, 2025)).ShouldBeNull("a pension credits nothing, and the package does not know unemployment");
        (await world.YearAsync(3, 2025)).ShouldBeNull("sickness counts from 2026 on");
        (await world.YearAsync(3, 2026)).ShouldNotBeNull().InsuredMonths.ShouldBe(0b1);
        var record = await world.App.UseAsync<ReadRecord, PersonRecord>(r => r.HandleAsync(Worker(1), Ct));
        record.Months.Select(m => (m.Sum.Month, m.Standing, m.Credits.Single().AwardNumber)).ShouldBe([(new Month(2026, 2), MonthStanding.Credited, "A-1"), (new Month(2026, 1), MonthStanding.Credited, "A-1"), (new Month(2025, 12), MonthStanding.Credited, "A-1"), (new Month(2025, 11), MonthStanding.Credited, "A-1")]);

        // A month that is paid counts by payment; the credit beside it counts nothing twice.
        await world.FileAsync(File(Line(Worker(1), "9000", period: "2026-02")), month: new Month(2026, 2));
        await world.ImportAsync(await BankFile.StatementAsync([BankFile.Credit("B1", 108_000, structured: (await world.BillsAsync())[0].PaymentReference)]));
        (await world.App.UseAsync<ReadRecord, PersonRecord>(r => r.HandleAsync(Worker(1), Ct))).Months[0].ShouldSatisfyAllConditions(m => m.Standing.ShouldBe(MonthStanding.Counts), m => m.Sum.Credited.ShouldBeFalse());

        // The same again, and an older version, change nothing; ended, suspended and taken back, the award takes its months along. A merge moves them.
        await world.PublishAsync(new AwardsDecided { Awards = [Award(award, 1, "maternity", 202511, 202602)] });
        (await world.DbAsync(db => db.Set<Credit>().CountAsync(c => c.Live != null, Ct))).ShouldBe(5);
        await world.PublishAsync(new AwardsDecided { Awards = [Award(award, 1, "maternity", 202511, 202512) with { Version = 2 }] });
        (await world.YearAsync(1, 2026)).ShouldNotBeNull().InsuredMonths.ShouldBe(0b10, "February is paid, January was credited only");
        await world.PublishAsync(new PersonsMerged { MergeId = Guid.CreateVersion7(), SurvivorId = PersonId(2), MergedIds = [PersonId(1)] });
        (await world.YearAsync(2, 2025)).ShouldNotBeNull().InsuredMonths.ShouldBe(0b1100_0000_0000);
        await world.PublishAsync(new AwardsDecided { Awards = [Award(award, 1, "maternity", 202511, 202510) with { Version = 3 }] });
        (await world.YearAsync(2, 2025)).ShouldNotBeNull().InsuredMonths.ShouldBe(0);
        (await world.DbAsync(db => db.Set<Credit>().CountAsync(c => c.Origin == award.ToString("N") && c.TakenBackBecause != null, Ct))).ShouldBe(4);
        await world.PromisesHoldAsync();

        // An award until further notice brings its months as they come.
        await world.PublishAsync(new AwardsDecided { Awards = [Award(Guid.CreateVersion7(), 3, "maternity", 202603, null)] });
        var now = Month.Of(DateOnly.FromDateTime(SpmisApp.Now));
        (await world.DbAsync(db => db.Set<Credit>().Where(c => c.PersonId == PersonId(3)).MaxAsync(c => c.Month, Ct))).ShouldBe(now);
        await DueCredits.LookAsync(world.App.Services.GetRequiredService<IServiceScopeFactory>(), SpmisApp.Change("credits.follow", now: now.Add(2).First.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)), Ct);
        (await world.DbAsync(db => db.Set<Credit>().Where(c => c.PersonId == PersonId(3)).MaxAsync(c => c.Month, Ct))).ShouldBe(now.Add(2));
    }

    [Fact]
    public async Task Officer_CreditsMonthsOnEvidence_WithASecondPersonAndTakesThemBackSo()
    {
        await using var world = await ContributionsWorld.StartAsync(2, scheme: false);
        await world.PublishAsync(Package());
        (await RefusedAsync(() => GiveAsync(world, CreditKind.Maternity))).ShouldBe("credit.no-rule");
        await world.PublishAsync(Package(new DateOnly(2024, 1, 1), "1.2.0", Fact, Rule, Outlet));
        (await RefusedAsync(() => GiveAsync(world, CreditKind.Unemployment))).ShouldBe("credit.no-rule");
        (await RefusedAsync(() => GiveAsync(world, CreditKind.Maternity, evidence: " "))).ShouldBe("value.missing");
        (await RefusedAsync(() => GiveAsync(world, CreditKind.Maternity, to: new Month(2099, 1)))).ShouldBe("credit.months");

        var given = await GiveAsync(world, CreditKind.Maternity);
        (await world.YearAsync(1)).ShouldBeNull("nothing counts before a second person approves");
        (await RefusedAsync(() => ApproveAsync(world, given.Id, SpmisApp.Officer with { Roles = [Spmis.Kernel.Access.Roles.Supervisor] }))).ShouldBe("proposal.own");
        await ApproveAsync(world, given.Id);
        (await world.YearAsync(1)).ShouldNotBeNull().InsuredMonths.ShouldBe(0b1100);
        (await RefusedAsync(() => GiveAsync(world, CreditKind.Sickness))).ShouldBe("credit.held");

        using var officer = world.App.Client(SpmisApp.Officer);
        var page = await officer.GetStringAsync($"/contributions/persons/{Worker(1)}/credits", Ct);
        page.ShouldContain("Birth certificate 77/2026");
        (await officer.GetStringAsync($"/contributions/persons/{Worker(1)}", Ct)).ShouldContain("Without payment: Maternity");
        (await officer.GetFromJsonAsync<List<CreditAnswer>>($"/api/contributions/persons/{Worker(1)}/credits", Ct))!.Select(c => (c.Month, c.Holds)).ShouldBe([("2026-04", true), ("2026-03", true)]);

        (await RefusedAsync(() => BackAsync(world, 2))).ShouldBe("credit.none");
        await ApproveAsync(world, (await BackAsync(world, 1)).Id);
        (await world.YearAsync(1)).ShouldNotBeNull().InsuredMonths.ShouldBe(0b1000);
        (await officer.GetStringAsync($"/contributions/persons/{Worker(1)}/credits", Ct)).ShouldContain("Entered for the wrong month");

        // What a merged record was credited is the survivor's: held against a second credit, and taken back under the survivor's number.
        await world.PublishAsync(new PersonsMerged { MergeId = Guid.CreateVersion7(), SurvivorId = PersonId(2), MergedIds = [PersonId(1)] });
        (await RefusedAsync(() => GiveAsync(world, CreditKind.Maternity, person: 2))).ShouldBe("credit.held");
        await ApproveAsync(world, (await BackAsync(world, 2, new Month(2026, 4))).Id);
        (await world.YearAsync(2)).ShouldNotBeNull().InsuredMonths.ShouldBe(0);
    }

    private static AwardFacts Award(Guid id, int person, string branch, int from, int? to) => new()
    {
        AwardId = id, AwardNumber = $"A-{person}", Scheme = "benefit", Branch = branch, BeneficiaryId = PersonId(person), PayeeId = PersonId(person), Component = "main", MonthlyMinor = 1, Currency = "KES", FromMonth = from, ToMonth = to, Version = 1,
    };

    private static Task<Proposal> GiveAsync(ContributionsWorld world, CreditKind kind, string evidence = "Birth certificate 77/2026", Month? to = null, int person = 1) =>
        world.App.UseAsync<GiveCredit, Proposal>(g => g.ProposeAsync(Worker(person), null, March, to ?? new Month(2026, 4), kind, evidence, SpmisApp.Change(GiveCredit.Act, reason: "Cared for at home"), Ct));

    private static Task<Proposal> BackAsync(ContributionsWorld world, int person, Month? month = null) =>
        world.App.UseAsync<TakeCreditBack, Proposal>(g => g.ProposeAsync(Worker(person), null, month ?? March, month ?? March, SpmisApp.Change(TakeCreditBack.Act, reason: "Entered for the wrong month"), Ct));

    private static async Task ApproveAsync(ContributionsWorld world, long proposal, Actor? actor = null)
    {
        await world.App.UseAsync<FourEyes>(f => f.ApproveAsync(ContributionsModule.ModuleName, proposal, SpmisApp.Change("credits.approve", actor ?? SpmisApp.Supervisor), Ct));
        await world.App.SettleAsync();
    }

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Should.ThrowAsync<Refused>(act)).Code;
}
