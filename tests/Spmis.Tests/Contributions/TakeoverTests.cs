using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Registration;
using Spmis.Contributions;
using Spmis.Contributions.Api;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Dues;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Recalculations;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Taking over from an old system: proved against control totals, approved by a second person, counted by the rules of its time, reconciled with the old books.</summary>
public sealed class TakeoverTests
{
    private const string HistoryHeader = "person_number,employer_number,from,to,wage,employee,employer,insured_months,reference\n";
    private const string BalancesHeader = "employer_number,kind,month,amount,due_on,interest_from,reference\n";
    private const string Totals = "lines 5\n2019 employee 1210.05\n2019 employer 1210\n2020 employee 300\n2023 employee 540\n2023 employer 540\n2019 months 11\n2020 months 1\n2024 months 1\n2019 wage 121000\n2020 wage 5000\n2023 wage 9000";
    private static readonly Month June = new(2026, 6);
    private static readonly Month March2023 = new(2023, 3);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string History => HistoryHeader
        + $"{Worker(1)},{Employer()},2019-01,2019-12,120000,1200.05,1200,10,A1\n"
        + $"{Worker(1)},{Employer()},2023-03,,9000,540,540,,A2\n"
        + $"{Worker(2)},,2020-05,,5000,300,0,1,A3\n"
        + $"{Worker(77)},{Employer()},2019-02,,1000,10,10,1,A4\n"
        + $"{Worker(2)},{Employer()},2024-01,,0,0,0,1,A5\n";

