using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Contributions;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.DayWork;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Vouchers for day work: bought, paid, put to days, confirmed, called off, given back, expired, taken back; and the worker's month that comes of it.</summary>
public sealed class DayWorkTests
{
    private const long Price = 12_000;
    private const long InMonth = 10_800;
    private const string Scheme = "demo-day-work";
    private static readonly DateOnly Today = DateOnly.FromDateTime(SpmisApp.Now);

    [Fact]
    public async Task Vouchers_FromPurchaseToMonthAndBack_EveryCoinAndDayIsAccountedFor()
    {
        await using var world = await StartAsync(4);
        var bought = await BuyAsync(world, 12);
        (bought.PriceMinor, bought.ExpiresOn, bought.PayUntil).ShouldBe((Price, new DateOnly(2026, 12, 31), Today.AddDays(14)));
        await world.PromisesHoldAsync();

        // Nothing is of use before it is paid; the payment names the purchase.
        (await AssignAsync(world, [(1, Today)])).ShouldBe(["daywork.no-voucher"]);
        await world.ImportAsync(await StatementAsync([Credit("B1", 12 * Price, structured: bought.PaymentReference)]));
        (await PurchaseAsync(world)).Live.ShouldBeTrue();

        // Before the day or on it; one voucher a worker and day; a dead worker, a stranger and a day that passed get none.
        await world.PublishAsync(new PersonsRecorded { Persons = [Person(4, 2) with { DiedOn = new DateOnly(2026, 6, 1) }] });
        (await AssignAsync(world, [(1, Today), (2, Today.AddDays(1)), (1, Today), (3, Today.AddDays(-1)), (4, Today), (99, Today)])).ShouldBe(["assigned", "assigned", "known", "daywork.day-passed", "daywork.worker-died", "worker.unknown"]);
        (await PurchaseAsync(world)).Assigned.ShouldBe(2);
        var (today, ahead) = (await SerialAsync(world, 1, Today), await SerialAsync(world, 2, Today.AddDays(1)));

        // The worker confirms with their own number, nobody else with theirs; a day ahead is not confirmed, and is called off.
        (await Should.ThrowAsync<Refused>(() => OwnAsync(world, today, Worker(3)))).Code.ShouldBe("voucher.unknown");
        await OwnAsync(world, today, Worker(1));
        await OwnAsync(world, today, Worker(1));
        (await Should.ThrowAsync<Refused>(() => ConfirmAsync(world, ahead))).Code.ShouldBe("daywork.day-ahead");
        (await Should.ThrowAsync<Refused>(() => ReleaseAsync(world, today))).Code.ShouldBe("daywork.not-ahead");
        await ReleaseAsync(world, ahead);
        (await BalanceAsync(world, Account.VouchersPrepaid), await BalanceAsync(world, Account.VoucherTax), await BalanceAsync(world, Account.ContributionIncome)).ShouldBe((-11 * Price, -1_200, -InMonth));
        await world.PromisesHoldAsync();

        // Nine more days make the ten that the package asks of a month.
        for (var day = 1; day < 10; day++)
        {
            (await AssignAsync(world, [(1, Today.AddDays(day))], worked: true, now: SpmisApp.Now.AddDays(day))).ShouldBe(["used"]);
            ((await world.YearAsync(1))!.InsuredMonths == 1 << 6).ShouldBe(day == 9);
        }

        var record = await world.App.UseAsync<ReadRecord, PersonRecord>(act => act.HandleAsync(Worker(1), default));
        (record.Months.ShouldHaveSingleItem().Sum.PaidMinor, record.Months[0].Parts.Count).ShouldBe((10 * InMonth, 10));
        await PagesAsync(world, bought);

        // A merge takes the days along and back, and one person has one day.
        await world.PublishAsync(new PersonsMerged { MergeId = Guid.CreateVersion7(), SurvivorId = PersonId(3), MergedIds = [PersonId(1)] });
        (await world.YearAsync(3))!.InsuredMonths.ShouldBe(1 << 6);
        (await AssignAsync(world, [(3, Today)])).ShouldBe(["known"]);
        (await world.DbAsync(db => db.Set<DayWorkYear>().Where(y => y.PersonId == PersonId(3)).Select(y => y.Days).SingleAsync())).ShouldBe(10);

        // A day that was none is taken back by two people: the month is short again, the money is held.
        var proposal = await world.App.UseAsync<TakeDayBack, Proposal>(act => act.ProposeAsync(today, SpmisApp.Change(TakeDayBack.Act, reason: "Nobody worked: the farm was flooded"), default));
        await world.App.UseAsync<FourEyes>(f => f.ApproveAsync(ContributionsModule.ModuleName, proposal.Id, SpmisApp.Change("daywork.approve", SpmisApp.Supervisor), default));
        (await world.YearAsync(3))!.InsuredMonths.ShouldBe(0);
        (await BalanceAsync(world, Account.SuspenseEmployer)).ShouldBe(-Price);
        await world.PromisesHoldAsync();

        // The bank takes the payment back: the purchase is owed again, what was used counts for nothing until it is paid.
        await world.ImportAsync(await StatementAsync([Reversal("B1", 12 * Price)], "ST-2", opening: 12 * Price));
        (await PurchaseAsync(world)).Live.ShouldBeFalse();
        (await AssignAsync(world, [(2, Today.AddDays(1))])).ShouldBe(["daywork.no-voucher"]);
        await world.PromisesHoldAsync();
        await world.ImportAsync(await StatementAsync([Credit("B2", 12 * Price, structured: bought.PaymentReference)], "ST-3", opening: 0));

        // What is left expires with the year, in a run, and is held for the employer.
        await ExpireAsync(world, new DateTime(2027, 1, 1, 1, 0, 0, DateTimeKind.Utc));
        var end = await PurchaseAsync(world);
        (end.Used, end.Expired, end.TakenBack, end.Alive + end.Assigned + end.Cancelled).ShouldBe((10, 1, 1, 0));
        (await BalanceAsync(world, Account.VouchersPrepaid), await BalanceAsync(world, Account.SuspenseEmployer)).ShouldBe((0, -2 * Price));
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Limits_OfAPackage_HoldWhenTwoEmployersAssignAtOnce()
    {
        await using var world = await StartAsync(2, employers: 3, changes: [("value: 180", "value: 5"), ("value: 120", "value: 4")]);
        foreach (var employer in Enumerable.Range(1, 3))
        {
            await PayAsync(world, await BuyAsync(world, 12, employer), employer);
        }

        // One employer: four days a year; the fifth is refused, in one call as in another.
        (await AssignAsync(world, [.. Enumerable.Range(0, 6).Select(d => (2, Today.AddDays(d)))])).ShouldBe(["assigned", "assigned", "assigned", "assigned", "daywork.limit-employer", "daywork.limit-employer"]);

        // All together: five, whoever comes first.
        var all = await Task.WhenAll(Enumerable.Range(1, 3).SelectMany(e => Enumerable.Range(0, 4).Select(d => Task.Run(() => AssignAsync(world, [(1, Today.AddDays(d))], employer: e)))));
        all.Count(a => a is ["assigned"]).ShouldBe(5);
        all.ShouldAllBe(a => a[0] == "assigned" || a[0] == "daywork.limit-year");
        (await world.DbAsync(db => db.Set<DayVoucher>().CountAsync(v => v.PersonId == PersonId(1)))).ShouldBe(5);
        (await world.DbAsync(db => db.Set<DayWorkYear>().Where(y => y.PersonId == PersonId(1)).Select(y => y.Days).SingleAsync())).ShouldBe(5);

        // A day called off can be taken by another.
        var mine = await world.DbAsync(db => db.Set<DayVoucher>().AsNoTracking().Where(v => v.PersonId == PersonId(1) && v.Day > Today).OrderBy(v => v.Id).FirstAsync());
        var of = Enumerable.Range(1, 3).Single(e => world.EmployerId(e) == mine.EmployerId);
        await world.App.UseAsync<EndVouchers>(act => act.ReleaseAsync(Employer(of), [mine.Serial], SpmisApp.Change(), default));
        (await AssignAsync(world, [(1, Today.AddDays(9))], employer: of == 1 ? 2 : 1)).ShouldBe(["assigned"]);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task File_OfAFarm_AssignsAndConfirmsAndRegistersWhomNobodyKnows()
    {
        await using var world = await StartAsync(3);
        await PayAsync(world, await BuyAsync(world, 10));
        var text = $"number,given_name,family_name,birth_date,day,worked\n{Worker(1)},,,,2026-07-01,yes\n{Worker(2)},,,,2026-07-02,\n{Worker(2)},,,,2026-07-02,yes\n,Ada,New,1990-01-01,2026-07-01,yes\n,Bo,Bad,,2026-07-01,yes\n,Cy,Late,1990-01-01,2026-06-30,yes\n,,,,2026-07-01,\n{Worker(3)},,,,,yes\n";
        var farm = SpmisApp.Officer with { Id = "e1", Name = "Employer 1", Roles = [Spmis.Kernel.Access.Roles.Employer], Employer = Employer() };
        var filed = await FileAsync(world, text, farm);
        (await FileAsync(world, text, farm)).ShouldBe(filed with { AlreadyFiled = true });
        await world.AnswerMatchesAsync(p => p.GivenName == "Ada"
            ? new MatchVerdict { Line = p.Line, Outcome = "provisional", PersonId = PersonId(50), RegistrationNumber = Worker(50), Name = "Ada New" }
            : new MatchVerdict { Line = p.Line, Outcome = "refused", Text = "Too little." });

        (await world.DbAsync(db => db.RunLines.AsNoTracking().Where(l => l.RunId == filed.RunId && l.Verdict == RunLine.RefusedVerdict).OrderBy(l => l.Line).Select(l => $"{l.Line} {l.Code}").ToListAsync()))
            .ShouldBe(["4 daywork.day-ahead", "6 worker.unknown", "7 worker.unknown", "8 daywork.no-person", "9 value.missing"]);
        var run = await world.DbAsync(db => db.Runs.AsNoTracking().SingleAsync(r => r.Id == filed.RunId));
        (run.Accepted, run.Refused).ShouldBe((3, 5));
        var p = await PurchaseAsync(world);
        (p.Used, p.Assigned, p.Alive).ShouldBe((2, 1, 7));
        (await world.YearAsync(50)).ShouldNotBeNull();
        (await world.DbAsync(db => db.Set<DayVoucher>().Where(v => v.State == DayVoucherState.Used).Select(v => v.UsedBy).ToListAsync())).ShouldBe(["employer", "employer"], "also of whom nobody knew when the farm sent it");
        await world.PromisesHoldAsync();

        // Lines were refused, so the file may come again; what was taken is known and not taken twice.
        var again = await FileAsync(world, text);
        (again.AlreadyFiled, again.FileId == filed.FileId).ShouldBe((false, false));
        (await FileAsync(world, text)).ShouldBe(again with { AlreadyFiled = true }, "Registration is asked about lines of it");
        p = await PurchaseAsync(world);
        (p.Used, p.Assigned, p.Alive).ShouldBe((2, 1, 7));
    }

    [Theory]
    [InlineData(1)]
    public async Task File_BrokenOffAtRandomMoments_ComesToTheSame(int seed)
    {
        await using var undisturbed = await StartAsync(1200);
        await PlayAsync(undisturbed);
        await using var disturbed = await StartAsync(1200);
        using var over = new CancellationTokenSource();
        var disturbance = CrashTests.DisturbAsync(disturbed, new Random(seed), over.Token);
        await PlayAsync(disturbed);
        await over.CancelAsync();
        await disturbance;

        var stand = await StandAsync(undisturbed);
        (await StandAsync(disturbed)).ShouldBe(stand);
        stand.ShouldContain("used 1200");
        await disturbed.PromisesHoldAsync();

        static async Task PlayAsync(ContributionsWorld world)
        {
            await PayAsync(world, await BuyAsync(world, 1000));
            await PayAsync(world, await BuyAsync(world, 1000));
            await FileAsync(world, "number,day,worked\n" + string.Concat(Enumerable.Range(1, 1200).Select(i => $"{Worker(i)},2026-07-01,yes\n")));
            await ExpireAsync(world, new DateTime(2027, 1, 1, 1, 0, 0, DateTimeKind.Utc));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task History_AnyOrderOfActs_BoughtIsUsedExpiredCancelledAndAlive(int seed)
    {
        var random = new Random(seed);
        await using var world = await StartAsync(5, changes: seed == 2 ? [("is: yes", "is: no")] : []);
        var (now, payments, statements) = (SpmisApp.Now, 0, 0);
        for (var step = 0; step < 30; step++)
        {
            now = now.AddDays(random.Next(0, 4));
            var purchases = await PurchasesAsync(world);
            var assigned = await world.DbAsync(db => db.Set<DayVoucher>().AsNoTracking().Where(v => v.State == DayVoucherState.Assigned).OrderBy(v => v.Serial).ToListAsync());
            try
            {
                switch (random.Next(8))
                {
                    case 0:
                        await BuyAsync(world, random.Next(1, 6), now: now);
                        break;
                    case 1 when purchases.Count > 0:
                        var bill = purchases[random.Next(purchases.Count)];
                        await world.ImportAsync(await NotificationAsync([Credit($"P{++payments}", random.Next(2) == 0 ? Math.Max(bill.OpenMinor, 1) : random.Next(1, 40_000), structured: bill.Purchase.PaymentReference)], $"NT{++statements}"), now: now);
                        break;
                    case 2 when payments > 0 && random.Next(3) == 0:
                        var back = await world.DbAsync(db => db.Set<Receipt>().AsNoTracking().Where(r => r.Channel == Channel.Bank).OrderBy(r => r.Reference).FirstAsync());
                        await world.ImportAsync(await NotificationAsync([Reversal(back.Reference, back.AmountMinor)], $"NT{++statements}"), now: now);
                        break;
                    case 3 when purchases.Count > 0:
                        await world.App.UseAsync<EndVouchers>(act => act.CancelAsync(purchases[random.Next(purchases.Count)].Purchase.PaymentReference, random.Next(1, 3), SpmisApp.Change(now: now), default));
                        break;
                    case 4 when assigned.Count > 0:
                        await world.App.UseAsync<ConfirmDays, int>(act => act.HandleAsync(Employer(), [assigned[random.Next(assigned.Count)].Serial], SpmisApp.Change(now: now), default));
                        break;
                    case 5 when assigned.Count > 0:
                        await world.App.UseAsync<EndVouchers>(act => act.ReleaseAsync(Employer(), [assigned[random.Next(assigned.Count)].Serial], SpmisApp.Change(now: now), default));
                        break;
                    case 6 when random.Next(4) == 0:
                        await ExpireAsync(world, now);
                        break;
                    default:
                        await AssignAsync(world, [.. Enumerable.Range(0, 3).Select(_ => (random.Next(1, 6), DateOnly.FromDateTime(now).AddDays(random.Next(0, 3))))], worked: random.Next(2) == 0, now: now);
                        break;
                }
            }
            catch (Refused)
            {
                // An act that may not be done changes nothing; that is looked at below.
            }

            await world.PromisesHoldAsync();
            var stand = await PurchasesAsync(world);
            stand.ShouldAllBe(p => p.Purchase.Count == p.Alive + p.Assigned + p.Used + p.Expired + p.Cancelled + p.TakenBack);
            var days = await world.DbAsync(db => db.Set<DayVoucher>().Where(v => v.PersonId != null).GroupBy(v => v.PersonId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key ?? default, g => g.Count));
            (await world.DbAsync(db => db.Set<DayWorkYear>().Where(y => y.Days != 0).ToDictionaryAsync(y => y.PersonId, y => y.Days))).OrderBy(d => d.Key).ShouldBe(days.OrderBy(d => d.Key));
        }

        // Whatever happened: what was paid in = bills paid or held; of the price nothing is left over.
        await ExpireAsync(world, new DateTime(2027, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        var end = await PurchasesAsync(world);
        end.ShouldAllBe(p => p.Alive + p.Assigned == 0);
        (await BalanceAsync(world, Account.VouchersPrepaid)).ShouldBe(0);
        var used = end.Sum(p => p.Used);
        (-await BalanceAsync(world, Account.ContributionIncome), -await BalanceAsync(world, Account.VoucherTax)).ShouldBe((used * InMonth, used * (Price - InMonth)));
        (-await BalanceAsync(world, Account.VouchersKept)).ShouldBe(seed == 2 ? end.Sum(p => p.Expired) * Price : 0);
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task Vouchers_WrittenOffOrNeverPaid_GiveNobodyMoneyWhenTheyEnd()
    {
        await using var world = await StartAsync(1);
        var bought = await BuyAsync(world, 3);
        await world.ImportAsync(await StatementAsync([Credit("B1", Price, structured: bought.PaymentReference)]));
        var late = SpmisApp.Now.AddDays(20);
        var proposal = await world.App.UseAsync<RelieveBill, Proposal>(r => r.ProposeAsync(ReliefKind.WriteOff, bought.PaymentReference, null, "Art. 20(3)", SpmisApp.Change(now: late, reason: "The farm burnt down"), default));
        await world.App.UseAsync<FourEyes>(f => f.ApproveAsync(ContributionsModule.ModuleName, proposal.Id, SpmisApp.Change("arrears.approve", SpmisApp.Supervisor, late), default));
        (await BalanceAsync(world, Account.WrittenOff)).ShouldBe(2 * Price);

        // Two of three were written off and one paid: so much comes back.
        await world.App.UseAsync<EndVouchers>(act => act.CancelAsync(bought.PaymentReference, 3, SpmisApp.Change(now: late), default));
        (await BalanceAsync(world, Account.WrittenOff), await BalanceAsync(world, Account.SuspenseEmployer), await BalanceAsync(world, Account.VouchersPrepaid)).ShouldBe((0, -Price, 0));
        await world.PromisesHoldAsync();

        // Where the scheme keeps what expires, it keeps nothing that nobody paid.
        await using var keeping = await StartAsync(1, changes: [("is: yes", "is: no")]);
        await BuyAsync(keeping, 2);
        await ExpireAsync(keeping, new DateTime(2027, 1, 2, 1, 0, 0, DateTimeKind.Utc));
        var end = await PurchaseAsync(keeping);
        (end.Cancelled, end.Expired, await BalanceAsync(keeping, Account.VouchersKept)).ShouldBe((2, 0, 0));
        await keeping.PromisesHoldAsync();
    }

    private static async Task PagesAsync(ContributionsWorld world, VoucherPurchase bought)
    {
        await AssignAsync(world, [(2, Today)]);
        var serial = await SerialAsync(world, 2, Today);
        var employer = new Actor("employer-1", "Emma Employer", [Roles.Employer], Employer: Employer());
        using var browser = world.App.Browser(employer);
        foreach (var (path, word) in new[] { ("/day-work", "Worker 2"), ("/day-work?on=2026-07-01", serial), ("/day-work/print?on=2026-07-01", serial), ($"/bills/{bought.PaymentReference}", "Vouchers for day work"), ($"/api/contributions/employers/{Employer()}/day-vouchers", "\"used\":10"), ($"/api/contributions/employers/{Employer()}/day-work?day=2026-07-01", serial) })
        {
            using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative));
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            text.ShouldContain(word, customMessage: path);
        }

        // Another employer's days are neither shown nor changed.
        using var other = world.App.Client(employer with { Id = "employer-2", Employer = Employer(2) });
        (await other.GetAsync(new Uri($"/api/contributions/employers/{Employer()}/day-work", UriKind.Relative))).IsSuccessStatusCode.ShouldBeFalse();

        // Who is not signed in learns nothing, and confirms with code and number only.
        using var nobody = world.App.Browser();
        (await nobody.GetStringAsync(new Uri($"/day-work/v/{serial}", UriKind.Relative))).ShouldNotContain("Worker 2");
        var wrong = await SpmisApp.PostFormAsync(nobody, $"/day-work/v/{serial}", ("Number", Worker(3)));
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("Compare both");
        using var worker = world.App.Browser(new Actor("person-2", "Worker 2", [Roles.Person]) { PersonNumber = Worker(2) });
        (await worker.GetStringAsync(new Uri("/me/day-work", UriKind.Relative))).ShouldContain("Employer 1");
        (await SpmisApp.PostFormAsync(worker, "/me/day-work", ("Serial", serial))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.DbAsync(db => db.Set<DayVoucher>().Where(v => v.Serial == serial).Select(v => v.UsedBy).SingleAsync())).ShouldBe("worker");

    }

    private static async Task<ContributionsWorld> StartAsync(int workers, int employers = 2, (string Old, string New)[]? changes = null)
    {
        var world = await ContributionsWorld.StartAsync(workers, employers);
        var folder = Path.Combine(Repository.Root, "src", "Modules", "Eligibility", "Packages", Scheme);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), System.IO.File.ReadAllText);
        files["scheme.yaml"] = (changes ?? []).Aggregate(files["scheme.yaml"], (t, c) => t.Contains(c.Old, StringComparison.Ordinal) ? t.Replace(c.Old, c.New, StringComparison.Ordinal) : throw new InvalidOperationException($"The package does not say '{c.Old}'."));
        var loaded = global::Spmis.Rules.SchemePackage.Load(files.ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));
        await world.PublishAsync(new SchemeActivated { Scheme = loaded.Id, Version = loaded.Version, Hash = loaded.Hash, EffectiveFrom = new DateOnly(2018, 1, 1), Files = files });
        return world;
    }

    private static Task<VoucherPurchase> BuyAsync(ContributionsWorld world, int count, int employer = 1, DateTime? now = null) =>
        world.App.UseAsync<BuyVouchers, VoucherPurchase>(act => act.HandleAsync(Employer(employer), count, null, SpmisApp.Change(BuyVouchers.Act, now: now), default));

    private static async Task PayAsync(ContributionsWorld world, VoucherPurchase bought, int employer = 1) =>
        await world.ImportAsync(await NotificationAsync([Credit($"PAY{employer}{bought.PaymentReference}", bought.Count * bought.PriceMinor, structured: bought.PaymentReference)], $"NT-{bought.PaymentReference}"));

    /// <summary>What became of each: the outcome, or the code of the refusal.</summary>
    private static async Task<List<string>> AssignAsync(ContributionsWorld world, (int Worker, DateOnly Day)[] days, bool worked = false, DateTime? now = null, int employer = 1) =>
        [.. (await world.App.UseAsync<AssignDays, IReadOnlyList<DayVerdict>>(act => act.HandleAsync(Employer(employer), null, [.. days.Select((d, i) => new DayToAssign(i, Worker(d.Worker), d.Day, worked))], SpmisApp.Change(AssignDays.Act, now: now), default))).Select(v => v.Code ?? v.Outcome)];

    private static Task<string> SerialAsync(ContributionsWorld world, int worker, DateOnly day) => world.DbAsync(db => db.Set<DayVoucher>().Where(v => v.PersonId == PersonId(worker) && v.Day == day).Select(v => v.Serial).SingleAsync());

    private static Task OwnAsync(ContributionsWorld world, string serial, string number) => world.App.UseAsync<ConfirmDays>(act => act.OwnAsync(serial, number, SpmisApp.Change(ConfirmDays.Act), default));

    private static Task ConfirmAsync(ContributionsWorld world, string serial) => world.App.UseAsync<ConfirmDays>(act => act.HandleAsync(Employer(), [serial], SpmisApp.Change(ConfirmDays.Act), default));

    private static Task ReleaseAsync(ContributionsWorld world, string serial) => world.App.UseAsync<EndVouchers>(act => act.ReleaseAsync(Employer(), [serial], SpmisApp.Change(EndVouchers.ReleaseAct), default));

    private static async Task ExpireAsync(ContributionsWorld world, DateTime now)
    {
        await world.App.UseAsync<ExpireVouchers>(act => act.StartAsync(SpmisApp.Change(ExpireVouchers.Act, Actor.System, now), default));
        await world.App.SettleAsync();
    }

    private static async Task<DaysFiled> FileAsync(ContributionsWorld world, string text, Actor? by = null)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var filed = await world.App.UseAsync<FileDays, DaysFiled>(act => act.HandleAsync(Employer(), null, content, "days.csv", SpmisApp.Change("daywork.file", by), default));
        await world.App.SettleAsync();
        return filed;
    }

    private static Task<IReadOnlyList<PurchaseShown>> PurchasesAsync(ContributionsWorld world) => world.App.UseAsync<FindDayWork, IReadOnlyList<PurchaseShown>>(find => find.PurchasesAsync(world.EmployerId(), 500, default));

    private static async Task<PurchaseShown> PurchaseAsync(ContributionsWorld world) => (await PurchasesAsync(world)).ShouldHaveSingleItem();

    private static async Task<long> BalanceAsync(ContributionsWorld world, Account account) => await world.DbAsync(db => db.Set<Posting>().Where(p => p.Account == account).SumAsync(p => p.DebitMinor - p.CreditMinor));

    private static async Task<string> StandAsync(ContributionsWorld world)
    {
        var postings = await world.DbAsync(db => db.Set<Posting>().GroupBy(p => p.Account).Select(g => new { g.Key, Debit = g.Sum(p => p.DebitMinor), Credit = g.Sum(p => p.CreditMinor) }).ToListAsync());
        var used = await world.DbAsync(db => db.Set<DayVoucher>().CountAsync(v => v.State == DayVoucherState.Used));
        var expired = await world.DbAsync(db => db.Set<DayVoucher>().CountAsync(v => v.State == DayVoucherState.Expired));
        var contributions = await world.DbAsync(db => db.Set<Contribution>().SumAsync(c => c.EmployeeMinor));
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", postings.OrderBy(p => p.Key))} used {used} expired {expired} contributions {contributions}");
    }
}
