using System.Globalization;
using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Contributions;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.TestKit;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>Associations that pay for their members: from the list to the member's own record, and back when the bank takes the money back.</summary>
public sealed class MemberListTests
{
    private const long OneWorker = 108_000;
    private static readonly Guid Association = new("00000000-0000-7000-9000-000000000001");
    private static readonly string Number = CheckDigit.Append("6000001");

    [Fact]
    public async Task Association_PaysForItsMembers_TheMonthsCountAsIfTheyHadPaidThemselves()
    {
        await using var world = await StartAsync(7);
        await world.PublishAsync(new PersonsRecorded { Persons = [Person(5, 2) with { DiedOn = new DateOnly(2026, 2, 20) }] });

        // A verdict a line; the same file is one list; a membership recorded by mistake counts for no month.
        await world.PublishAsync(new AssociationMembersRecorded { Members = [Member(7) with { MembershipId = Guid.CreateVersion7(), PersonId = PersonId(6), MemberNumber = "M6b", Until = new DateOnly(2026, 3, 31), EndReason = "error" }] });
        var text = $"number,member_number,earnings,amount\n{Worker(1)},,9000,\n,M2,,1080\n{Worker(3)},,,1080\n{Worker(4)},,9000,\n{Worker(5)},,9000,\n{Worker(6)},,9000,\n123456,,9000,\n{Worker(1)},,9000,\n{Worker(7)},,,9000000\n{Worker(2)},,5,5\n,,5,\n";
        var filed = await FileAsync(world, text);
        (await FileAsync(world, text)).ShouldBe(filed with { AlreadyFiled = true });
        (await world.DbAsync(db => db.RunLines.AsNoTracking().Where(l => l.RunId == filed.RunId && l.Verdict == RunLine.RefusedVerdict).OrderBy(l => l.Line).Select(l => $"{l.Line} {l.Code}").ToListAsync()))
            .ShouldBe(["6 member.died", "7 member.not-in-month", "8 person.unknown", "9 members.twice", "10 members.above-most", "11 members.one-of", "12 member.no-person"]);
        var list = await ListAsync(world, filed);
        (list.State, list.Members, list.AmountMinor).ShouldBe((MemberListState.Unpaid, 4, 4 * OneWorker));
        (await Should.ThrowAsync<Refused>(() => FileAsync(world, $"number,amount\n{Worker(1)},1080\n", new Month(2026, 9)))).Code.ShouldBe("members.month-ahead");

        // Whole members in the order of the list; what does not cover the next waits.
        await world.ImportAsync(await StatementAsync([Credit("B1", (2 * OneWorker) + 50_000, structured: filed.PaymentReference)]));
        (await PaidAsync(world, filed)).ShouldBe([OneWorker, OneWorker, 0, 0]);
        (await ListAsync(world, filed)).State.ShouldBe(MemberListState.PartPaid);
        (await BalanceAsync(world, Account.SuspenseAssociation)).ShouldBe(-50_000);
        ((await world.YearAsync(1))!.InsuredMonths, (await world.YearAsync(2))!.InsuredMonths, await world.YearAsync(3)).ShouldBe((1 << 2, 1 << 2, null));
        await world.PromisesHoldAsync();
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<FileMemberList>(act => act.WithdrawAsync(filed.PaymentReference, SpmisApp.Change(), default)))).Code.ShouldBe("members.not-withdrawable");

        // The rest by the association's number, with too much: held, and put to the next list as soon as it is filed.
        await world.ImportAsync(await StatementAsync([Credit("B2", 2 * OneWorker, text: $"association {Number}")], "ST-2", opening: (2 * OneWorker) + 50_000));
        (await ListAsync(world, filed)).State.ShouldBe(MemberListState.Paid);
        (await BalanceAsync(world, Account.SuspenseAssociation)).ShouldBe(-50_000);
        var next = await FileAsync(world, $"number,amount\n{Worker(1)},400\n{Worker(2)},400\n", new Month(2026, 4));
        (await PaidAsync(world, next)).ShouldBe([40_000, 0]);
        (await BalanceAsync(world, Account.SuspenseAssociation)).ShouldBe(-10_000);
        await world.PromisesHoldAsync();

        // The record says through whom; the same sum paid oneself counts the same.
        await world.ImportAsync(Mobile(Paid("T1", Worker(6), "1080.00")));
        (await world.YearAsync(6))!.BaseMinor.Split(',')[2].ShouldBe((await world.YearAsync(1))!.BaseMinor.Split(',')[2]);
        var record = await world.App.UseAsync<ReadRecord, PersonRecord>(act => act.HandleAsync(Worker(1), default));
        record.Months.Single(m => m.Sum.Month == March).Parts.ShouldHaveSingleItem().Association.ShouldBe("Mara Farmers");

        // The bank takes the first payment back: what is held pays what it can, the others are open again.
        await world.ImportAsync(await StatementAsync([Reversal("B1", (2 * OneWorker) + 50_000)], "ST-3", opening: (4 * OneWorker) + 50_000));
        (await BalanceAsync(world, Account.Bank)).ShouldBe((2 * OneWorker) + OneWorker);
        (await world.YearAsync(2))!.InsuredMonths.ShouldBe(0);
        await world.PromisesHoldAsync();

        // Money of nobody known is assigned to the list by two people.
        await world.ImportAsync(await StatementAsync([Credit("B4", 10 * OneWorker, text: "no idea")], "ST-4", opening: 2 * OneWorker));
        var unknown = await world.DbAsync(db => db.Set<Receipt>().Where(r => r.Reference == "B4").Select(r => r.Id).SingleAsync());
        var proposal = await world.App.UseAsync<AssignReceipt, Proposal>(act => act.ProposeAsync(unknown, filed.PaymentReference, null, SpmisApp.Change(reason: "the chair called"), default));
        await world.App.UseAsync<DecideReceipt>(act => act.HandleAsync(proposal.Id, true, SpmisApp.Change(actor: SpmisApp.Supervisor), default));
        (await ListAsync(world, filed)).State.ShouldBe(MemberListState.Paid);
        (await ListAsync(world, next)).State.ShouldBe(MemberListState.Paid);
        (await world.YearAsync(2))!.InsuredMonths.ShouldBe(1 << 2 | 1 << 3);
        await world.PromisesHoldAsync();

        // A list of which nothing is paid is given up, and its members are named by another.
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<FindMemberLists>(act => act.ReadAsync("1", SpmisApp.Officer, default)))).Code.ShouldBe("members.unknown");
        await PagesAsync(world, filed);
    }

    [Fact]
    public async Task List_Withdrawn_FreesItsMembersAndAMemberWhoDiedBeforeTheMonthIsStruckOff()
    {
        await using var world = await StartAsync(3);
        var text = $"number,amount\n{Worker(1)},1080\n{Worker(2)},1080\n";
        var first = await FileAsync(world, text);
        await world.App.UseAsync<FileMemberList>(act => act.WithdrawAsync(first.PaymentReference, SpmisApp.Change(), default));
        var second = await FileAsync(world, text);
        second.PaymentReference.ShouldNotBe(first.PaymentReference);
        ((await ListAsync(world, first)).State, (await ListAsync(world, second)).AmountMinor).ShouldBe((MemberListState.Withdrawn, 2 * OneWorker));

        await world.PublishAsync(new PersonsRecorded { Persons = [Person(1, 2) with { DiedOn = new DateOnly(2026, 2, 27) }] });
        await world.ImportAsync(await StatementAsync([Credit("B1", 2 * OneWorker, structured: second.PaymentReference)]));

        var list = await ListAsync(world, second);
        (list.State, list.Members, list.AmountMinor).ShouldBe((MemberListState.Paid, 1, OneWorker));
        (await BalanceAsync(world, Account.SuspenseAssociation)).ShouldBe(-OneWorker);
        (await world.YearAsync(1)).ShouldBeNull();
        await world.PromisesHoldAsync();
    }

    [Fact]
    public async Task List_WhoseReadingWasStopped_IsWithdrawnAndItsMembersFiledAgain()
    {
        await using var world = await StartAsync(2);
        await world.PublishAsync(new PersonsRecorded { Persons = [Person(2, 2) with { DiedOn = new DateOnly(2026, 2, 20) }] });
        var text = $"number,amount\n{Worker(1)},1080\n{Worker(2)},1080\n";
        var filed = await FileAsync(world, text, by: SpmisApp.Officer with { Office = "EAST", Offices = ["EAST"] });
        (await world.DbAsync(db => db.RunLines.Where(l => l.RunId == filed.RunId && l.Code == "member.died").Select(l => l.Text).SingleAsync())).ShouldBe("This person has died; take the line out.");

        // As a run leaves it that is stopped behind its first lines: held by a worker, then ended.
        await world.DbAsync(async db =>
        {
            await db.Set<MemberList>().ExecuteUpdateAsync(s => s.SetProperty(l => l.IssuedAt, (DateTime?)null));
            return await db.Runs.Where(r => r.Id == filed.RunId).ExecuteUpdateAsync(s => s.SetProperty(r => r.CancelledAt, SpmisApp.Now).SetProperty(r => r.FinishedAt, (DateTime?)null).SetProperty(r => r.LeaseUntil, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1)));
        });
        (await Should.ThrowAsync<Refused>(() => WithdrawAsync(world, filed))).Message.ShouldContain("wait");
        await world.DbAsync(db => db.Runs.Where(r => r.Id == filed.RunId).ExecuteUpdateAsync(s => s.SetProperty(r => r.FinishedAt, SpmisApp.Now).SetProperty(r => r.LeaseUntil, (DateTime?)null)));
        using (var officer = world.App.Client(SpmisApp.Officer))
        {
            (await officer.GetStringAsync(new Uri($"/member-lists/{filed.PaymentReference}", UriKind.Relative))).ShouldContain("Withdraw the list");
        }

        await WithdrawAsync(world, filed);
        (await ListAsync(world, filed)).State.ShouldBe(MemberListState.Withdrawn);
        (await Should.ThrowAsync<Refused>(() => WithdrawAsync(world, filed))).Message.ShouldContain("already");
        (await ListAsync(world, await FileAsync(world, text))).AmountMinor.ShouldBe(OneWorker);

        // What broke off and is resumed after the withdrawal adds nothing.
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<ReadMemberList>(act => act.StandingAsync(filed.ListId, default)))).Code.ShouldBe("members.withdrawn");
    }

    [Fact]
    public async Task Payment_ForMoreMembersThanATransactionTakes_IsPutToThemByARunAndTakenBackWhole()
    {
        const int many = 1_120;
        await using var world = await StartAsync(many);
        var filed = await FileAsync(world, "number,amount\n" + string.Concat(Enumerable.Range(1, many).Select(i => $"{Worker(i)},1080\n")));

        await world.ImportAsync(await StatementAsync([Credit("B1", (many * OneWorker) + 7, structured: filed.PaymentReference)]));

        var list = await ListAsync(world, filed);
        (list.State, list.PaidMinor).ShouldBe((MemberListState.Paid, many * OneWorker));
        (await world.DbAsync(db => db.Runs.CountAsync(r => r.Kind == PayMembers.RunKind && r.FinishedAt != null))).ShouldBe(1);
        (await world.DbAsync(db => db.Set<ContributionYearRow>().CountAsync(y => y.InsuredMonths == 1 << 2))).ShouldBe(many);
        (await BalanceAsync(world, Account.SuspenseAssociation)).ShouldBe(-7);
        await world.PromisesHoldAsync();

        await world.ImportAsync(await StatementAsync([Reversal("B1", (many * OneWorker) + 7)], "ST-2", opening: (many * OneWorker) + 7));

        ((await ListAsync(world, filed)).PaidMinor, await BalanceAsync(world, Account.Bank)).ShouldBe((0, 0));
        (await world.DbAsync(db => db.Set<ContributionYearRow>().CountAsync(y => y.InsuredMonths != 0))).ShouldBe(0);
        await world.PromisesHoldAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task History_OfListsPaymentsAndReversals_BalancesAtEachStepAndMembersGetWhatWasAllocated(int seed)
    {
        var random = new Random(seed);
        await using var world = await StartAsync(8);
        List<Func<Task>> steps = [];
        for (var month = 1; month <= 4; month++)
        {
            var of = new Month(2026, month);
            var text = new StringBuilder("number,amount\n");
            Enumerable.Range(1, 8).Where(_ => random.Next(3) > 0).ToList().ForEach(i => text.Append(CultureInfo.InvariantCulture, $"{Worker(i)},{random.Next(100, 9000)}\n"));
            steps.Add(() => FileAsync(world, text.ToString(), of));
        }

        var payments = Enumerable.Range(1, 8).Select(i => Credit($"P{i}", random.Next(10_000, 3_000_000), text: random.Next(4) == 0 ? $"worker {Worker(random.Next(1, 9))}" : $"association {Number}", on: $"2026-04-{i:D2}")).ToList();
        payments.ForEach(p => steps.Add(async () => await world.ImportAsync(await NotificationAsync([p], $"NT-{p.Entry.AgentReference}"))));
        var order = steps.OrderBy(_ => random.Next()).ToList();
        order.AddRange(payments.Where(_ => random.Next(3) == 0).Select(p => new Func<Task>(async () => await world.ImportAsync(await NotificationAsync([Reversal(p.Entry.AgentReference!, p.Entry.Amount.Minor)], $"RV-{p.Entry.AgentReference}")))));

        foreach (var step in order)
        {
            await step();
            await world.PromisesHoldAsync();
            var lines = await world.DbAsync(db => db.Set<MemberListLine>().AsNoTracking().ToListAsync());
            lines.ShouldAllBe(l => l.PaidMinor >= 0 && l.PaidMinor <= l.AmountMinor);
            var held = -await BalanceAsync(world, Account.SuspenseAssociation);
            var lists = await world.DbAsync(db => db.Set<MemberList>().AsNoTracking().Where(l => l.IssuedAt != null).ToListAsync());
            var next = lists.OrderBy(l => l.Month).ThenBy(l => l.Number).SelectMany(l => lines.Where(x => x.ListId == l.Id && x.PaidMinor < x.AmountMinor).OrderBy(x => x.Line)).FirstOrDefault();
            (next is null || held < next.AmountMinor - next.PaidMinor).ShouldBeTrue("money is held only when it does not cover the next member");
            var got = await world.DbAsync(db => db.Set<Receipt>().Where(r => r.AssociationId != null && r.PersonId != null && r.ReversedOn == null).SumAsync(r => r.AmountMinor));
            got.ShouldBe(lines.Sum(l => l.PaidMinor));
        }
    }

    /// <summary>The rule by itself: no more than there is, members whole and in order, never past one that is not covered.</summary>
    [Fact]
    public void Allocate_AnyMembersAndMoney_PaysWholeMembersInOrder()
    {
        var amounts = Gen.Choose(1, 400).Select(n => (long)n).ArrayOf();
        Prop.ForAll(amounts.SelectMany(a => amounts.Select(m => (a, m))).ToArbitrary(), given =>
        {
            List<OpenMember> members = [.. given.a.Select((amount, i) => new OpenMember(i, "KES", amount))];
            List<AssociationMoney> money = [.. given.m.Select(amount => new AssociationMoney(Guid.CreateVersion7(), "KES", amount))];
            var shares = MemberAllocator.Allocate(members, money);
            var paid = members.Select(m => shares.Where(s => s.Member == m).Sum(s => s.AmountMinor)).ToList();
            var covered = paid.TakeWhile((p, i) => p == members[i].OpenMinor).Count();
            var left = money.Sum(m => m.HeldMinor) - shares.Sum(s => s.AmountMinor);
            return shares.All(s => s.AmountMinor > 0) && money.All(m => shares.Where(s => s.Money == m).Sum(s => s.AmountMinor) <= m.HeldMinor)
                && paid.Skip(covered).All(p => p == 0) && (covered == members.Count || left < members[covered].OpenMinor);
        }).QuickCheckThrowOnFailure();
    }

    private static async Task PagesAsync(ContributionsWorld world, MemberListFiled filed)
    {
        using var officer = world.App.Client(SpmisApp.Officer);
        foreach (var (path, word) in new[]
        {
            ($"/contributions/associations/{Number}", filed.PaymentReference), ($"/member-lists/{filed.PaymentReference}", "Worker 3"), ($"/contributions/persons/{Worker(1)}", "Through Mara Farmers"),
            ($"/api/contributions/associations/{Number}/lists", filed.PaymentReference), ($"/api/contributions/member-lists/{filed.PaymentReference}", "Paid"), ($"/api/contributions/member-lists/{filed.PaymentReference}/lines", Worker(3)),
        })
        {
            using var answer = await officer.GetAsync(new Uri(path, UriKind.Relative));
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            text.ShouldContain(word, customMessage: path);
        }
    }

    private static async Task<ContributionsWorld> StartAsync(int workers)
    {
        var world = await ContributionsWorld.StartAsync(workers);
        await world.PublishAsync(
            new AssociationsRecorded { Associations = [new AssociationFacts { AssociationId = Association, AssociationNumber = Number, Name = "Mara Farmers", Kind = "cooperative", Version = 1 }] },
            new AssociationMembersRecorded
            {
                Members = [.. Enumerable.Range(1, workers).Select(i => Member(i) with { Until = i == 6 && workers == 7 ? new DateOnly(2026, 2, 28) : null })],
            });
        return world;
    }

    private static AssociationMemberFacts Member(int i) => new()
    {
        MembershipId = new Guid($"00000000-0000-7000-9001-{i:D12}"), AssociationId = Association, PersonId = PersonId(i), MemberNumber = $"M{i}", Role = "member", From = new DateOnly(2025, 1, 1), Version = 1,
    };

    private static Task WithdrawAsync(ContributionsWorld world, MemberListFiled filed) => world.App.UseAsync<FileMemberList>(act => act.WithdrawAsync(filed.PaymentReference, SpmisApp.Change(), default));

    private static async Task<MemberListFiled> FileAsync(ContributionsWorld world, string text, Month? month = null, Actor? by = null)
    {
        var filed = await world.App.UseAsync<FileMemberList, MemberListFiled>(act => act.HandleAsync(Number, month ?? March, null, new MemoryStream(Encoding.UTF8.GetBytes(text)), "members.csv", SpmisApp.Change("members.file", by), default));
        await world.App.SettleAsync();
        return filed;
    }

    private static Task<MemberList> ListAsync(ContributionsWorld world, MemberListFiled filed) => world.DbAsync(db => db.Set<MemberList>().AsNoTracking().SingleAsync(l => l.Id == filed.ListId));

    private static Task<List<long>> PaidAsync(ContributionsWorld world, MemberListFiled filed) => world.DbAsync(db => db.Set<MemberListLine>().Where(l => l.ListId == filed.ListId).OrderBy(l => l.Line).Select(l => l.PaidMinor).ToListAsync());

    private static Task<long> BalanceAsync(ContributionsWorld world, Account account) => world.DbAsync(db => db.Set<Posting>().Where(p => p.Account == account).SumAsync(p => p.DebitMinor - p.CreditMinor));
}