    [Fact]
    public async Task History_FromAFileToARecord_CountsByTheRulesOfItsTimeAndReconciles()
    {
        await using var world = await ContributionsWorld.StartAsync(3);

        // The file is proved whole: what does not come to the totals of the old books is refused with what it comes to.
        var wrong = await Should.ThrowAsync<Refused>(() => PrepareAsync(world, History, Totals.Replace("300", "299", StringComparison.Ordinal)));
        (wrong.Code, wrong.Message).ShouldBe(("takeover.totals", "The file does not come to the control totals, so nothing of it was taken. 2020 employee: stated 299.00, the file comes to 300.00."));
        (await Should.ThrowAsync<Refused>(() => PrepareAsync(world, History.Replace("5000,300", "5000,x", StringComparison.Ordinal), Totals))).Code.ShouldBe("takeover.unreadable");
        (await Should.ThrowAsync<Refused>(() => PrepareAsync(world, History, "2019 employee 1"))).Code.ShouldBe("controls.lines");
        (await world.DbAsync(db => db.Set<TakeoverBatch>().CountAsync())).ShouldBe(0);
        var tried = await world.App.UseAsync<CheckTakeover, CheckedTakeover>(c => c.HandleAsync(Input(TakeoverKind.History, History, null), SpmisApp.Change("takeovers.check"), Ct));
        (tried.Accepted, tried.Refused, tried.Problems.ShouldHaveSingleItem().Code).ShouldBe((4, 1, "person.unknown"));

        var prepared = await PrepareAsync(world, History, Totals);
        (await PrepareAsync(world, History, Totals)).ShouldSatisfyAllConditions(p => p.BatchId.ShouldBe(prepared.BatchId), p => p.AlreadyTaken.ShouldBeTrue());
        var batch = await BatchAsync(world, prepared.BatchId);
        (batch.Accepted, batch.Refused, batch.State).ShouldBe((4, 1, "waiting"));
        (await world.DbAsync(db => db.RunLines.Where(l => l.RunId == batch.RunId && l.Verdict == RunLine.RefusedVerdict).Select(l => $"{l.Line} {l.Column} {l.Code}").SingleAsync(Ct))).ShouldBe("5 person_number person.unknown");
        (await world.DbAsync(db => db.Set<Contribution>().CountAsync(Ct))).ShouldBe(0, "nothing is posted before a second person approves");
        (await ReconcileAsync(world)).ShouldSatisfyAllConditions(r => r.Holds.ShouldBeTrue(), r => r.Years.Single(y => y is { Year: 2019, Kind: TotalKind.Employee }).ShouldBe(new ReconciledYear(2019, TotalKind.Employee, "KES", 121_005, 0, 120_005, 1_000, 1)));

        var proposal = await world.DbAsync(db => db.Proposals.SingleAsync(Ct));
        proposal.Shown.ShouldContain("2040.05");
        (await Should.ThrowAsync<Refused>(() => DecideAsync(world, true, SpmisApp.Officer with { Roles = [Spmis.Kernel.Access.Roles.Supervisor] }))).Code.ShouldBe("proposal.own");
        await DecideAsync(world, true);

        // Ten of twelve months counted by the old system; the money lies in them to the cent. March 2023 counts by the package of its time; what bore no contribution then does not.
        (await YearAsync(world, 1, 2019)).InsuredMonths.ShouldBe(0b0011_1111_1111);
        (await YearAsync(world, 1, 2019)).BaseMinor.ShouldBe(string.Join(',', Enumerable.Repeat("1200000", 10)) + ",0,0");
        (await YearAsync(world, 1, 2023)).InsuredMonths.ShouldBe(0b100);
        (await YearAsync(world, 2, 2020)).InsuredMonths.ShouldBe(0b1_0000);
        (await YearAsync(world, 2, 2024)).InsuredMonths.ShouldBe(0);
        var told = await world.DbAsync(db => db.Outbox.CountAsync(o => o.Contract == typeof(ContributionMonthsRecorded).FullName, Ct));
        told.ShouldBeGreaterThan(0);
        var reconciled = await ReconcileAsync(world);
        reconciled.Holds.ShouldBeTrue();
        reconciled.Years.Single(y => y is { Year: 2019, Kind: TotalKind.Employee }).ShouldBe(new ReconciledYear(2019, TotalKind.Employee, "KES", 121_005, 120_005, 0, 1_000, 1));
        reconciled.Years.Single(y => y is { Year: 2019, Kind: TotalKind.Months }).Held.ShouldBe(10);
        await world.PromisesHoldAsync();
        var record = await world.App.UseAsync<ReadRecord, PersonRecord>(r => r.HandleAsync(Worker(1), Ct));
        record.Months.Select(m => m.Standing).Distinct().ShouldBe([MonthStanding.Counts, MonthStanding.NotTakenOver, MonthStanding.TakenOver]);
        record.Months[^1].Parts.ShouldHaveSingleItem().TakenOverFrom.ShouldBe("Old Fund");

        // What is posted is not undone; the mended line comes with a file of its own and the report counts it once.
        (await Should.ThrowAsync<Refused>(() => UndoAsync(world, batch.Id))).Code.ShouldBe("takeover.approved");
        using var refused = new MemoryStream();
        await world.App.UseAsync<WriteTakeover>(w => w.RefusedAsync(batch, refused, Ct));
        var again = Encoding.UTF8.GetString(refused.ToArray());
        again.ShouldContain("A4,5,");
        again = again.Replace("A4,5,", "a4,5,", StringComparison.Ordinal); // Mended by a line whose reference is written otherwise.
        await world.PublishAsync(new PersonsRecorded { Persons = [Person(77)] });
        await PrepareAsync(world, again, "lines 1\n2019 employee 10\n2019 employer 10\n2019 months 1\n2019 wage 1000");
        await DecideAsync(world, true);
        (await ReconcileAsync(world)).Years.Single(y => y is { Year: 2019, Kind: TotalKind.Employee }).ShouldBe(new ReconciledYear(2019, TotalKind.Employee, "KES", 121_005, 121_005, 0, 0, 0));
        (await Should.ThrowAsync<Refused>(() => PrepareAsync(world, History.Replace("540,540", "541,540", StringComparison.Ordinal), Totals))).Code.ShouldBe("takeover.totals");
        var twice = await PrepareAsync(world, HistoryHeader + $"{Worker(1)},{Employer()},2019-01,,1,1,1,1,a1\n", "lines 1\n2019 employee 1\n2019 employer 1");
        (await BatchAsync(world, twice.BatchId)).Refused.ShouldBe(1, "a reference is taken once, however it is written");
        await world.PromisesHoldAsync();

        // A month of the old system is corrected, and added to, without a return of ours before it.
        foreach (var (kind, line) in new[] { (ReturnKind.Correction, Line(Worker(1), "10000", period: "2023-03")), (ReturnKind.Supplementary, Line(Worker(3), "9000", period: "2023-03")) })
        {
            var filed = await world.FileAsync(File(line), kind, March2023);
            await world.App.SettleAsync();
            (await world.ReturnAsync(filed.ReturnId)).Accepted.ShouldBe(1);
        }

        (await world.DbAsync(db => db.Set<Contribution>().Where(c => c.PersonId == PersonId(1) && c.Month == March2023).SumAsync(c => c.EmployeeMinor + c.EmployerMinor, Ct))).ShouldBe(120_000);
        await world.PromisesHoldAsync();

        // One that was rejected does not wait any more.
        var no = await PrepareAsync(world, HistoryHeader + $"{Worker(3)},{Employer()},2019-01,,1,1,1,1,B1\n", "lines 1\n2019 employee 1\n2019 employer 1");
        await DecideAsync(world, false, batch: no.BatchId);
        (await world.App.UseAsync<FindTakeovers, TakeoverBatch>(f => f.ReadAsync(no.BatchId, Ct))).State.ShouldBe("rejected");
    }

