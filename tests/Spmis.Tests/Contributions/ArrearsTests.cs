using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Clearance;
using Spmis.Contributions.Drafts;
using Spmis.Contributions.Dues;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Reminders;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Waivers, write-offs, instalments and estimates: each by two persons, each leaving the books balanced.</summary>
public sealed class ArrearsTests
{
    private static readonly Month April = new(2026, 4);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaiverAndWriteOff_ByTwoPersons_EndTheDebtAndCountNoMonth()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "7000")));
        await world.AccrueAsync(new DateOnly(2026, 6, 30));
        var bills = await world.BillsAsync();
        var (late, interest) = (bills.Single(b => b.Kind == BillKind.Contributions), bills.Single(b => b.Kind == BillKind.Interest));

        (await RefusedAsync(() => RelieveAsync(world, ReliefKind.Waiver, late.PaymentReference, null))).ShouldBe("waiver.not-interest");
        (await RefusedAsync(() => RelieveAsync(world, ReliefKind.Waiver, interest.PaymentReference, "99999"))).ShouldBe("amount.above-open");
        (await RefusedAsync(() => RelieveAsync(world, ReliefKind.Waiver, interest.PaymentReference, null, basis: ""))).ShouldBe("value.missing");
        var own = await RelieveAsync(world, ReliefKind.Waiver, interest.PaymentReference, null);
        (await RefusedAsync(() => ApproveAsync(world, own.Id, SpmisApp.Officer with { Roles = [Roles.Supervisor] }))).ShouldBe("proposal.own");
        own.ReadRule()!.Amounts.ShouldBe([new AmountAtStake(interest.Amount.Currency.Code, interest.Open.Minor)]);
        await ApproveAsync(world, own.Id);
        (await world.BillsAsync()).Single(b => b.Kind == BillKind.Interest).State.ShouldBe(BillState.Paid);
        await world.PromisesHoldAsync();

        // Half is paid, the rest is written off; the month was not paid and does not count, and no interest is charged on what was given up.
        await world.ImportAsync(await StatementAsync([Credit("B1", late.Amount.Minor / 2, structured: late.PaymentReference)]));
        await ApproveAsync(world, (await RelieveAsync(world, ReliefKind.WriteOff, late.PaymentReference, null)).Id);
        var settled = (await world.BillsAsync()).Single(b => b.Kind == BillKind.Contributions);
        (settled.State, settled.Open.Minor).ShouldBe((BillState.Paid, 0));
        (await world.YearAsync(1)).ShouldNotBeNull().InsuredMonths.ShouldBe(0, "written off is not paid");
        await world.PromisesHoldAsync();
        var before = (await world.BillsAsync()).Count;
        await world.AccrueAsync(new DateOnly(2026, 12, 30));
        (await world.BillsAsync()).Count.ShouldBe(before);

        // A correction shows that part of it was never due: so much was not lost, and the employer gets nothing for what it never paid.
        await world.FileAsync(File(Line(Worker(1), "8000")), ReturnKind.Correction);
        (await world.DbAsync(db => db.Set<Relief>().SingleAsync(r => r.Kind == ReliefKind.WriteOff))).UndoneMinor.ShouldBe(12_000);
        (await world.DbAsync(db => db.Set<Receipt>().SumAsync(r => r.AmountMinor - r.AllocatedMinor - r.RefundedMinor))).ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    /// <summary>KE NSSF: 5 % for each started month. 500 were paid in the second month; 580 were charged for the first one and given up afterwards.</summary>
    [Fact]
    public async Task WriteOff_OfTheRest_LeavesTheInterestOnWhatWasPaidLate()
    {
        await using var world = await ContributionsWorld.StartAsync(1);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.AccrueAsync(new DateOnly(2026, 4, 30));
        var late = (await world.BillsAsync()).Single(b => b.Kind == BillKind.Contributions);
        await world.ImportAsync(await StatementAsync([Credit("B1", 50_000, structured: late.PaymentReference, on: "2026-05-20")]));
        await ApproveAsync(world, (await RelieveAsync(world, ReliefKind.WriteOff, late.PaymentReference, null)).Id);

        await world.AccrueAsync(new DateOnly(2026, 7, 31));
        await world.AccrueAsync(new DateOnly(2026, 12, 31));

        (await world.BillsAsync()).Where(b => b.Kind == BillKind.Interest).Select(b => b.Amount.Minor).ShouldBe([5_400, (5_000 + 2_900) - 5_400]);
        (await world.DbAsync(db => db.Set<Receipt>().CountAsync(r => r.Account == "interest-given-back"))).ShouldBe(0);
        (await world.DbAsync(db => db.Set<Bill>().SingleAsync(b => b.Kind == BillKind.Contributions))).InterestClosed.ShouldBeTrue("the next run closes it");
        var march = (await world.App.UseAsync<ReadYear, EmployerYear>(y => y.HandleAsync(Employer(), 2026, new DateOnly(2026, 12, 31), SpmisApp.Officer, Ct))).Months[2];
        (march.Billed.Minor, march.Paid.Minor, march.Relieved.Minor, march.Open.Minor).ShouldBe((115_900, 50_000, 58_000, 7_900));
        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync($"/contributions/year/{Employer()}?y=2026", Ct)).ShouldContain("Waived and written off");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Month_MendedByASupplementaryReturn_CameAndIsBilledOnce()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        await world.FileAsync(File(Line(Worker(1), "x", period: "2026-04", given: new string('N', 90), family: new string('M', 60) + " Okoro")), month: April);
        await ApproveAsync(world, (await EstimateAsync(world, April)).Id);
        await world.FileAsync(File(Line(Worker(1), "10000", period: "2026-04")), ReturnKind.Supplementary, April);

        (await world.BillsAsync()).Where(b => b.Month == April).Select(b => (b.Kind, b.Open.Minor)).ShouldBe([(BillKind.Estimate, 0), (BillKind.Contributions, 120_000)]);
        (await DuesAsync(world, new DateOnly(2026, 6, 5))).Where(d => d.Kind == DueKind.Return).Select(d => d.Month).ShouldBe([new Month(2026, 5)]);
        (await RefusedAsync(() => EstimateAsync(world, April))).ShouldBe("estimate.filed");
        (await RefusedAsync(() => world.FileAsync(File(Line(Worker(1), "10000", period: "2026-04"), Line(Worker(2), "1", period: "2026-04")), month: April))).ShouldBe("return.filed-already");
        (await RefusedAsync(() => world.FileAsync(null, ReturnKind.Nil, April))).ShouldBe("return.filed-already");
        var draft = await world.App.UseAsync<OpenDraft, DraftView>(o => o.HandleAsync(Employer(), April, null, SpmisApp.Change("returns.draft"), Ct));
        draft.Draft.Kind.ShouldBe(ReturnKind.Correction);
        draft.Lines.Select(l => (l.WasWageMinor, l.GivenName.Length)).ShouldBe([(1_000_000, 0), (null, 100)]);
        var april = (await world.App.UseAsync<ReadYear, EmployerYear>(y => y.HandleAsync(Employer(), 2026, new DateOnly(2026, 6, 5), SpmisApp.Officer, Ct))).Months[3];
        (april.Standing, april.Workers, april.Billed.Minor, april.Paid.Minor).ShouldBe((ReturnStanding.Billed, 1, 120_000, 0), "the estimate is gone");
        await world.PromisesHoldAsync();

        // Being read it counts as filed, but nothing can be certified; when its file fails, it is due again and can be filed anew.
        var may = new Month(2026, 5);
        var reading = await world.FileAsync(File(Line("", "5000", period: "2026-05", given: "Nadia", family: "Okoro")), month: may);
        (await DuesAsync(world, new DateOnly(2026, 6, 15))).ShouldNotContain(d => d.Kind == DueKind.Return);
        (await RefusedAsync(() => ClearAsync(world))).ShouldBe("clearance.being-read");
        (await RefusedAsync(() => EstimateAsync(world, may))).ShouldBe("estimate.filed");
        await world.DbAsync(db => db.Runs.Where(r => r.Id == reading.RunId).ExecuteUpdateAsync(s => s.SetProperty(r => r.FailedAt, SpmisApp.Now)));
        (await DuesAsync(world, new DateOnly(2026, 6, 15))).ShouldContain(d => d.Kind == DueKind.Return && d.Month == may && d.Overdue);
        (await RefusedAsync(() => ClearAsync(world))).ShouldBe("clearance.overdue");
        await world.FileAsync(File(Line(Worker(2), "5000", period: "2026-05")), month: may);
        (await world.BillsAsync()).Where(b => b.Month == may).Select(b => b.Amount.Minor).ShouldBe([60_000]);
    }

    [Fact]
    public async Task Agreement_KeptOrBroken_DecidesInterestAndClearance()
    {
        await using var world = await ContributionsWorld.StartAsync(2, 2);
        foreach (var i in new[] { 1, 2 })
        {
            await world.FileAsync(File(Line(Worker(1), "9000", Employer(i))), employer: Employer(i));
            await world.FileAsync(File(Line(Worker(1), "9000", Employer(i), "2026-04")), month: April, employer: Employer(i));
        }

        await world.AccrueAsync(new DateOnly(2026, 6, 30));
        var charged = (await world.BillsAsync()).Count;
        (await RefusedAsync(() => AgreeAsync(world, 1, new DateOnly(9999, 12, 1)))).ShouldBe("agreement.first-ahead");
        foreach (var i in new[] { 1, 2 })
        {
            var open = (await world.BillsAsync()).Where(b => b.EmployerNumber == Employer(i)).Sum(b => b.Open.Minor);
            var proposal = await world.App.UseAsync<AgreeInstalments, Proposal>(a => a.ProposeAsync(Employer(i), 3, new DateOnly(2026, 7, 15), "500", true, SpmisApp.Change(reason: "Harvest was late"), Ct));
            (await RefusedAsync(() => ApproveAsync(world, proposal.Id, now: new DateTime(2026, 7, 16, 0, 0, 0, DateTimeKind.Utc)))).ShouldBe("agreement.first-past");
            await ApproveAsync(world, proposal.Id);
            (await RefusedAsync(() => AgreeAsync(world, i, new DateOnly(2026, 7, 15)))).ShouldBe("agreement.open");
            var agreed = await StandingAsync(world, i);
            agreed.Instalments.Sum(x => x.Instalment.AmountMinor).ShouldBe(open);
            agreed.Instalments[0].Instalment.ShouldSatisfyAllConditions(x => x.AmountMinor.ShouldBe(50_000), x => x.DueOn.ShouldBe(new DateOnly(2026, 7, 15)));
        }

        // Under an agreement that is kept nothing is overdue and no interest runs; the first is paid under its own reference.
        var first = await StandingAsync(world, 1);
        await world.ImportAsync(await NotificationAsync([Credit("A1", 50_000, structured: first.Agreement.Number, on: "2026-07-14")], "NT714"));
        (await StandingAsync(world, 1)).Instalments[0].OpenMinor.ShouldBe(0);
        var due = await world.App.UseAsync<ListDues, IReadOnlyList<DueItem>>(d => d.HandleAsync(Employer(1), new DateOnly(2026, 7, 16), Ct));
        due.ShouldNotContain(d => d.Kind == DueKind.Bill);
        due.Single(d => d.Kind == DueKind.Instalment).ShouldSatisfyAllConditions(d => d.Overdue.ShouldBeFalse(), d => d.DueOn.ShouldBe(new DateOnly(2026, 8, 15)));
        await world.AccrueAsync(new DateOnly(2026, 7, 20));
        (await world.BillsAsync()).Count.ShouldBe(charged, "no interest while it is kept");

        // The second employer paid nothing: broken once the days of grace are over, and not before.
        (await FollowAsync(world, new DateTime(2026, 7, 20, 0, 0, 0, DateTimeKind.Utc))).ShouldBe((0, 0));
        (await FollowAsync(world, new DateTime(2026, 7, 21, 0, 0, 0, DateTimeKind.Utc))).ShouldBe((1, 0));
        (await StandingAsync(world, 2)).Agreement.ShouldSatisfyAllConditions(a => a.BrokenOn.ShouldBe(new DateOnly(2026, 7, 21)), a => a.MissedNo.ShouldBe(1));
        await world.AccrueAsync(new DateOnly(2026, 7, 31));
        (await world.BillsAsync()).Count(b => b.EmployerNumber == Employer(2)).ShouldBe((charged / 2) + 2, "interest from the day due, on both bills");
        (await world.BillsAsync()).Count(b => b.EmployerNumber == Employer(1)).ShouldBe(charged / 2);

        // The second had paid its first instalment in time, as a statement shows that came late: its agreement is open again.
        await world.ImportAsync(await NotificationAsync([Credit("A3", 50_000, structured: (await StandingAsync(world, 2)).Agreement.Number, on: "2026-07-14")], "NT714B"));

        // The first pays all: completed, and no interest afterwards either.
        await world.ImportAsync(await NotificationAsync([Credit("A2", first.Agreement.TotalMinor - 50_000, structured: first.Agreement.Number, on: "2026-08-01")], "NT81"));
        (await FollowAsync(world, new DateTime(2026, 8, 2, 0, 0, 0, DateTimeKind.Utc))).ShouldBe((0, 1));
        (await StandingAsync(world, 2)).Agreement.ShouldSatisfyAllConditions(a => a.Open.ShouldNotBeNull(), a => a.BrokenOn.ShouldBeNull());
        await world.AccrueAsync(new DateOnly(2026, 8, 31));
        (await world.BillsAsync()).Count(b => b.EmployerNumber == Employer(1)).ShouldBe(charged / 2);
        using var employer = world.App.Client(new Actor("e1", "Own", [Roles.Employer], Employer: Employer(1)));
        var page = await employer.GetStringAsync("/contributions/due", Ct);
        page.ShouldContain("Paid in full on 1 August 2026");
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Estimate_ThenTheReturn_LeavesTheDifference()
    {
        await using var world = await ContributionsWorld.StartAsync(3, 2);
        await world.FileAsync(File(Line(Worker(1), "9000"), Line(Worker(2), "7000", leave: "2026-03-31")));
        using var officer = world.App.Browser(SpmisApp.Officer);

        (await RefusedAsync(() => EstimateAsync(world, March))).ShouldBe("estimate.filed");
        (await RefusedAsync(() => EstimateAsync(world, new Month(2026, 6)))).ShouldBe("estimate.not-overdue");
        var sent = await SpmisApp.PostFormAsync(officer, $"/arrears/{Employer()}", $"/arrears/{Employer()}?handler=Estimate", ("Number", Employer()), ("Month", "2026-04"), ("LegalBasis", "Art. 14"), ("Reason", "No return came"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect, await sent.Content.ReadAsStringAsync(Ct));
        var proposed = (await world.DbAsync(db => db.Proposals.AsNoTracking().SingleAsync(p => p.Act == EstimateReturn.Act))).Id;
        (await RefusedAsync(() => ApproveAsync(world, proposed, now: SpmisApp.Now.AddDays(400)))).ShouldBe("estimate.due-past");
        await ApproveAsync(world, proposed);
        var estimate = (await world.BillsAsync()).Single(b => b.Kind == BillKind.Estimate);
        estimate.Amount.Minor.ShouldBe(108_000, "who left is not estimated");
        (await RefusedAsync(() => EstimateAsync(world, April))).ShouldBe("estimate.made");
        (await world.YearAsync(1)).ShouldNotBeNull().BaseMinor.ShouldBe("0,0,900000,0,0,0,0,0,0,0,0,0", "nobody's month counts by an estimate");
        await world.PromisesHoldAsync();

        // Part of it is paid; then the return comes with more: the employer owes the difference.
        await world.ImportAsync(await StatementAsync([Credit("E1", 50_000, structured: estimate.PaymentReference), Credit("E2", 20_000, structured: estimate.PaymentReference, on: "2026-06-20")]));
        await world.FileAsync(File(Line(Worker(1), "10000", period: "2026-04")), month: April);
        var bills = await world.BillsAsync();
        bills.Single(b => b.Kind == BillKind.Estimate).Open.Minor.ShouldBe(0);
        bills.Single(b => b.Kind == BillKind.Contributions && b.Month == April).ShouldSatisfyAllConditions(b => b.Amount.Minor.ShouldBe(120_000), b => b.Open.Minor.ShouldBe(50_000));
        (await world.DbAsync(db => (from a in db.Set<Allocation>() join b in db.Set<Bill>() on a.BillId equals b.Id where b.Kind == BillKind.Contributions && b.Month == April orderby a.On select new { a.AmountMinor, a.On }).ToListAsync()))
            .Select(a => (a.AmountMinor, a.On)).ShouldBe([(50_000, new DateOnly(2026, 4, 5)), (20_000, new DateOnly(2026, 6, 20))], "each payment keeps its day");
        await world.PromisesHoldAsync();

        // Stated figures for an employer that never filed; a nil return replaces it with nothing.
        (await RefusedAsync(() => EstimateAsync(world, April, Employer(2)))).ShouldBe("estimate.no-base");
        await ApproveAsync(world, (await EstimateAsync(world, April, Employer(2), 3, "20000.01")).Id);
        (await world.DbAsync(db => db.Set<Estimate>().SingleAsync(e => e.EmployerNumber == Employer(2)))).ShouldSatisfyAllConditions(e => e.WageMinor.ShouldBe(2_000_001), e => e.AmountMinor.ShouldBeInRange(239_990, 240_010));
        await world.FileAsync(null, ReturnKind.Nil, April, Employer(2));
        (await world.BillsAsync()).Where(b => b.EmployerNumber == Employer(2)).Sum(b => b.Open.Minor).ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    /// <summary>Returns, corrections, payments, reversals, interest, waivers, write-offs and estimates in any order: the books balance after each, and nobody has money held beside an open bill.</summary>
    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public async Task History_WithReliefsAndEstimates_AlwaysBalances(int seed)
    {
        var random = new Random(seed);
        await using var world = await ContributionsWorld.StartAsync(3);
        await world.FileAsync(File(Line(Worker(1), "9000", period: "2026-01"), Line(Worker(2), "7000", period: "2026-01")), month: new Month(2026, 1));
        List<(string Id, long Minor)> paid = [];
        var done = 0;
        for (var step = 1; step <= 24; step++)
        {
            var month = new Month(2026, random.Next(1, 5));
            var text = File(Enumerable.Range(1, random.Next(1, 4)).Select(i => Line(Worker(i), $"{random.Next(1, 30) * 1000}", period: month.ToString())));
            var open = (await world.BillsAsync()).Where(b => b.Open.Minor > 0).ToList();
            BillItem? Some(Func<BillItem, bool> which) => open.Where(which).OrderBy(b => b.PaymentReference).ElementAtOrDefault(random.Next(Math.Max(1, open.Count(which))));
            string Part(BillItem b) => random.Next(2) == 0 ? "" : new Money(Math.Max(1, b.Open.Minor / 3), b.Open.Currency).ToPlain();
            try
            {
                switch (random.Next(9))
                {
                    case 0:
                        await world.FileAsync(text, month: month);
                        break;
                    case 1 or 2:
                        await world.FileAsync(text, ReturnKind.Correction, month);
                        break;
                    case 3:
                        paid.Add(($"P{step}", random.Next(1, 30) * 10_000L));
                        await world.ImportAsync(await NotificationAsync([Credit(paid[^1].Id, paid[^1].Minor, text: $"employer {Employer()}", on: $"2026-05-{step:D2}")], $"NT-{step}"));
                        break;
                    case 4 when paid.Count > 0:
                        await world.ImportAsync(await NotificationAsync([Reversal(paid[^1].Id, paid[^1].Minor)], $"NT-{step}"));
                        paid.RemoveAt(paid.Count - 1);
                        break;
                    case 5:
                        await world.AccrueAsync(new DateOnly(2026, 6, step));
                        break;
                    case 6 when Some(b => b.Kind == BillKind.Interest) is { } interest:
                        await ApproveAsync(world, (await RelieveAsync(world, ReliefKind.Waiver, interest.PaymentReference, Part(interest))).Id);
                        break;
                    case 7 when Some(b => b.DueOn < DateOnly.FromDateTime(SpmisApp.Now)) is { } bill:
                        await ApproveAsync(world, (await RelieveAsync(world, ReliefKind.WriteOff, bill.PaymentReference, Part(bill))).Id);
                        break;
                    case 8:
                        await ApproveAsync(world, (await EstimateAsync(world, month)).Id);
                        break;
                    default:
                        continue;
                }

                done++;
            }
            catch (Refused)
            {
                // Not possible just now, such as a second return of a month.
            }

            await world.App.SettleAsync();
            await world.PromisesHoldAsync();
            (await world.BillsAsync()).ShouldAllBe(b => b.Open.Minor >= 0);
            var held = await world.DbAsync(db => db.Set<Receipt>().SumAsync(r => r.AmountMinor - r.AllocatedMinor - r.RefundedMinor));
            (held == 0 || (await world.BillsAsync()).All(b => b.Open.Minor == 0)).ShouldBeTrue($"seed {seed}, step {step}");
        }

        done.ShouldBeGreaterThan(8, "the history did something");
    }

    [Fact]
    public void Schedule_OfAnyDebt_SumsExactlyAndKeepsItsDays()
    {
        Prop.ForAll(Gen.Choose(2, 60).ToArbitrary(), Gen.Choose(1, int.MaxValue).ToArbitrary(), (n, seed) =>
        {
            var total = (long)seed + n;
            var input = new AgreementInput { EmployerId = default, Bills = new Dictionary<Guid, long>(), Instalments = n, FirstDueOn = new DateOnly(2026, 1, 31), InterestStops = true, Reason = "", FirstMinor = seed % 3 == 0 ? Math.Max(1, total / (n * 2)) : null };
            var schedule = AgreeInstalments.Schedule(total, input);
            return schedule.Count == n && schedule.Sum(s => s.AmountMinor) == total && schedule.All(s => s.AmountMinor > 0) && schedule[1].DueOn == new DateOnly(2026, 2, 28) && schedule.Zip(schedule.Skip(1)).All(p => p.First.DueOn < p.Second.DueOn);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Dues_OfAnEmployer_AreOverdueFirstAndTheYearShowsAll()
    {
        await using var world = await ContributionsWorld.StartAsync(2, 2);
        await world.FileAsync(File(Line(Worker(1), "9000")));
        var own = new Actor("e1", "Own", [Roles.Employer], Employer: Employer(1));

        var due = await world.App.UseAsync<ListDues, IReadOnlyList<DueItem>>(d => d.HandleAsync(Employer(1), new DateOnly(2026, 6, 5), Ct));
        due.Select(d => (d.Kind, d.Month, d.Overdue)).ShouldBe([(DueKind.Bill, March, true), (DueKind.Return, April, true), (DueKind.Return, new Month(2026, 5), false)]);
        due[1].Href.ShouldContain($"employer={Employer(1)}", Case.Sensitive, "an officer looks at it too");
        (await world.App.UseAsync<ListDues, IReadOnlyList<DueItem>>(d => d.HandleAsync(Employer(2), new DateOnly(2026, 6, 5), Ct))).Select(d => d.Month).ShouldBe([new Month(2026, 5)], "of an employer that never filed, the last month");
        var year = await world.App.UseAsync<ReadYear, EmployerYear>(y => y.HandleAsync(Employer(1), 2026, new DateOnly(2026, 6, 5), own, Ct));
        year.Months.Count.ShouldBe(12);
        year.Months[2].ShouldSatisfyAllConditions(m => m.Standing.ShouldBe(ReturnStanding.Billed), m => m.Billed.Minor.ShouldBe(108_000));
        year.Months[3].ShouldSatisfyAllConditions(m => m.Standing.ShouldBeNull(), m => m.Due.ShouldNotBeNull().Overdue.ShouldBeTrue());
        (await RefusedAsync(() => world.App.UseAsync<ReadYear, EmployerYear>(y => y.HandleAsync(Employer(2), 2026, new DateOnly(2026, 6, 5), own, Ct)))).ShouldBe("employer.unknown");
        using var client = world.App.Client(own);
        (await client.GetStringAsync("/", Ct)).ShouldContain("Overdue since 9 April 2026");
        (await client.GetStringAsync("/contributions/year?y=2026", Ct)).ShouldContain("Billed");
        (await client.GetStringAsync("/contributions/due", Ct)).ShouldContain("File the return");
        ((int)(await client.GetAsync($"/contributions/year/{Employer(2)}", Ct)).StatusCode).ShouldBeInRange(300, 499);
        ((int)(await client.GetAsync($"/api/contributions/employers/{Employer(2)}/dues", Ct)).StatusCode).ShouldBeInRange(300, 499);
        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync("/arrears", Ct)).ShouldContain(Employer(1));
        (await officer.GetStringAsync($"/arrears/{Employer(1)}", Ct)).ShouldContain("Waive interest");
    }

    /// <summary>Trifles are waived by one person where a decree says so; what is waived of one bill counts together, so that nobody waives much in small parts.</summary>
    [Fact]
    public async Task Waiver_BelowTheAmountOfThePolicy_IsDoneByOne_AndPartsOfABillCountTogether()
    {
        await using var world = await ContributionsWorld.StartAsync();
        await world.FileAsync(File(Line(Worker(1), "10800")));
        await world.AccrueAsync(new DateOnly(2026, 6, 30));
        var interest = (await world.BillsAsync()).First(b => b.Kind == BillKind.Interest);
        var currency = interest.Amount.Currency;
        await world.App.UseAsync<Spmis.Contributions.ContributionsDb>(db =>
        {
            db.ApprovalPolicies.Add(new ApprovalPolicy
            {
                Act = RelieveBill.WaiveAct, FromDay = new DateOnly(2020, 1, 1), LegalBasis = "Decree 3", ApprovedBy = "Sam", ApprovedAt = SpmisApp.Now,
                Bands = System.Text.Json.JsonSerializer.Serialize<List<ApprovalBand>>([new() { Kind = ApprovalKind.One }, new() { Currency = currency.Code, FromMinor = 200, Kind = ApprovalKind.Two }], Spmis.Kernel.Data.SpmisJson.Options),
            });
            return db.SaveChangesAsync();
        });

        var first = await RelieveAsync(world, ReliefKind.Waiver, interest.PaymentReference, "1.50");
        (first.Approved, first.DecidedById).ShouldBe((true, FourEyes.ByPolicy));
        (await world.BillsAsync()).Single(b => b.PaymentReference == interest.PaymentReference).Open.Minor.ShouldBe(interest.Open.Minor - 150);
        var second = await RelieveAsync(world, ReliefKind.Waiver, interest.PaymentReference, "1.50");
        (second.Approved, second.ReadRule()!.Amounts.Single().Minor).ShouldBe((null, 300));
        await ApproveAsync(world, second.Id);
        (await world.BillsAsync()).Single(b => b.PaymentReference == interest.PaymentReference).Open.Minor.ShouldBe(interest.Open.Minor - 300);
        await world.PromisesHoldAsync();
    }

    /// <summary>A law by which debts lapse after a year (shorter than any real one), interrupted by notices, agreements and payments, not by an action: each date, the list, the interest that stops, and the write-off by two.</summary>
    [Fact]
    public async Task Debt_LapsesByTheLaw_UnlessInterrupted_AndIsWrittenOffByTwo()
    {
        await using var world = await ContributionsWorld.StartAsync(1, 3);
        await world.PublishAsync(Package(new DateOnly(2023, 2, 1), "1.2.0", ("facts:\n", "facts:\n  limitation.from: date\n  limitation.act: {type: text, choices: [notice, agreement, court, payment]}\n"), ("parameters:\n", "parameters:\n  limitation_period: {unit: months, values: [{from: 2014-01-10, value: 12 months, article: s. 30}]}\n"),
            ("    months_late:\n", "    lapses_on: {is: limitation.from + limitation_period@bill.due, article: s. 30}\n    interrupts: {is: \"limitation.act in ('notice', 'agreement', 'payment')\"}\n    months_late:\n"), ("  contribution.interest: {en", "  contribution.lapses_on: {en: Can be claimed until}\n  contribution.interrupts: {en: Makes the period run anew}\n  contribution.interest: {en")));
        foreach (var i in new[] { 1, 2, 3 })
        {
            await world.FileAsync(File(Line(Worker(1), "9000", Employer(i))), employer: Employer(i));
        }

        await world.AccrueAsync(new DateOnly(2026, 6, 30));
        var late = (await world.BillsAsync()).Where(b => b.Kind == BillKind.Contributions).OrderBy(b => b.EmployerNumber).Select(b => b.PaymentReference).ToList();
        await ServeAsync(ReminderKind.FormalNotice, late[1], new DateOnly(2026, 6, 25));
        await ServeAsync(ReminderKind.CourtAction, late[2], new DateOnly(2026, 6, 25));
        await world.ImportAsync(await StatementAsync([Credit("B1", 50_000, structured: late[2], on: "2026-05-20")]));
        (await RefusedAsync(() => ServeAsync(ReminderKind.Bill, late[0], new DateOnly(2026, 6, 25)))).ShouldBe("notice.kind");

        // Interest lapses with the debt it is on.
        (await OfAsync(new DateOnly(2026, 7, 1))).ShouldBe([("2027-04-09", LimitationStart.Due), ("2027-04-09", LimitationStart.Due), ("2027-06-25", LimitationStart.Notice), ("2027-06-25", LimitationStart.Notice), ("2027-05-20", LimitationStart.Payment), ("2027-05-20", LimitationStart.Payment)]);
        (await LapsingAsync(new DateOnly(2026, 10, 8), 6)).ShouldBeEmpty();
        (await LapsingAsync(new DateOnly(2026, 10, 9), 6)).ShouldBe([Employer(1), Employer(1)]);
        (await LapsingAsync(new DateOnly(2027, 7, 1), 0)).Count.ShouldBe(6);
        using var officer = world.App.Client(SpmisApp.Officer);
        (await officer.GetStringAsync("/api/contributions/arrears/lapsing?months=120&limit=1", Ct)).ShouldContain($"\"paymentReference\":\"{late[0]}\"");
        (await officer.GetStringAsync($"/api/contributions/arrears/lapsing?months=120&after={late[1]}", Ct)).ShouldNotContain($"\"{late[1]}\"");
        (await officer.GetStringAsync("/arrears/lapsing", Ct)).ShouldContain("Can be claimed until");
        (await officer.GetStringAsync($"/arrears/{Employer(2)}", Ct)).ShouldContain("from the formal notice of 25 June 2026; s. 30");

        // No interest runs after the last day: 12 begun months of 5 %, and 15 after the notice.
        await world.App.UseAsync<AccrueInterest>(a => a.HandleAsync(new DateOnly(2028, 1, 31), SpmisApp.Change("interest.accrue", now: Day(2028, 1, 31)), Ct));
        await world.App.SettleAsync();
        (await InterestAsync(1), await InterestAsync(2)).ShouldBe((64_800, 81_000));

        // Only when it has lapsed, only as long as nothing turns up that interrupted it, and by two.
        (await RefusedAsync(() => LapseAsync(late[0], Day(2027, 4, 9)))).ShouldBe("lapse.not-yet");
        var turned = await LapseAsync(late[2], Day(2027, 5, 21));
        var revives = (await ServeAsync(ReminderKind.FormalNotice, late[2], new DateOnly(2027, 5, 10), Day(2027, 5, 22))).Proposal.ShouldNotBeNull();
        await ApproveAsync(world, revives.Id, now: Day(2027, 5, 22));
        (await RefusedAsync(() => ApproveAsync(world, turned.Id, now: Day(2027, 5, 23)))).ShouldBe("lapse.not-yet");
        var proposal = await LapseAsync(late[0], Day(2027, 4, 10));
        (await RefusedAsync(() => ApproveAsync(world, proposal.Id, SpmisApp.Officer with { Roles = [Roles.Supervisor] }, Day(2027, 4, 11)))).ShouldBe("proposal.own");
        await ApproveAsync(world, proposal.Id, now: Day(2027, 4, 11));
        (await world.DbAsync(db => db.Set<Relief>().AsNoTracking().SingleAsync())).ShouldSatisfyAllConditions(r => r.Kind.ShouldBe(ReliefKind.WriteOff), r => r.LapsedOn.ShouldBe(new DateOnly(2027, 4, 9)), r => r.LegalBasis.ShouldBe("s. 30"), r => r.AmountMinor.ShouldBe(108_000));
        (await world.BillsAsync()).Single(b => b.PaymentReference == late[0]).State.ShouldBe(BillState.Paid);
        (await world.YearAsync(1)).ShouldNotBeNull().InsuredMonths.ShouldBe(0, "lapsed is not paid");
        await world.App.UseAsync<AccrueInterest>(a => a.HandleAsync(new DateOnly(2028, 3, 31), SpmisApp.Change("interest.accrue", now: Day(2028, 3, 31)), Ct));
        await world.App.SettleAsync();
        (await InterestAsync(1)).ShouldBe(64_800, "and none is given back");
        await world.PromisesHoldAsync();

        static DateTime Day(int year, int month, int day) => new(year, month, day, 9, 0, 0, DateTimeKind.Utc);
        Task<Proposal> LapseAsync(string reference, DateTime now) => world.App.UseAsync<RelieveBill, Proposal>(r => r.ProposeLapseAsync(reference, SpmisApp.Change(reason: "Nobody looked", now: now), Ct));
        Task<NoticeTaken> ServeAsync(ReminderKind kind, string reference, DateOnly on, DateTime? now = null) => world.App.UseAsync<ServeNotice, NoticeTaken>(s => s.HandleAsync(kind, reference, on, "By hand", "Court of Nairobi", "File 12", SpmisApp.Change("notices.serve", now: now), Ct));
        Task<long> InterestAsync(int employer) => world.DbAsync(db => db.Set<Bill>().Where(b => b.Kind == BillKind.Interest && b.EmployerNumber == Employer(employer)).SumAsync(b => b.AmountMinor, Ct));
        async Task<List<string>> LapsingAsync(DateOnly today, int months) => [.. (await world.App.UseAsync<Limitations, IReadOnlyList<(Bill Bill, Limitation)>>(l => l.ListAsync(null, 100, months, today, Ct))).Select(x => x.Bill.EmployerNumber)];
        async Task<List<(string?, LimitationStart)>> OfAsync(DateOnly today)
        {
            var bills = await world.DbAsync(db => db.Set<Bill>().AsNoTracking().OrderBy(b => b.EmployerNumber).ThenBy(b => b.Number).ToListAsync(Ct));
            var found = await world.App.UseAsync<Limitations, IReadOnlyDictionary<Guid, Limitation>>(l => l.OfAsync(bills, today, Ct));
            return bills.ConvertAll(b => (found[b.Id].LapsesOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), found[b.Id].Start));
        }
    }

    /// <summary>Somebody else is at one agreement: the others of its page are followed all the same, counted as they are on record, and that one at the next look.</summary>
    [Fact]
    public async Task Agreements_OneChangedMeanwhile_StopsNoOther()
    {
        await using var world = await ContributionsWorld.StartAsync(1, 3);
        Assert.SkipUnless(await world.DbAsync(db => Task.FromResult(db.Database.IsSqlite())), "the conflict is made by a trigger of SQLite");
        foreach (var i in new[] { 1, 2, 3 })
        {
            await world.FileAsync(File(Line(Worker(1), "9000", Employer(i))), employer: Employer(i));
            await world.App.SettleAsync();
            await ApproveAsync(world, (await AgreeAsync(world, i, new DateOnly(2026, 7, 15))).Id);
        }

        await world.DbAsync(db => db.Database.ExecuteSqlRawAsync("CREATE TRIGGER busy BEFORE UPDATE ON agreements WHEN OLD.EmployerNumber = {0} BEGIN SELECT RAISE(IGNORE); END".Replace("{0}", $"'{Employer(2)}'", StringComparison.Ordinal), Ct));
        var missed = new DateTime(2026, 7, 21, 0, 0, 0, DateTimeKind.Utc);
        (await FollowAsync(world, missed)).ShouldBe((2, 0));
        (await world.DbAsync(db => db.Set<Agreement>().Where(a => a.Open != null).Select(a => a.EmployerNumber).ToListAsync(Ct))).ShouldBe([Employer(2)]);
        await world.DbAsync(db => db.Database.ExecuteSqlRawAsync("DROP TRIGGER busy", Ct));
        (await FollowAsync(world, missed)).ShouldBe((1, 0));
    }

    private static Task<Proposal> RelieveAsync(ContributionsWorld world, ReliefKind kind, string reference, string? amount, string basis = "Art. 20(3)") =>
        world.App.UseAsync<RelieveBill, Proposal>(r => r.ProposeAsync(kind, reference, amount, basis, SpmisApp.Change(reason: "The farm burnt down"), Ct));

    private static Task<Proposal> EstimateAsync(ContributionsWorld world, Month month, string? employer = null, int? workers = null, string? wages = null) =>
        world.App.UseAsync<EstimateReturn, Proposal>(e => e.ProposeAsync(employer ?? Employer(), month, null, workers, wages, "Art. 14", SpmisApp.Change(reason: "No return came"), Ct));

    private static Task<Proposal> AgreeAsync(ContributionsWorld world, int employer, DateOnly firstDueOn) => world.App.UseAsync<AgreeInstalments, Proposal>(a => a.ProposeAsync(Employer(employer), 3, firstDueOn, null, true, SpmisApp.Change(reason: "Again"), Ct));

    private static Task<IReadOnlyList<DueItem>> DuesAsync(ContributionsWorld world, DateOnly on) => world.App.UseAsync<ListDues, IReadOnlyList<DueItem>>(d => d.HandleAsync(Employer(), on, Ct));

    private static Task<ClearanceCertificate> ClearAsync(ContributionsWorld world) =>
        world.App.UseAsync<IssueClearance, ClearanceCertificate>(i => i.HandleAsync(Employer(), SpmisApp.Change("clearance.issue", now: new DateTime(2026, 6, 15, 0, 0, 0, DateTimeKind.Utc)), Ct));

    private static Task ApproveAsync(ContributionsWorld world, long id, Actor? by = null, DateTime? now = null) => world.App.UseAsync<FourEyes>(f => f.ApproveAsync("contributions", id, SpmisApp.Change(actor: by ?? SpmisApp.Supervisor, now: now), Ct));

    private static Task<(int Broken, int Completed)> FollowAsync(ContributionsWorld world, DateTime now) => world.App.UseAsync<FollowAgreements, (int, int)>(f => f.HandleAsync(SpmisApp.Change(actor: Actor.System, now: now), Ct));

    private static Task<AgreementStanding> StandingAsync(ContributionsWorld world, int employer) => world.App.UseAsync<FindArrears, AgreementStanding>(async f => (await f.AgreementsAsync(world.EmployerId(employer), Ct)).ShouldHaveSingleItem());

    private static async Task<string> RefusedAsync(Func<Task> act) => (await Should.ThrowAsync<Refused>(act)).Code;
}
