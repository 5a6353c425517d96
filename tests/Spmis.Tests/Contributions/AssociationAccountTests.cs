using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Contributions.Accounts;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.TestKit;
using Spmis.Tests.Eligibility;
using Spmis.Values;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

/// <summary>An association as a user: what its treasurer chooses, pays, sees of it afterwards, and what is another association's.</summary>
public sealed class AssociationAccountTests
{
    private const long Due = 108_000;
    private static readonly string Mara = CheckDigit.Append("6000001");
    private static readonly string Tana = CheckDigit.Append("6000002");
    private static readonly Actor Treasurer = Of(Mara);
    private static readonly Actor Other = Of(Tana);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Treasurer_ChoosesMembersOfAMonth_AndPaysThemInPartThenWholeThenTwice()
    {
        await using var world = await StartAsync();

        // Nothing is suggested before a first list; a member without an amount is said, and so is that nobody was chosen.
        var page = await TextAsync(world, Treasurer, "/association/payments/new?month=2026-03");
        page.ShouldContain("Worker 1");
        page.ShouldNotContain("Worker 4", Case.Sensitive, "is a member of the other association");
        page.ShouldNotContain("Worker 5", Case.Sensitive, "left before the month");
        using (var nobody = await ChooseAsync(world, Treasurer, "2026-03", (1, false, "")))
        {
            nobody.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await nobody.Content.ReadAsStringAsync(Ct)).ShouldContain("Choose at least one member.");
        }