    [Fact]
    public async Task History_ThenMergesCorrectionsAndAChangedLaw_StaysCountedAsItWas()
    {
        await using var world = await ContributionsWorld.StartAsync(3);
        await PrepareAsync(world, HistoryHeader
            + $"{Worker(1)},{Employer()},2019-01,2019-03,27000,1620,1620,3,A1\n{Worker(1)},{Employer()},2025-03,,9000,540,540,1,A2\n{Worker(2)},{Employer()},2025-03,,9000,540,540,1,A3\n",
            "lines 3\n2019 employee 1620\n2019 employer 1620\n2025 employee 1080\n2025 employer 1080");
        await DecideAsync(world, true);
        (await YearAsync(world, 1, 2025)).InsuredMonths.ShouldBe(0b100);

        // A merge moves the months, also those of a time without rules, and undoing it brings them back.
        var merge = Guid.CreateVersion7();
        await world.PublishAsync(new PersonsMerged { MergeId = merge, SurvivorId = PersonId(3), MergedIds = [PersonId(1)] });
        (await YearAsync(world, 3, 2019)).InsuredMonths.ShouldBe(0b111);
        (await YearAsync(world, 1, 2019)).InsuredMonths.ShouldBe(0);
        await world.PublishAsync(new MergeUndone { MergeId = merge, SurvivorId = PersonId(3), MergedIds = [PersonId(1)] });
        (await YearAsync(world, 1, 2019)).InsuredMonths.ShouldBe(0b111);

        // A law changed backwards reckons nothing again that was never assessed here, and counts no month anew by it.
        await world.PublishAsync(Package(new DateOnly(2025, 1, 1), "2.0.0", ("value: 6%}]\n  employer_rate", "value: 60%}]\n  employer_rate")));
        (await world.DbAsync(db => db.Set<AssessmentDifference>().CountAsync(Ct))).ShouldBe(0);
        var before = (await YearAsync(world, 1, 2025)).Version;
        await world.App.UseAsync<RecountYears>(r => r.AllYearsAsync([PersonId(1), PersonId(2)], SpmisApp.Change(), Ct));
        (await YearAsync(world, 1, 2025)).ShouldSatisfyAllConditions(y => y.InsuredMonths.ShouldBe(0b100), y => y.Version.ShouldBe(before));

        // A first return of the month adds workers only; a correction changes whom the old system handed on, by the difference.
        var filed = await world.FileAsync(File(Line(Worker(1), "9000", period: "2025-03"), Line(Worker(3), "9000", period: "2025-03")), month: new Month(2025, 3));
        (await world.ReasonsAsync(filed)).ShouldBe(["2 worker_number line.declared-already"]);
        await world.FileAsync(File(Line(Worker(2), "0", period: "2025-03")), ReturnKind.Correction, new Month(2025, 3));
        (await YearAsync(world, 2, 2025)).InsuredMonths.ShouldBe(0, "the correction took the month off");
        (await YearAsync(world, 1, 2025)).InsuredMonths.ShouldBe(0b100);
        (await world.DbAsync(db => db.Set<Receipt>().SumAsync(r => r.AmountMinor, Ct))).ShouldBe(1_080_00, "what it was paid goes back to the employer");
        (await ReconcileAsync(world)).Holds.ShouldBeTrue("what happened here since does not change what was handed on");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task History_BetweenApprovalAndPosting_IsNeverThereTwice()
    {
        await using var world = await ContributionsWorld.StartAsync(4);
        var (march, april, may, june) = (new Month(2025, 3), new Month(2025, 4), new Month(2025, 5), new Month(2025, 6));
        var old = (await PrepareAsync(world, HistoryHeader
            + $"{Worker(1)},{Employer()},2025-03,,9000,540,540,1,A1\n{Worker(2)},{Employer()},2025-03,,9000,540,540,1,A2\n{Worker(2)},{Employer()},2025-04,,9000,540,540,1,A3\n{Worker(4)},{Employer()},2025-06,,9000,540,540,1,A4\n",
            "lines 4\n2025 employee 2160\n2025 employer 2160")).BatchId;
        var other = (await PrepareAsync(world, HistoryHeader + $"{Worker(3)},{Employer()},2025-03,,9000,540,540,1,B1\n", "lines 1\n2025 employee 540\n2025 employer 540", source: "Other Fund")).BatchId;
        var third = (await PrepareAsync(world, HistoryHeader + $"{Worker(1)},{Employer()},2025-05,,9000,540,540,1,C1\n", "lines 1\n2025 employee 540\n2025 employer 540", source: "Third Fund")).BatchId;
        await world.PublishAsync(new PersonsMerged { MergeId = Guid.CreateVersion7(), SurvivorId = PersonId(3), MergedIds = [PersonId(1)] });

        // Declared for the survivor since: the merged record's month is not approved any more.
        await world.FileAsync(File(Line(Worker(3), "9000", period: "2025-05")), month: may);
        (await Should.ThrowAsync<Refused>(() => DecideAsync(world, true, batch: third))).Code.ShouldBe("proposal.data-moved");

        // One file is approved and not posted yet, and a return crossed its approval.
        await world.FileAsync(File(Line(Worker(2), "9000", period: "2025-04")), month: april);
        await world.DbAsync(db => db.Set<TakeoverBatch>().Where(b => b.Id == old).ExecuteUpdateAsync(s => s.SetProperty(b => b.ApprovedAt, SpmisApp.Now), Ct));
        (await Should.ThrowAsync<Refused>(() => DecideAsync(world, true, batch: other))).Code.ShouldBe("proposal.data-moved", "another file approved before hands the same month of the same person on");
        var late = await PrepareAsync(world, HistoryHeader + $"{Worker(2)},{Employer()},2025-03,,1,1,1,1,B2\n", "lines 1\n2025 employee 1\n2025 employer 1", source: "Other Fund");
        (await BatchAsync(world, late.BatchId)).Refused.ShouldBe(1);
        var filed = await world.FileAsync(File(Line(Worker(1), "9000", period: "2025-03"), Line(Worker(4), "9000", period: "2025-03")), month: march);
        (await world.ReasonsAsync(filed)).ShouldBe(["2 worker_number line.takeover-coming"]);
        (await world.ReasonsAsync(await world.FileAsync(File(Line(Worker(2), "0", period: "2025-03")), ReturnKind.Correction, march))).ShouldBe(["2 worker_number line.takeover-coming"]);
        (await EstimateAsync(world, june)).ShouldBe("estimate.taken-over");

        // Posted: what the return holds by then stays out with a reason, the rest is there once, and the books are explained.
        await world.DbAsync(async db =>
        {
            var batch = await db.Set<TakeoverBatch>().SingleAsync(b => b.Id == old, Ct);
            var run = TakeoverWorker.Of(batch, TakeoverStep.Post, SpmisApp.Change(ApproveTakeover.Act));
            db.Runs.Add(run);
            await db.SaveAsync(SpmisApp.Change(), Ct);
            batch.PostRunId = run.Id;
            await db.SaveAsync(SpmisApp.Change(), Ct);
            return run.Id;
        });
        await world.App.SettleAsync();
        var posted = await BatchAsync(world, old);
        (posted.State, posted.Accepted, posted.Refused).ShouldBe(("posted", 3, 1));
        (await world.DbAsync(db => db.RunLines.Where(l => l.RunId == posted.PostRunId).Select(l => $"{l.Line} {l.Column} {l.Code}").SingleAsync(Ct))).ShouldBe("4 from month.declared-here");
        (await world.DbAsync(db => db.Set<Contribution>().Where(c => c.Scheme == posted.Scheme).GroupBy(c => new { c.PersonId, c.Month }).CountAsync(g => g.Count() > 1, Ct))).ShouldBe(0);
        (await world.DbAsync(db => db.Set<Contribution>().CountAsync(c => c.TakeoverId == old, Ct))).ShouldBe(3);
        using var refused = new MemoryStream();
        await world.App.UseAsync<WriteTakeover>(w => w.RefusedAsync(posted, refused, Ct));
        Encoding.UTF8.GetString(refused.ToArray()).ShouldContain("A3,4,\"from: 2025-04");
        (await ReconcileAsync(world)).ShouldSatisfyAllConditions(r => r.Holds.ShouldBeTrue(), r => r.Years.Single(y => y.Kind == TotalKind.Employee).ShouldBe(new ReconciledYear(2025, TotalKind.Employee, "KES", 216_000, 162_000, 0, 54_000, 1)));
        await world.PromisesHoldAsync();

        // A month that an old system handed on is neither overdue nor estimated.
        (await EstimateAsync(world, june)).ShouldBe("estimate.taken-over");
        var due = await world.App.UseAsync<ListDues, IReadOnlyList<DueItem>>(d => d.HandleAsync(Employer(), new DateOnly(2025, 8, 20), Ct));
        due.Where(d => d.Kind == DueKind.Return).Select(d => d.Month).ShouldBe([new Month(2025, 7)]);
    }

    [Fact]
    public async Task Balances_BecomeBillsAndHeldMoney_ThatReceiptsPayOldestFirst()
    {
        await using var world = await ContributionsWorld.StartAsync(1, 2);
        var file = BalancesHeader
            + $"{Employer()},contribution,2025-10,1000,2025-11-09,2026-06-01,B1\n{Employer()},contribution,2025-09,500,2025-10-09,,B2\n{Employer()},interest,2025-09,50.50,2025-12-31,,B3\n{Employer()},credit,2026-05,120,2026-05-20,,B4\n"
            + $"{Employer(2)},credit,2026-05,70,2026-05-20,,B5\n{Employer(9)},credit,2026-05,1,2026-05-20,,B6\n{Employer(2)},contribution,2020-01,1,2020-02-09,2026-06-01,B7\n{Employer(2)},contribution,2026-06,1,2026-07-09,,B8\n";
        const string totals = "lines 8\n2025 contribution 1500\n2025 interest 50.50\n2026 credit 191\n2020 contribution 1\n2026 contribution 1";

        // Undone before it was approved, the same file comes again; nobody decides over it any more.
        var undone = await PrepareAsync(world, file, totals, TakeoverKind.Balances);
        var left = (await world.DbAsync(db => db.Proposals.SingleAsync(Ct))).Id;
        await world.App.UseAsync<UndoTakeover>(u => u.HandleAsync(undone.BatchId, SpmisApp.Change(UndoTakeover.Act), Ct));
        (await world.DbAsync(db => db.Set<TakeoverLine>().CountAsync(l => l.Once != null, Ct))).ShouldBe(0, "the references are free at once");
        await world.App.SettleAsync();
        (await BatchAsync(world, undone.BatchId)).State.ShouldBe("undone");
        (await world.DbAsync(db => db.Set<TakeoverLine>().CountAsync(Ct))).ShouldBe(0);
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<ApproveTakeover>(a => a.DecideAsync(left, true, SpmisApp.Change(ApproveTakeover.Act, SpmisApp.Supervisor), Ct)))).Code.ShouldBe("proposal.decided");
        var batch = await BatchAsync(world, (await PrepareAsync(world, file, totals, TakeoverKind.Balances)).BatchId);
        (await world.DbAsync(db => db.RunLines.Where(l => l.RunId == batch.RunId).OrderBy(l => l.Line).Select(l => $"{l.Line} {l.Code}").ToListAsync(Ct))).ShouldBe(["7 employer.unknown", "8 interest.no-rule", "9 month.after-cut-over"]);
        await DecideAsync(world, true);

