using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Contributions;
using Spmis.Contributions.Api;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Subsidies;
using Spmis.Iso20022.Statements;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Third payers: what they take on, never above cap, budget or fund, and what goes back to them.</summary>
public sealed class SubsidyTests
{
    private const long OneWorker = 108_000; // Both shares of 9,000.00 a month.
    private static readonly DateTime January = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Due: the contribution is known, and donor and payer make it up together.</summary>
    [Theory]
    [InlineData(SubsidyKind.Share, 5000, 0, 108_000, null, 54_000)]
    [InlineData(SubsidyKind.Share, 3333, 0, 100, null, 33)]
    [InlineData(SubsidyKind.Share, 5000, 0, 101, null, 51)] // Half a cent goes to the donor, the rest, 50, to the payer.
    [InlineData(SubsidyKind.Share, 10000, 0, 108_000, null, 108_000)]
    [InlineData(SubsidyKind.Share, 5000, 0, 108_000, 20_000L, 20_000)]
    [InlineData(SubsidyKind.Match, 10000, 0, 108_000, null, 54_000)] // Unit for unit.
    [InlineData(SubsidyKind.Match, 5000, 0, 90_000, null, 30_000)] // A half for each: 60,000 and 30,000.
    [InlineData(SubsidyKind.Flat, 0, 30_000, 108_000, null, 30_000)]
    [InlineData(SubsidyKind.Flat, 0, 30_000, 20_000, null, 20_000)]
    [InlineData(SubsidyKind.Flat, 0, 30_000, 0, null, 0)]
    [InlineData(SubsidyKind.Flat, 0, 30_000, 108_000, 0L, 0)]
    public void Share_OfWhatIsDue(SubsidyKind kind, int rate, long amount, long due, long? left, long expected) => SubsidyTerms.OfDue(Programme(1, kind, rate, amount), due, left).ShouldBe(expected);

    /// <summary>Paid: the payment is known, and the donor adds to it.</summary>
    [Theory]
    [InlineData(SubsidyKind.Share, 5000, 0, 54_000, null, 54_000)]
    [InlineData(SubsidyKind.Share, 2500, 0, 75_000, null, 25_000)]
    [InlineData(SubsidyKind.Match, 5000, 0, 60_000, null, 30_000)]
    [InlineData(SubsidyKind.Match, 10000, 0, 60_000, 10_000L, 10_000)]
    [InlineData(SubsidyKind.Flat, 0, 30_000, 1, null, 30_000)]
    [InlineData(SubsidyKind.Flat, 0, 30_000, 0, null, 0)]
    public void Share_OnTopOfWhatIsPaid(SubsidyKind kind, int rate, long amount, long paid, long? left, long expected) => SubsidyTerms.OfPaid(Programme(1, kind, rate, amount), paid, left).ShouldBe(expected);

    [Fact]
    public void Several_TheBestOneAndThoseThatCumulate_NeverMoreThanTheWhole()
    {
        var (a, b, c, d) = (Programme(1), Programme(2), Programme(3, cumulates: true), Programme(4, cumulates: true));
        SubsidyTerms.Together([(a, 30), (b, 40)], 100).ShouldBe(new Dictionary<long, long> { [2] = 40 });
        SubsidyTerms.Together([(a, 40), (b, 40)], 100).ShouldBe(new Dictionary<long, long> { [1] = 40 }, "of two alike the older");
        SubsidyTerms.Together([(a, 30), (b, 40), (d, 10), (c, 20)], 100).ShouldBe(new Dictionary<long, long> { [2] = 40, [3] = 20, [4] = 10 });
        SubsidyTerms.Together([(b, 40), (c, 50), (d, 60)], 100).ShouldBe(new Dictionary<long, long> { [2] = 40, [3] = 50, [4] = 10 });
    }