        using (var missing = await ChooseAsync(world, Treasurer, "2026-03", (1, true, "1080"), (2, true, "0"), (3, true, "ten")))
        {
            missing.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await missing.Content.ReadAsStringAsync(Ct)).ShouldContain("Enter what is paid for this member");
        }

        // One reference for those chosen; a forged member of the other association is refused line by line and tells nothing.
        using var chosen = await ChooseAsync(world, Treasurer, "2026-03", (1, true, "1080"), (2, true, "1080"), (3, true, "1080"), (4, true, "1080"), (5, false, ""));
        chosen.StatusCode.ShouldBe(HttpStatusCode.Redirect, await chosen.Content.ReadAsStringAsync(Ct));
        await world.App.SettleAsync();
        var list = (await ListsAsync(world)).ShouldHaveSingleItem();
        PaymentReferenceOf(chosen).ShouldBe(list.PaymentReference);
        Spmis.Contributions.Bills.PaymentReference.IsValid(list.PaymentReference).ShouldBeTrue();
        (list.Members, list.AmountMinor, list.State).ShouldBe((3, 3 * Due, MemberListState.Unpaid));
        (await world.DbAsync(db => db.RunLines.AsNoTracking().Where(l => l.RunId == list.RunId && l.Verdict == RunLine.RefusedVerdict).Select(l => $"{l.Code}: {l.Text}").SingleAsync(Ct)))
            .ShouldBe($"member.not-in-month: No member of this association has the number {Worker(4)} in 2026-03, or more than one has. Check the number, or ask the office to enrol the member first.");

        var due = await TextAsync(world, Treasurer, "/association/payments");
        due.ShouldContain(list.PaymentReference);
        due.ShouldContain("3,240");
        var home = await TextAsync(world, Treasurer, "/");
        home.ShouldContain($"/member-lists/{list.PaymentReference}");
        home.ShouldContain("Pay the member list of");
        home.ShouldNotContain("persons registered");
        (await TextAsync(world, Other, "/")).ShouldNotContain(list.PaymentReference);

        // In part: whole members in order, the rest is held and the others stay due.
        await world.ImportAsync(await StatementAsync([Credit("B1", Due + 50_000, structured: list.PaymentReference)]));
        (await PaidAsync(world, list)).ShouldBe([Due, 0, 0]);
        (await TextAsync(world, Treasurer, "/association/payments")).ShouldContain("2,160");
        await BalancedAsync(world, 50_000);

        // The rest, and once more: what is over is held, and is seen.
        await world.ImportAsync(await StatementAsync([Credit("B2", 2 * Due, structured: list.PaymentReference)], "ST-2", opening: Due + 50_000));
        await world.ImportAsync(await StatementAsync([Credit("B3", 3 * Due, structured: list.PaymentReference)], "ST-3", opening: (3 * Due) + 50_000));
        (await PaidAsync(world, list)).ShouldBe([Due, Due, Due]);
        await BalancedAsync(world, (3 * Due) + 50_000);
        (await TextAsync(world, Treasurer, "/association/payments")).ShouldContain("Nothing is due.");

        // The next month suggests what the last list had; money held pays for it the moment it is filed.
        var next = await TextAsync(world, Treasurer, "/association/payments/new?month=2026-04");
        next.ShouldContain("value=\"1080.00\"");
        using var april = await ChooseAsync(world, Treasurer, "2026-04", (1, true, "1080.00"), (2, true, "1080"));
        april.StatusCode.ShouldBe(HttpStatusCode.Redirect, await april.Content.ReadAsStringAsync(Ct));
        await world.App.SettleAsync();
        (await PaidAsync(world, (await ListsAsync(world))[1])).ShouldBe([Due, Due]);
        await BalancedAsync(world, Due + 50_000);

        // The bank takes the second payment back: the statement says so, and what is held pays again where it can.
        await world.ImportAsync(await StatementAsync([Reversal("B2", 2 * Due)], "ST-4", opening: (6 * Due) + 50_000));
        await world.PromisesHoldAsync();
        var account = await StatementOfAsync(world);
        account.Select(l => l.Kind).ShouldContain(AssociationLineKind.MembersTakenBack);
        account.Select(l => l.Kind).ShouldContain(AssociationLineKind.TakenBack);
        account[^1].Held.Minor.ShouldBe(-await BalanceAsync(world, Account.SuspenseAssociation));
    }

    [Fact]
    public async Task Member_WhoPaidTheMonthToo_MakesAnExcessThatIsSeenAndNotLost()
    {
        await using var world = await StartAsync();
        var list = await FileAsync(world, Mara, $"number,amount\n{Worker(1)},1080\n{Worker(2)},1080\n");
        var most = await MostAsync(world);
        await world.ImportAsync(Mobile(Paid("T1", Worker(1), new Money(most, Currency.Of("KES")).ToPlain())));

        await world.ImportAsync(await StatementAsync([Credit("B1", 2 * Due, structured: list)]));

        await world.PromisesHoldAsync();
        (await BalanceAsync(world, Account.SuspenseWorker)).ShouldBe(-Due, "held for the member, not lost");
        var lines = await world.App.UseAsync<FindMemberLists, IReadOnlyList<MemberListLineShown>>(async find => await find.LinesAsync((await find.ReadAsync(list, Treasurer, Ct)).List.Id, 0, 10, Ct));
        lines.Select(l => l.ExcessMinor).ShouldBe([Due, 0]);
        var page = await TextAsync(world, Treasurer, $"/member-lists/{list}");
        page.ShouldContain("Above what the month takes");
        page.ShouldNotContain($"/contributions/persons/{Worker(1)}", Case.Sensitive, "the member's record is not the association's");
        (await TextAsync(world, SpmisApp.Officer, $"/member-lists/{list}")).ShouldContain($"/contributions/persons/{Worker(1)}");
    }

    [Fact]
    public async Task Lists_OfAnotherAssociation_AreNobodysHere()
    {
        await using var world = await StartAsync();
        var list = await FileAsync(world, Mara, $"number,amount\n{Worker(1)},1080\n", Treasurer);
        foreach (var path in new[] { $"/member-lists/{list}", $"/contributions/associations/{Mara}", $"/api/contributions/associations/{Mara}/lists", $"/api/contributions/member-lists/{list}", $"/api/contributions/member-lists/{list}/lines" })
        {
            (await world.App.Client(Other).GetAsync(path, Ct)).IsSuccessStatusCode.ShouldBeFalse(path);
            (await world.App.Client(Treasurer with { Association = null }).GetAsync(path, Ct)).IsSuccessStatusCode.ShouldBeFalse($"{path}: tied to no association");
            (await world.App.Client(Treasurer).GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        foreach (var path in new[] { "/receipts", "/bills", "/returns", $"/contributions/persons/{Worker(1)}", "/arrears" })
        {
            (await world.App.Client(Treasurer).GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }

        // Neither filed nor withdrawn for another; the run is the filer's.
        (await Should.ThrowAsync<Refused>(() => FileAsync(world, Mara, $"number,amount\n{Worker(2)},1080\n", Other))).Code.ShouldBe("association.unknown");
        (await Should.ThrowAsync<Refused>(() => world.App.UseAsync<FileMemberList>(act => act.WithdrawAsync(list, SpmisApp.Change("members.withdraw", Other), Ct)))).Code.ShouldBe("members.unknown");
        var run = (await ListsAsync(world))[0].RunId;
        (await world.App.Client(Treasurer).GetAsync($"/runs/contributions/{run}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.App.Client(Other).GetAsync($"/runs/contributions/{run}", Ct)).IsSuccessStatusCode.ShouldBeFalse();
        await world.App.UseAsync<FileMemberList>(act => act.WithdrawAsync(list, SpmisApp.Change("members.withdraw", Treasurer), Ct));

        // A file that is no list is refused whole, and says so on the page.
        using var bad = await world.App.SubmitAsync("/association/payments", Treasurer, values: new Dictionary<string, string> { ["Month"] = "2026-03" }, file: ("Upload", "members.csv", "a,b\n1,2\n"u8.ToArray()));
        bad.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await bad.Content.ReadAsStringAsync(Ct)).ShouldContain("number");
        using var good = await world.App.SubmitAsync("/association/payments", Treasurer, values: new Dictionary<string, string> { ["Month"] = "2026-03" }, file: ("Upload", "members.csv", Encoding.UTF8.GetBytes($"member_number,amount\nM1,1080\nM9,1080\nM2,x\n")));
        good.StatusCode.ShouldBe(HttpStatusCode.Redirect, await good.Content.ReadAsStringAsync(Ct));
        await world.App.SettleAsync();
        var filed = (await ListsAsync(world))[^1];
        filed.Members.ShouldBe(1);
        (await world.DbAsync(db => db.RunLines.Where(l => l.RunId == filed.RunId && l.Verdict == RunLine.RefusedVerdict).OrderBy(l => l.Line).Select(l => l.Line).ToListAsync(Ct))).ShouldBe([3, 4]);
    }

    [Fact]
    public async Task Year_AndFiles_ShowWhatWasPaidForWhom_AndSpreadsheetsRunNothing()
    {
        await using var world = await StartAsync();
        await world.PublishAsync(new PersonsRecorded { Persons = [Person(2, 2) with { Name = "=HYPERLINK(\"http://x\")" }] });
        var list = await FileAsync(world, Mara, $"number,amount\n{Worker(1)},1080\n{Worker(2)},1080\n{Worker(3)},1080\n", Treasurer);
        await FileAsync(world, Tana, $"number,amount\n{Worker(4)},1080\n", Other);
        await world.ImportAsync(await StatementAsync([Credit("B1", 2 * Due, structured: list)]));

        var year = await TextAsync(world, Treasurer, "/association/payments/year?y=2026");
        year.ShouldContain("Worker 1");
        year.ShouldNotContain("Worker 4");
        year.ShouldNotContain(">Worker 3<", Case.Sensitive, "named and not paid");
        (await TextAsync(world, Treasurer, "/association/payments/year?y=2026&q=worker%201")).ShouldNotContain(Worker(2));
        (await TextAsync(world, Treasurer, $"/association/payments/year?y=2026&q={Worker(4)}")).ShouldNotContain("Worker 4");
        var csv = await TextAsync(world, Treasurer, "/association/payments/year?handler=Csv&y=2026");
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
        csv.ShouldContain("'=HYPERLINK");
        var prepared = await TextAsync(world, Treasurer, "/association/payments/new?handler=Csv&month=2026-04");
        prepared.ShouldContain("'=HYPERLINK");
        prepared.ShouldContain($"{Worker(1)},M1,Worker 1,1080.00");
        prepared.ShouldNotContain(Worker(4));

        // What is downloaded to be filled in is taken as a list.
        var again = prepared.TrimStart('\uFEFF').Replace("1080.00", "500.00", StringComparison.Ordinal);
        await FileAsync(world, Mara, again, Treasurer, new Month(2026, 4));
        (await ListsAsync(world))[^1].AmountMinor.ShouldBe(3 * 50_000);
        (await TextAsync(world, Treasurer, "/association/payments/statement?y=2026")).ShouldContain(list);
        (await TextAsync(world, Other, "/association/payments/statement?y=2026")).ShouldNotContain(list);
        foreach (var culture in new[] { "en", "fr", "ar", "es", "pt" })
        {
            foreach (var path in new[] { "/association/payments", "/association/payments/new?month=2026-05", "/association/payments/year?y=2026", "/association/payments/statement?y=2026", $"/member-lists/{list}" })
            {
                using var answer = await world.App.Client(Treasurer).GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}culture={culture}", Ct);
                var page = await answer.DocumentAsync();
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
                page.Faults().ShouldBeEmpty($"{path} {culture}");
            }
        }
    }

    [Fact]
    public async Task Account_AskedForWithAMemberList_ReachesTheOfficeOfTheAssociation()
    {
        await using var world = await StartAsync();
        var list = await FileAsync(world, Mara, $"number,amount\n{Worker(1)},1080\n");
        foreach (var (number, reference) in new[] { (Tana, list), (Mara, list) })
        {
            await world.App.UseAsync<AskForAccount>(act => act.HandleAsync(new NewAccountRequest { EmployerNumber = number, PaymentReference = reference, Name = "Tom Treasurer", Phone = "1" }, SpmisApp.Change("accounts.ask", new Actor("nobody", "Somebody", [])), Ct));
        }

        var request = await world.DbAsync(db => db.Set<AccountRequest>().AsNoTracking().SingleAsync(Ct));
        (request.EmployerNumber, request.OfAssociation).ShouldBe((Mara, true));
        var page = await TextAsync(world, SpmisApp.Officer, $"/contributions/account-requests/{request.Id}");
        page.ShouldContain($"/associations/{Mara}/account");
        page.ShouldContain("Mara Farmers");
        (await world.App.Client(SpmisApp.Officer with { Office = "EAST", Offices = ["EAST"] }).GetAsync($"/contributions/account-requests/{request.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.App.Client(SpmisApp.Officer with { Office = "WEST", Offices = ["WEST"] }).GetAsync($"/contributions/account-requests/{request.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Actor Of(string number) => new($"t-{number}", $"Treasurer of {number}", [Roles.Association]) { Association = number };

    /// <summary>Five workers: three members of one association, one of another, one who left the first before March.</summary>
    private static async Task<ContributionsWorld> StartAsync()
    {
        var world = await ContributionsWorld.StartAsync(5);
        Guid[] ids = [new("00000000-0000-7000-9000-000000000001"), new("00000000-0000-7000-9000-000000000002")];
        await world.PublishAsync(
            new AssociationsRecorded
            {
                Associations =
                [
                    new AssociationFacts { AssociationId = ids[0], AssociationNumber = Mara, Name = "Mara Farmers", Kind = "cooperative", Office = "WEST", Version = 1 },
                    new AssociationFacts { AssociationId = ids[1], AssociationNumber = Tana, Name = "Tana Weavers", Kind = "union", Version = 1 },
                ],
            },
            new AssociationMembersRecorded
            {
                Members = [.. Enumerable.Range(1, 5).Select(i => new AssociationMemberFacts
                {
                    MembershipId = new Guid($"00000000-0000-7000-9001-{i:D12}"), AssociationId = ids[i == 4 ? 1 : 0], PersonId = PersonId(i), MemberNumber = $"M{i}", Role = "member", From = new DateOnly(2025, 1, 1), Until = i == 5 ? new DateOnly(2026, 2, 28) : null, EndReason = i == 5 ? "left" : null, Version = 1,
                })],
            });
        return world;
    }

    private static Task<HttpResponseMessage> ChooseAsync(ContributionsWorld world, Actor actor, string month, params (int Worker, bool Taken, string Amount)[] rows)
    {
        Dictionary<string, string> values = [];
        foreach (var (i, (worker, taken, amount)) in rows.Index())
        {
            values[$"Rows[{i}].Number"] = Worker(worker);
            values[$"Rows[{i}].Taken"] = taken ? "true" : "false";
            values[$"Rows[{i}].Amount"] = amount;
        }

        return world.App.SubmitAsync($"/association/payments/new?month={month}", actor, values: values);
    }

    private static string PaymentReferenceOf(HttpResponseMessage answer) => answer.Headers.Location!.ToString().Split('/')[^1]; // It redirects.

    private static async Task<string> FileAsync(ContributionsWorld world, string number, string text, Actor? by = null, Month? month = null)
    {
        var filed = await world.App.UseAsync<FileMemberList, MemberListFiled>(act => act.HandleAsync(number, month ?? March, null, new MemoryStream(Encoding.UTF8.GetBytes(text)), "members.csv", SpmisApp.Change("members.file", by), default));
        await world.App.SettleAsync();
        return filed.PaymentReference;
    }

    private static async Task<string> TextAsync(ContributionsWorld world, Actor actor, string path)
    {
        using var answer = await world.App.Client(actor).GetAsync(path, Ct);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {text}");
        return text;
    }

    /// <summary>The most a month takes by the law.</summary>
    private static Task<long> MostAsync(ContributionsWorld world) => world.App.UseAsync<SchemeBook, long>(async book => OwnContribution.Of((await book.ForMonthAsync(await book.SchemeAsync(null, default), March, default)).Open(), March, long.MaxValue / 4).CountedMinor);

    private static async Task BalancedAsync(ContributionsWorld world, long held)
    {
        await world.PromisesHoldAsync();
        (await BalanceAsync(world, Account.SuspenseAssociation)).ShouldBe(-held);
        (await StatementOfAsync(world))[^1].Held.Minor.ShouldBe(held, "the statement comes to what the books hold");
    }

    private static Task<IReadOnlyList<AssociationLine>> StatementOfAsync(ContributionsWorld world) => world.App.UseAsync<IServiceProvider, IReadOnlyList<AssociationLine>>(async services =>
    {
        var association = await services.GetRequiredService<FindMemberLists>().AssociationAsync(Mara, Treasurer, default);
        return await services.GetRequiredService<ReadAssociationAccount>().HandleAsync(association.AssociationId, 2026, default);
    });

    private static Task<List<MemberList>> ListsAsync(ContributionsWorld world) => world.DbAsync(db => db.Set<MemberList>().AsNoTracking().OrderBy(l => l.Number).ToListAsync());

    private static Task<List<long>> PaidAsync(ContributionsWorld world, MemberList list) => world.DbAsync(db => db.Set<MemberListLine>().Where(l => l.ListId == list.Id).OrderBy(l => l.Line).Select(l => l.PaidMinor).ToListAsync());

    private static Task<long> BalanceAsync(ContributionsWorld world, Account account) => world.DbAsync(db => db.Set<Posting>().Where(p => p.Account == account).SumAsync(p => p.DebitMinor - p.CreditMinor));
}