        var bills = await world.BillsAsync();
        bills.Select(b => (b.Kind, b.Month, b.Amount.Minor, b.Open.Minor)).ShouldBe([(BillKind.TakenOver, new Month(2025, 10), 100_000, 100_000), (BillKind.TakenOver, new Month(2025, 9), 50_000, 38_000), (BillKind.Interest, new Month(2025, 9), 5_050, 5_050)], "the credit went to the oldest");
        (await world.DbAsync(db => db.Set<Receipt>().SingleAsync(r => r.EmployerId == world.EmployerId(2), Ct))).HeldMinor.ShouldBe(7_000);
        (await world.DbAsync(db => db.Set<Posting>().Where(p => p.Account == Account.TakenOver).SumAsync(p => p.CreditMinor - p.DebitMinor, Ct))).ShouldBe(150_000 + 5_050 - 19_000);
        (await ReconcileAsync(world)).ShouldSatisfyAllConditions(r => r.Holds.ShouldBeTrue(), r => r.Years.Single(y => y is { Year: 2026, Kind: TotalKind.Credit }).ShouldBe(new ReconciledYear(2026, TotalKind.Credit, "KES", 19_100, 19_000, 0, 100, 1)));
        await world.PromisesHoldAsync();

        // Interest runs from the day the old books say, on that debt alone; a payment reference pays, then the oldest.
        (await world.App.UseAsync<ListDues, IReadOnlyList<DueItem>>(d => d.HandleAsync(Employer(), new DateOnly(2026, 6, 30), Ct))).Count(d => d is { Kind: DueKind.Bill, Overdue: true }).ShouldBe(3);
        await world.AccrueAsync(new DateOnly(2026, 6, 30));
        var interest = (await world.BillsAsync()).Skip(3).ShouldHaveSingleItem();
        interest.Month.ShouldBe(new Month(2025, 10));
        interest.Amount.Minor.ShouldBeLessThan(100_000 * 5 / 100 * 2, "from June on, not from November");
        await world.ImportAsync(await StatementAsync([Credit("P1", 100_000 + 43_050 + interest.Amount.Minor, structured: bills[0].PaymentReference)]));
        (await world.BillsAsync()).ShouldAllBe(b => b.State == BillState.Paid);
        await world.PromisesHoldAsync();
        (await ReconcileAsync(world)).Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task Runs_BrokenOffAndExecutedAgain_TakeEachLineOverOnce()
    {
        const int lines = 1200;
        await using var world = await ContributionsWorld.StartAsync(lines, 3);
        using var over = new CancellationTokenSource();
        var disturbance = CrashTests.DisturbAsync(world, new Random(7), over.Token);
        var history = HistoryHeader + string.Concat(Enumerable.Range(1, lines).Select(i => $"{Worker(i)},{Employer()},2019-01,2019-12,12000,720,720,12,H{i}\n"));
        await PrepareAsync(world, history, $"lines {lines}\n2019 employee {720 * lines}\n2019 employer {720 * lines}");
        await DecideAsync(world, true);
        var balances = BalancesHeader + string.Concat(Enumerable.Range(1, lines).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Employer((i % 3) + 1)},{(i % 2 == 0 ? "credit" : "contribution")},2025-10,10,2025-11-09,,B{i}\n")));
        await PrepareAsync(world, balances, $"lines {lines}\n2025 contribution {5 * lines}\n2025 credit {5 * lines}", TakeoverKind.Balances);
        await DecideAsync(world, true);
        await over.CancelAsync();
        await disturbance;
        await world.App.SettleAsync();

        async Task StandsAsync()
        {
            (await world.DbAsync(db => db.Set<Contribution>().SumAsync(c => c.EmployeeMinor, Ct))).ShouldBe(72_000L * lines);
            (await world.DbAsync(db => db.Set<Contribution>().CountAsync(Ct))).ShouldBe(12 * lines);
            (await world.DbAsync(db => db.Set<ContributionYearRow>().CountAsync(y => y.InsuredMonths == 0b1111_1111_1111, Ct))).ShouldBe(lines);
            (await world.DbAsync(db => db.Set<Bill>().CountAsync(Ct))).ShouldBe(lines / 2);
            (await ReconcileAsync(world)).Holds.ShouldBeTrue();
            await world.PromisesHoldAsync();
        }

        await StandsAsync();
        foreach (var run in await world.DbAsync(db => db.Runs.Select(r => r.Id).ToListAsync(Ct)))
        {
            await CrashTests.Executor(world).ExecuteAsync(run, Ct);
        }

        await StandsAsync();
    }