    [Fact]
    public async Task Programme_TakesOnItsPartOfReturns_AndTakesItBackWithCorrections()
    {
        await using var world = await ContributionsWorld.StartAsync(4, scheme: true);
        await RefusedAsync(world, New("X") with { Percent = "150" }, "subsidy.percent");
        await RefusedAsync(world, New("X") with { Percent = "100", Reach = SubsidyReach.Everybody }, "subsidy.whole-share");
        await RefusedAsync(world, New("X") with { Kind = SubsidyKind.Cover, Percent = null, Amount = "1080", BenefitScheme = "benefit" }, "subsidy.cover-reach");
        await RefusedAsync(world, New("X") with { Kind = SubsidyKind.Reward, Percent = null, Amount = "200", InARow = 3, Cap = "100" }, "subsidy.reward-cap");
        await RefusedAsync(world, New("X") with { From = "2025-12" }, "subsidy.month-past");
        await RefusedAsync(world, New("X") with { Kind = SubsidyKind.Flat }, "value.missing");
        await RefusedAsync(world, New("X") with { Kind = SubsidyKind.Reward, Amount = "100" }, "subsidy.row");
        await RefusedAsync(world, New("X") with { To = "2025-11", From = "2026-02" }, "subsidy.months");

        var proposed = await ProposeAsync(world, New("Half") with { Budget = "1500", MostMonths = 2, Cap = "600" });
        (await Should.ThrowAsync<Refused>(() => ApproveAsync(world, proposed, SpmisApp.Officer with { Roles = [Spmis.Kernel.Access.Roles.Supervisor] }))).Code.ShouldBe("proposal.own");
        (await world.DbAsync(db => db.Set<SubsidyProgramme>().CountAsync(Ct))).ShouldBe(0, "nothing is given before a second person approves");
        await ApproveAsync(world, proposed);
        await RefusedAsync(world, New("Half"), "subsidy.name-taken");

        // Half of each, and the bill is the rest; the month counts once that is paid.
        await FileAsync(world, 1, ReturnKind.Original, (1, 9000), (2, 9000));
        var bill = (await world.BillsAsync()).Single();
        bill.Amount.Minor.ShouldBe(OneWorker);
        (await GivenAsync(world)).ShouldBe([("Half", OneWorker)]);
        await world.PromisesHoldAsync();
        await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker, structured: bill.PaymentReference)]));
        (await world.YearAsync(1)).ShouldNotBeNull().InsuredMonths.ShouldBe(1);

        // A correction takes the donor's half off with the employer's: 9,000 to 4,500 frees 270.00 for each.
        await FileAsync(world, 1, ReturnKind.Correction, (1, 4500));
        (await GivenAsync(world)).ShouldBe([("Half", OneWorker - 27_000)]);
        (await world.DbAsync(db => db.Set<Receipt>().Where(r => r.Channel == Channel.Correction).SumAsync(r => r.AmountMinor, Ct))).ShouldBe(27_000);
        await world.PromisesHoldAsync();

        // The budget of 1,500.00 has 690.00 left; what is over falls back to the employer, and that is said.
        await FileAsync(world, 2, ReturnKind.Original, (1, 9000), (2, 9000), (3, 9000));
        (await GivenAsync(world)).ShouldBe([("Half", 150_000)]);
        var report = await world.App.UseAsync<FindSubsidies, ProgrammeReport>(f => f.ReportAsync(1, Ct));
        report.Months.ShouldBe([new SubsidyMonth(new Month(2026, 2), 2, 69_000, (3 * 54_000) - 69_000), new SubsidyMonth(new Month(2026, 1), 2, 81_000, 0)]);
        (await world.DbAsync(db => db.Set<Return>().SingleAsync(r => r.Month == new Month(2026, 2), Ct))).OwedMinor.ShouldBe((3 * OneWorker) - 69_000);
        await world.PromisesHoldAsync();

        // Corrected away, it is there for others; a third month of a person is beyond the longest.
        await FileAsync(world, 2, ReturnKind.Correction, (1, 0), (2, 0));
        (await GivenAsync(world)).ShouldBe([("Half", 81_000)]);
        await FileAsync(world, 3, ReturnKind.Original, (1, 9000), (3, 9000));
        await FileAsync(world, 4, ReturnKind.Original, (1, 9000));
        (await GivenAsync(world)).ShouldBe([("Half", 81_000 + (54_000 * 1) + 15_000)], "1 has January and March, and nothing of April");
        await world.PromisesHoldAsync();

        // Billed once a month, and paid under the donor's own reference.
        await FollowAsync(world, new DateTime(2026, 5, 2, 3, 0, 0, DateTimeKind.Utc));
        var donor = await world.DbAsync(db => db.Set<Donor>().SingleAsync(Ct));
        await world.ImportAsync(await StatementAsync([Credit("D1", 100_000, structured: donor.PaymentReference)], "ST-2", opening: OneWorker));
        report = await world.App.UseAsync<FindSubsidies, ProgrammeReport>(f => f.ReportAsync(1, Ct));
        (report.Bills.Single().Bill.AmountMinor, report.Bills.Single().OpenMinor, report.Row.Donor.ReceivedMinor).ShouldBe((150_000, 50_000, 100_000));
        (await BalanceAsync(world, Account.Donor)).ShouldBe(50_000);
        await world.PromisesHoldAsync();
        await world.ImportAsync(await NotificationAsync([Reversal("D1", 100_000)], "NT-9"));
        (await BalanceAsync(world, Account.Donor)).ShouldBe(150_000);
        await world.PromisesHoldAsync();

        // A merge moves the shares; pages and interface show sums and no names.
        await world.PublishAsync(new PersonsMerged { MergeId = Guid.CreateVersion7(), SurvivorId = PersonId(4), MergedIds = [PersonId(2)] });
        (await world.DbAsync(db => db.Set<SubsidyShare>().AnyAsync(s => s.PersonId == PersonId(2), Ct))).ShouldBeFalse();
        await world.PromisesHoldAsync();
        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync("/subsidies", Ct)).ShouldContain("Half");
        var page = await officer.GetStringAsync("/subsidies/1", Ct);
        page.ShouldContain(donor.PaymentReference);
        page.ShouldNotContain("Worker 1");
        (await officer.GetStringAsync("/subsidies/1?handler=Csv", Ct)).ShouldContain("Half,The fund,2026-01,2,810.00,0.00,KES");
        (await officer.GetFromJsonAsync<SubsidyReportAnswer>("/api/contributions/subsidies/1", Ct))!.Programme.Given.ShouldBe("1500.00");
        (await officer.GetStringAsync($"/contributions/persons/{Worker(1)}", Ct)).ShouldContain("of this, third payers");
        (await officer.GetAsync("/subsidies/77", Ct)).IsSuccessStatusCode.ShouldBeFalse();

        // Ended with this month, it gives nothing for the next.
        var end = await world.App.UseAsync<EndProgramme, Proposal>(act => act.ProposeAsync(1, "2026-07", SpmisApp.Change(EndProgramme.Act, reason: "The agreement ended"), Ct));
        await ApproveAsync(world, end);
        (await world.DbAsync(db => db.Set<SubsidyProgramme>().Select(p => p.To).SingleAsync(Ct))).ShouldBe(new Month(2026, 7));
    }

    [Fact]
    public async Task OwnPayments_AreMatchedUpToTheFund_AndComeBackWithThePayment()
    {
        await using var world = await ContributionsWorld.StartAsync(4);
        await StartProgrammeAsync(world, New("Match") with { Kind = SubsidyKind.Match, Percent = "50", Reach = SubsidyReach.OwnPayers, Prepaid = true, Donor = "Foundation", Cap = "400" });
        var donor = await world.DbAsync(db => db.Set<Donor>().SingleAsync(Ct));

        // Nothing came in, nothing is given.
        await world.ImportAsync(Mobile(Paid("T0", Worker(4), "100.00")));
        (await GivenAsync(world)).ShouldBe([("Match", 0L)]);
        await world.ImportAsync(await StatementAsync([Credit("D1", 60_000, structured: donor.PaymentReference)]));

        // 600.00 and a half of it count as 900.00 together, just as if all had been paid.
        await world.ImportAsync(Mobile(Paid("T1", Worker(1), "600.00"), Paid("T2", Worker(2), "900.00")));
        (await GivenAsync(world)).ShouldBe([("Match", 30_000L + 30_000)], "what the fund has no more for is not given");
        (await world.YearAsync(1))!.BaseMinor.Split(',')[2].ShouldBe("750000");
        await world.PromisesHoldAsync();
        (await BalanceAsync(world, Account.Donor)).ShouldBe(0);
        var report = await world.App.UseAsync<FindSubsidies, ProgrammeReport>(f => f.ReportAsync(1, Ct));
        report.Months.Single().ShortMinor.ShouldBe(5_000 + 10_000, "of 4's match nothing, of 2's 400.00 only 300.00 was there");

        // The record says who helped; the operator takes the payment back, and the donor's part goes back with it.
        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync($"/contributions/persons/{Worker(1)}", Ct)).ShouldContain("Paid by Match");
        await world.ImportAsync(Mobile(Paid("T1", Worker(1), "600.00", "REVERSED")), "back");
        (await GivenAsync(world)).ShouldBe([("Match", 30_000L)]);
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task OwnPayments_ReckonedAgainByTheSameFigures_KeepTheDonorsPart()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await StartProgrammeAsync(world, New("Match") with { Kind = SubsidyKind.Match, Percent = "100", Reach = SubsidyReach.OwnPayers });
        await world.ImportAsync(Mobile(Paid("T1", Worker(1), "20000.00")));
        var given = (await GivenAsync(world)).Single().Item2;
        (given > 0, await BalanceAsync(world, Account.SuspenseWorker)).ShouldBe((true, given - 2_000_000), "more was paid than the half of the month");

        await world.PublishAsync(Package(new DateOnly(2026, 1, 1), "2.0.0"));

        (await world.RecalculationAsync()).Rows.ShouldBe(2);
        (await world.DifferencesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Recipients_AreCovered_AndRewardsAreGivenForMonthsInARow()
    {
        await using var world = await ContributionsWorld.StartAsync(4);
        await StartProgrammeAsync(world, New("Cover") with { Kind = SubsidyKind.Cover, Percent = null, Amount = "1080", BenefitScheme = "benefit", Reach = SubsidyReach.Everybody, Donor = "State" });
        await StartProgrammeAsync(world, New("Reward") with { Kind = SubsidyKind.Reward, Percent = null, Amount = "200", InARow = 3, Reach = SubsidyReach.Everybody, Budget = "500" });
        var award = Guid.CreateVersion7();
        await world.PublishAsync(new AwardsDecided { Awards = [Award(award, 1, 202602, null), Award(Guid.CreateVersion7(), 2, 202601, 202602) with { Branch = "old-age" }] });
        await FileAsync(world, 3, ReturnKind.Original, (1, 9000));

        // February, April and May; March is the employer's.
        await FollowAsync(world, new DateTime(2026, 5, 10, 3, 0, 0, DateTimeKind.Utc));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b1_1010);
        (await world.YearAsync(2)).ShouldBeNull();
        await world.PromisesHoldAsync();
        await world.ImportAsync(await StatementAsync([Credit("B1", OneWorker, structured: (await world.BillsAsync()).Single().PaymentReference)]));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b1_1110);

        // Three in a row: a reward, held for the worker. The same day again, and the next, change nothing.
        await FollowAsync(world, new DateTime(2026, 5, 11, 3, 0, 0, DateTimeKind.Utc));
        await FollowAsync(world, new DateTime(2026, 5, 12, 3, 0, 0, DateTimeKind.Utc));
        (await GivenAsync(world)).ShouldBe([("Cover", 3 * OneWorker), ("Reward", 20_000L)]);
        (await BalanceAsync(world, Account.SuspenseWorker)).ShouldBe(-20_000);
        await world.PromisesHoldAsync();

        // The award ended in March: April and May go back to the state, and the row is too short for a reward.
        await world.PublishAsync(new AwardsDecided { Awards = [Award(award, 1, 202602, 202603) with { Version = 2 }] });
        await FollowAsync(world, new DateTime(2026, 5, 13, 3, 0, 0, DateTimeKind.Utc));
        await FollowAsync(world, new DateTime(2026, 5, 14, 3, 0, 0, DateTimeKind.Utc));
        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b110);
        (await GivenAsync(world)).ShouldBe([("Cover", OneWorker), ("Reward", 0L)]);
        (await BalanceAsync(world, Account.SuspenseWorker)).ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    /// <summary>Whatever comes in which order, books balance, and no cap, budget or fund is exceeded.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task History_OfReturnsCorrectionsPaymentsAndReversals_BalancesAndKeepsTheCaps(int seed)
    {
        var random = new Random(seed);
        await using var world = await ContributionsWorld.StartAsync(4);
        await StartProgrammeAsync(world, New("Share") with { Percent = $"{random.Next(1, 100)}", Reach = SubsidyReach.Everybody, Budget = $"{random.Next(500, 6000)}", Cap = "700", MostMonths = 3 });
        await StartProgrammeAsync(world, New("Flat") with { Kind = SubsidyKind.Flat, Percent = null, Amount = $"{random.Next(100, 900)}", Reach = SubsidyReach.Everybody });
        await StartProgrammeAsync(world, New("More") with { Kind = SubsidyKind.Match, Percent = "20", Cumulates = true, Prepaid = true, Donor = "Foundation", Reach = SubsidyReach.Everybody });
        var fund = await world.DbAsync(db => db.Set<Donor>().Where(d => d.Prepaid).Select(d => d.PaymentReference).SingleAsync(Ct));
        await world.ImportAsync(await NotificationAsync([Credit("F1", random.Next(1, 20) * 10_000L, structured: fund)], "NT-F"));
        var own = Enumerable.Range(1, 6).Select(i => (Id: $"M{i}", Worker: Worker(1 + random.Next(4)), Amount: $"{random.Next(50, 3000)}.{random.Next(10, 99)}")).ToList();
        List<Func<Task>> steps =
        [
            .. Enumerable.Range(1, 4).Select(m => (Func<Task>)(() => FileAsync(world, m, ReturnKind.Original, Wages(random)))),
            .. own.Select(o => (Func<Task>)(() => world.ImportAsync(Mobile(Paid(o.Id, o.Worker, o.Amount)), o.Id))),
        ];
        List<Func<Task>> later =
        [
            .. Enumerable.Range(1, 4).Select(m => (Func<Task>)(() => FileAsync(world, m, ReturnKind.Correction, Wages(random)))),
            .. own.Where(_ => random.Next(2) == 0).Select(o => (Func<Task>)(() => world.ImportAsync(Mobile(Paid(o.Id, o.Worker, o.Amount, "REVERSED")), $"{o.Id} back"))),
            async () => await world.ImportAsync(await NotificationAsync([Credit("P1", random.Next(1, 60) * 10_000L, text: $"employer {Employer()}")])),
        ];
        foreach (var step in steps.OrderBy(_ => random.Next()).Concat(later.OrderBy(_ => random.Next())))
        {
            await step();
            await world.App.SettleAsync();
            await world.PromisesHoldAsync();
            await CapsHoldAsync(world);
        }
    }

    private static async Task CapsHoldAsync(ContributionsWorld world)
    {
        var programmes = await world.DbAsync(db => db.Set<SubsidyProgramme>().ToListAsync(Ct));
        var months = await world.DbAsync(db => db.Set<SubsidyShare>().GroupBy(s => new { s.ProgrammeId, s.PersonId, s.Month }).Select(g => new { g.Key, Minor = g.Sum(s => s.AmountMinor) }).ToListAsync(Ct));
        foreach (var p in programmes)
        {
            p.GivenMinor.ShouldBeInRange(0, p.BudgetMinor ?? long.MaxValue);
            months.Where(m => m.Key.ProgrammeId == p.Id).ShouldAllBe(m => m.Minor >= 0 && m.Minor <= (p.CapMinor ?? long.MaxValue));
            months.Where(m => m.Key.ProgrammeId == p.Id && m.Minor > 0).GroupBy(m => m.Key.PersonId).ShouldAllBe(g => g.Count() <= (p.MostMonths ?? int.MaxValue));
        }

        (await world.DbAsync(db => db.Set<Donor>().AllAsync(d => !d.Prepaid || d.GivenMinor <= d.ReceivedMinor, Ct))).ShouldBeTrue();
        // What programmes, donors and returns say they gave is what the shares of the months come to, one by one; nobody is given more than the month costs.
        programmes.ShouldAllBe(p => p.GivenMinor == months.Where(m => m.Key.ProgrammeId == p.Id).Sum(m => m.Minor));
        (await world.DbAsync(db => db.Set<Donor>().ToListAsync(Ct))).ShouldAllBe(d => d.GivenMinor == programmes.Where(p => p.DonorId == d.Id).Sum(p => p.GivenMinor));
        var ofReturns = (await world.DbAsync(db => db.Set<SubsidyShare>().Where(s => s.ReturnId != null).GroupBy(s => s.ReturnId).Select(g => new { g.Key, Minor = g.Sum(s => s.AmountMinor) }).ToListAsync(Ct))).ToDictionary(g => g.Key ?? default, g => g.Minor);
        var returns = await world.DbAsync(db => db.Set<Return>().ToListAsync(Ct));
        returns.ShouldAllBe(r => r.SubsidisedMinor == ofReturns.GetValueOrDefault(r.Id));
        returns.GroupBy(r => r.Month).ShouldAllBe(g => g.Sum(r => r.SubsidisedMinor) >= 0 && g.Sum(r => r.SubsidisedMinor) <= g.Sum(r => r.DueMinor));
    }

    /// <summary>What a return will be billed is shown before it is filed: with the donor's cap, what is left of the budget for later lines, and of a correction the difference.</summary>
    [Fact]
    public async Task Preview_OfAReturnAndItsCorrection_ShowsWhatIsBilled()
    {
        await using var world = await ContributionsWorld.StartAsync(4);
        await StartProgrammeAsync(world, New("Half") with { Budget = "1500", Cap = "600" });
        var file = File(Line(Worker(1), "9000"), Line(Worker(2), "9000"), Line(Worker(3), "9000"));

        var previewed = await CheckAsync(file, ReturnKind.Original);

        previewed.Subsidies.Select(s => (s.Name, s.Minor)).ShouldBe([("Half", 150_000L)]);
        previewed.Workers.ShouldAllBe(w => w.SubsidisedMinor == null, "of people for whom this employer never paid the parts are told in the sum only");
        (await GivenAsync(world)).ShouldBe([("Half", 0L)], "a preview draws nothing");
        var filed = await world.FileAsync(file);
        await world.App.SettleAsync();
        var original = await world.ReturnAsync(filed.ReturnId);
        (previewed.Due.Minor, previewed.Owed.Minor).ShouldBe((original.DueMinor, original.OwedMinor));

        var less = File(Line(Worker(1), "3000"));
        var correction = await CheckAsync(less, ReturnKind.Correction);
        filed = await world.FileAsync(less, ReturnKind.Correction);
        await world.App.SettleAsync();
        var corrected = await world.ReturnAsync(filed.ReturnId);
        correction.Workers.ShouldHaveSingleItem().SubsidisedMinor.ShouldBe(corrected.SubsidisedMinor, "of its own worker the part is told");
        corrected.SubsidisedMinor.ShouldBeLessThan(0);
        (correction.Due.Minor, correction.Subsidised.Minor, correction.Owed.Minor).ShouldBe((corrected.DueMinor, corrected.SubsidisedMinor, corrected.OwedMinor));

        Task<CheckedReturn> CheckAsync(string text, ReturnKind kind) => world.App.UseAsync<CheckReturn, CheckedReturn>(async check =>
        {
            using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
            return await check.HandleAsync(new NewReturn { EmployerNumber = Employer(), Month = March, Kind = kind, File = content }, SpmisApp.Change("returns.check"), Ct);
        });
    }

    private static (int, int)[] Wages(Random random) => [.. Enumerable.Range(1, 4).Select(i => (i, random.Next(1, 150) * 1000))];

    private static NewProgramme New(string name) => new() { Name = name, Donor = "The fund", Kind = SubsidyKind.Share, Reach = SubsidyReach.Employed, From = "2026-01", Percent = "50", Evidence = "Agreement 12/2025" };

    private static SubsidyProgramme Programme(long id, SubsidyKind kind = SubsidyKind.Flat, int rate = 0, long amount = 0, bool cumulates = false) => new()
    {
        Id = id, Name = $"P{id}", DonorId = Guid.Empty, Scheme = "s", Currency = "KES", Kind = kind, Reach = SubsidyReach.Everybody, From = new Month(2026, 1), Rate = rate, AmountMinor = amount, Cumulates = cumulates, Evidence = "", StartedAt = January, StartedBy = "",
    };

    private static async Task FileAsync(ContributionsWorld world, int month, ReturnKind kind, params (int Worker, int Wage)[] lines)
    {
        var of = new Month(2026, month);
        await world.FileAsync(File(lines.Select(l => Line(Worker(l.Worker), $"{l.Wage}", period: of.ToString()))), kind, of);
        await world.App.SettleAsync();
    }

    private static Task<Proposal> ProposeAsync(ContributionsWorld world, NewProgramme programme) =>
        world.App.UseAsync<StartProgramme, Proposal>(act => act.ProposeAsync(programme, SpmisApp.Change(StartProgramme.Act, now: January, reason: "By agreement"), Ct));

    private static async Task RefusedAsync(ContributionsWorld world, NewProgramme programme, string code) => (await Should.ThrowAsync<Refused>(() => ProposeAsync(world, programme))).Code.ShouldBe(code);

    private static async Task StartProgrammeAsync(ContributionsWorld world, NewProgramme programme) => await ApproveAsync(world, await ProposeAsync(world, programme));

    private static Task ApproveAsync(ContributionsWorld world, Proposal proposal, Actor? actor = null) =>
        world.App.UseAsync<FourEyes>(f => f.ApproveAsync(ContributionsModule.ModuleName, proposal.Id, SpmisApp.Change("subsidies.approve", actor ?? SpmisApp.Supervisor, now: January), Ct));

    private static async Task FollowAsync(ContributionsWorld world, DateTime now)
    {
        (await world.App.UseAsync<FollowSubsidies, long?>(act => act.HandleAsync(SpmisApp.Change("subsidies.follow", now: now), Ct))).ShouldNotBeNull();
        await world.App.SettleAsync();
    }

    private static async Task<List<(string, long)>> GivenAsync(ContributionsWorld world) => [.. (await world.DbAsync(db => db.Set<SubsidyProgramme>().OrderBy(p => p.Id).Select(p => new { p.Name, p.GivenMinor }).ToListAsync(Ct))).Select(p => (p.Name, p.GivenMinor))];

    private static Task<long> BalanceAsync(ContributionsWorld world, Account account) => world.DbAsync(db => db.Set<Posting>().Where(p => p.Account == account).SumAsync(p => p.DebitMinor - p.CreditMinor, Ct));

    private static AwardFacts Award(Guid id, int person, int from, int? to) => new()
    {
        AwardId = id, AwardNumber = $"A-{person}", Scheme = "benefit", Branch = "social-assistance", BeneficiaryId = PersonId(person), PayeeId = PersonId(person), Component = "main", MonthlyMinor = 1, Currency = "KES", FromMonth = from, ToMonth = to, Version = 1,
    };
}