    [Fact]
    public async Task Portal_FromTemplateToReconciliation_ShowsWhatWasTakenAndWhy()
    {
        await using var world = await ContributionsWorld.StartAsync(3);
        using var officer = world.App.Client(SpmisApp.Officer);
        using var auditor = world.App.Client(new Actor("auditor-1", "Audrey Auditor", [Spmis.Kernel.Access.Roles.Auditor], "HQ"));
        (await officer.GetStringAsync("/contributions/takeovers?handler=Template&kind=History", Ct)).ShouldContain("person_number,employer_number,from,to,wage,employee,employer,insured_months,insured_days,reference");

        using var sheet = new MemoryStream();
        await using (var output = await SheetOutput.StartAsync(sheet, "History", Ct))
        {
            foreach (var line in History.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                await output.RowAsync(line.Split(','), Ct);
            }
        }

        using var form = new MultipartFormDataContent { { new StringContent("history"), "kind" }, { new StringContent("Old Fund"), "source" }, { new StringContent("2026-06"), "cutOver" }, { new StringContent(Totals), "controls" }, { new ByteArrayContent(sheet.ToArray()), "file", "old.xlsx" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/contributions/takeovers") { Content = form };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await officer.SendAsync(request, Ct);
        answer.EnsureSuccessStatusCode();
        await world.App.SettleAsync();
        var all = await auditor.GetFromJsonAsync<List<TakeoverAnswer>>("/api/contributions/takeovers", Ct);
        all!.ShouldHaveSingleItem().ShouldSatisfyAllConditions(t => t.State.ShouldBe("waiting"), t => t.Refused.ShouldBe(1), t => t.FileName.ShouldBe("old.xlsx"));
        var id = all![0].Id;
        (await officer.GetStringAsync($"/contributions/takeovers/{id}", Ct)).ShouldContain("Nobody is registered under this number.");
        (await officer.GetStringAsync($"/contributions/takeovers/{id}?handler=Refused", Ct)).ShouldContain("A4");
        await DecideAsync(world, true);
        (await auditor.GetStringAsync("/contributions/takeovers/reconciliation?source=Old%20Fund", Ct)).ShouldContain("Nothing is unexplained");
        (await auditor.GetStringAsync("/contributions/takeovers/reconciliation?handler=Csv&source=Old%20Fund", Ct)).ShouldContain("Old Fund,2019,employee,KES,1210.05,1200.05,0.00,10.00,1,0.00");
        (await officer.GetFromJsonAsync<ReconciliationAnswer>("/api/contributions/takeovers/reconciliation?source=Old%20Fund", Ct))!.Holds.ShouldBeTrue();
        (await officer.GetStringAsync($"/contributions/persons/{Worker(1)}", Ct)).ShouldContain("Taken over from Old Fund");
        (await officer.GetStringAsync("/contributions/takeovers", Ct)).ShouldContain("Prepare a takeover");
    }

    [Fact]
    public void SplitPeriod_AnyPeriod_SharesTheMoneyToTheCent()
    {
        var any = from first in Gen.Choose(1, 12) from last in Gen.Choose(first, 12) from counted in Gen.Choose(0, last - first + 1) from wage in Gen.Choose(0, int.MaxValue) from share in Gen.Choose(0, 100_000) select (first, last, counted, wage, share);
        Prop.ForAll(Arb.From(any), x =>
        {
            var months = SplitPeriod.Of(new TakeoverLine
            {
                BatchId = 1, Line = 2, Reference = "x", Refused = false, Year = 2019, From = new Month(2019, x.first), To = new Month(2019, x.last), WageMinor = x.wage, EmployeeMinor = x.share, EmployerMinor = x.wage, OldMonths = x.counted,
            });
            (months.Sum(m => m.BaseMinor), months.Sum(m => m.EmployeeMinor), months.Sum(m => m.EmployerMinor), months.Count, months.Count(m => m.OldCount)).ShouldBe((x.wage, x.share, x.wage, x.last - x.first + 1, x.counted));
            var paid = months.Where(m => m.OldCount || x.counted == 0).Select(m => m.BaseMinor).ToList();
            (paid.Max() - paid.Min()).ShouldBeLessThanOrEqualTo(1);
        }).QuickCheckThrowOnFailure();
    }

    private static NewTakeover Input(TakeoverKind kind, string text, string? controls, string source = "Old Fund") => new() { Kind = kind, Source = source, CutOver = June, Controls = controls, File = new MemoryStream(Encoding.UTF8.GetBytes(text)), FileName = "old.csv" };

    /// <summary>The old books say from when limitation runs, or do not; what they cannot mean is refused.</summary>
    [Fact]
    public async Task Balances_WithTheDayLimitationRunsFrom_KeepIt()
    {
        await using var world = await ContributionsWorld.StartAsync(1, 2);
        var text = "employer_number,kind,month,amount,due_on,interest_from,limitation_from,reference\n"
            + $"{Employer(1)},contribution,2019-05,100,2019-06-09,,2025-01-15,L1\n{Employer(2)},contribution,2019-05,100,2019-06-09,,,L2\n"
            + $"{Employer(1)},credit,2019-05,10,2019-06-09,,2025-01-15,L3\n{Employer(1)},contribution,2019-06,10,2019-07-09,,2019-07-01,L4\n{Employer(1)},contribution,2019-07,10,2019-08-09,,2026-06-02,L5\n";
        var prepared = await PrepareAsync(world, text, "lines 5\n2019 contribution 220\n2019 credit 10", TakeoverKind.Balances);
        var batch = await BatchAsync(world, prepared.BatchId);
        (await world.DbAsync(db => db.RunLines.Where(l => l.RunId == batch.RunId && l.Verdict == RunLine.RefusedVerdict).OrderBy(l => l.Line).Select(l => l.Code).ToListAsync(Ct))).ShouldBe(["limitation.credit", "limitation.before-due", "limitation.after-cut-over"]);
        await DecideAsync(world, true);
        (await world.DbAsync(db => db.Set<Bill>().OrderBy(b => b.EmployerNumber).Select(b => b.LimitationFrom).ToListAsync(Ct))).ShouldBe([new DateOnly(2025, 1, 15), null]);
        var bill = await world.DbAsync(db => db.Set<Bill>().OrderBy(b => b.EmployerNumber).Select(b => b.PaymentReference).FirstAsync(Ct));
        (await world.App.Client(SpmisApp.Officer).GetStringAsync($"/bills/{bill}", Ct)).ShouldContain("Its limitation runs from 15 January 2025 by the old books.");
    }

    private static async Task<TakeoverPrepared> PrepareAsync(ContributionsWorld world, string text, string controls, TakeoverKind kind = TakeoverKind.History, string source = "Old Fund")
    {
        var prepared = await world.App.UseAsync<PrepareTakeover, TakeoverPrepared>(p => p.HandleAsync(Input(kind, text, controls, source), SpmisApp.Change(PrepareTakeover.Act), Ct));
        await world.App.SettleAsync();
        return prepared;
    }

    private static async Task DecideAsync(ContributionsWorld world, bool approve, Actor? actor = null, long? batch = null)
    {
        var subject = batch is { } id ? ApproveTakeover.Subject(id) : null;
        var open = await world.DbAsync(db => db.Proposals.Where(p => p.DecidedAt == null && (subject == null || p.Subject == subject)).Select(p => p.Id).SingleAsync(Ct));
        await world.App.UseAsync<ApproveTakeover>(a => a.DecideAsync(open, approve, SpmisApp.Change(ApproveTakeover.Act, actor ?? SpmisApp.Supervisor, reason: approve ? null : "Not ours"), Ct));
        await world.App.SettleAsync();
    }

    private static async Task UndoAsync(ContributionsWorld world, long id)
    {
        await world.App.UseAsync<UndoTakeover>(u => u.HandleAsync(id, SpmisApp.Change(UndoTakeover.Act), Ct));
        await world.App.SettleAsync();
    }

    private static async Task<string> EstimateAsync(ContributionsWorld world, Month month) =>
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<EstimateReturn>(e => e.ProposeAsync(Employer(), month, null, 3, "27000", "Art. 14", SpmisApp.Change(reason: "No return came"), Ct)))).Code;

    private static Task<TakeoverBatch> BatchAsync(ContributionsWorld world, long id) => world.App.UseAsync<FindTakeovers, TakeoverBatch>(f => f.ReadAsync(id, Ct));

    private static Task<Reconciliation> ReconcileAsync(ContributionsWorld world) => world.App.UseAsync<ReconcileTakeover, Reconciliation>(r => r.HandleAsync("Old Fund", Ct));

    private static async Task<ContributionYearRow> YearAsync(ContributionsWorld world, int person, int year) => (await world.YearAsync(person, year)).ShouldNotBeNull();
}
