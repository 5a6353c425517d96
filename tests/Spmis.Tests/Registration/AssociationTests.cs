using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Registration;
using Spmis.Registration.Associations;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.TestKit;
using static Spmis.Tests.Registration.Registry;

namespace Spmis.Tests.Registration;

/// <summary>Associations with members enrolled by desk and file, their census, and what merges and deaths make of memberships.</summary>
public sealed class AssociationTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(SpmisApp.Now);

    [Fact]
    public async Task Members_EnrolledAndCounted_FromRegistrationToTheNextCensus()
    {
        await using var app = await SpmisApp.StartAsync();
        var people = await PeopleAsync(app, 6);
        var number = await AssociationAsync(app);
        Spmis.Values.CheckDigit.IsValid(number).ShouldBeTrue();

        // At the desk: once, not in the future, not twice.
        var first = await EnrolAsync(app, number, people[0], new DateOnly(2026, 1, 1));
        (await RefusalAsync(() => EnrolAsync(app, number, people[0], Today))).Code.ShouldBe("member.already");
        (await RefusalAsync(() => EnrolAsync(app, number, people[1], Today.AddDays(1)))).Code.ShouldBe("member.future");
        (await RefusalAsync(() => EnrolAsync(app, number, "123", Today))).Code.ShouldBe("person.unknown");

        // By file: a verdict a line, the same file once.
        var list = $"number,national_id,given_name,family_name,birth_date,member_number,role,from\n{people[0]},,,,,M1,,2026-01-01\n{people[1]},,,,,M2,leader,2026-02-01\n{people[2]},,,,,M3,,\n,99999999,Nobody,Known,1990-01-01,M4,,\n,,,,,M5,,\n{people[3]},,,,,M6,,2027-01-01\n{people[3]},,,,,M7,,2026-03-01\n";
        var run = await ListAsync(app, number, list);
        (run.Accepted, run.Refused).ShouldBe((4, 3));
        (await app.LinesAsync(run.Id)).Select(l => $"{l.Line} {l.Verdict} {l.Code}").ShouldBe(
            ["2 noted member.already", "3 accepted ", "4 accepted ", "5 refused member.nobody", "6 refused member.no-person", "7 refused member.future", "8 accepted "]);
        (await ListAsync(app, number, list)).Id.ShouldBe(run.Id);

        // As an Excel workbook it is the same list; another has its rows numbered alike, and one that was cut off is refused.
        var book = await BookAsync(list);
        (await app.UseAsync<StartMemberList, StartedImport>(act => act.HandleAsync(number, new MemoryStream(book), "members.xlsx", SpmisApp.Change(), default))).ShouldBe(new StartedImport(run.Id, true));
        var shorter = await BookAsync(list[..list.LastIndexOf($"{people[3]}", StringComparison.Ordinal)]);
        var sheet = await app.UseAsync<StartMemberList, StartedImport>(act => act.HandleAsync(number, new MemoryStream(shorter), "members.xlsx", SpmisApp.Change(), default));
        await app.SettleAsync();
        (await app.LinesAsync(sheet.RunId)).Select(l => $"{l.Line} {l.Code}").ShouldBe(["2 member.already", "3 member.already", "4 member.already", "5 member.nobody", "6 member.no-person", "7 member.already"]);
        (await RefusalAsync(() => app.UseAsync<StartMemberList>(act => act.HandleAsync(number, new MemoryStream(book[..^60]), "cut.xlsx", SpmisApp.Change(), default)))).Code.ShouldBe("file.workbook-broken");
        foreach (var (cells, code) in new[] { ("<c><v>1", "file.workbook-broken"), ("</row><row r=\"2000000000\"><c><v>1</v></c>", "file.too-large") })
        {
            (await RefusalAsync(() => app.UseAsync<StartMemberList>(act => act.HandleAsync(number, new MemoryStream(Contributions.LayoutFiles.Workbook((cells, false))), "odd.xlsx", SpmisApp.Change(), default)))).Code.ShouldBe(code);
        }

        (await MembersAsync(app, number)).ShouldBe([people[0], people[1], people[2], people[3]], ignoreOrder: true);
        (await app.PublishedAsync<AssociationMembersRecorded>()).Sum(m => m.Members.Count).ShouldBe(4);

        // A wrong membership is ended and covers no day; one that was left ends before another begins, at the desk and by file.
        await app.UseAsync<EnrolMember>(act => act.EndAsync(number, first, new DateOnly(2026, 5, 31), "error", SpmisApp.Change(), default));
        var second = await EnrolAsync(app, number, people[0], new DateOnly(2026, 5, 1));
        await app.UseAsync<EnrolMember>(act => act.EndAsync(number, second, new DateOnly(2026, 5, 20), "error", SpmisApp.Change(), default));
        (await ListAsync(app, number, $"number,from\n{people[0]},2026-04-01\n")).Accepted.ShouldBe(1);
        var third = await app.UseAsync<RegistrationDb, Guid>(db => db.Set<AssociationMember>().Where(m => m.From == new DateOnly(2026, 4, 1)).Select(m => m.Id).SingleAsync());
        await app.UseAsync<EnrolMember>(act => act.EndAsync(number, third, new DateOnly(2026, 5, 31), "left", SpmisApp.Change(), default));
        (await app.LinesAsync((await ListAsync(app, number, $"number,from\n{people[0]},2026-05-31\n")).Id)).Select(l => l.Code).ShouldBe(["member.overlap"]);
        (await RefusalAsync(() => EnrolAsync(app, number, people[0], new DateOnly(2026, 5, 31)))).Code.ShouldBe("member.overlap");
        await EnrolAsync(app, number, people[0], new DateOnly(2026, 6, 1));

        // The census: a mistyped line is unclear, and whom it may mean is not ended by it.
        (await RefusalAsync(() => OpenAsync(app, number, Today.AddDays(1)))).Code.ShouldBe("census.future");
        var census = await OpenAsync(app, number, Today);
        (await RefusalAsync(() => OpenAsync(app, number, Today))).Code.ShouldBe("census.open-already");
        var slipped = people[2][..^1] + (people[2][^1] == '0' ? '1' : '0');
        await CountAsync(app, number, census, $"number,member_number\n{people[0]},M1\n{people[0]},M1\n{people[1]},M2\n{slipped},M3\n{people[4]},M8\n");
        (await CountsAsync(app, census)).ShouldBe("Confirmed 2, New 1, Gone 2, Unclear 1");
        (await RefusalAsync(() => ProposeAsync(app, number, census))).Code.ShouldBe("census.unclear");

        // The list mended takes the place of the first; only a second person settles it.
        await CountAsync(app, number, census, $"number,member_number\n{people[0]},M1\n{people[1]},M2\n{people[2]},M3\n{people[4]},M8\n");
        (await CountsAsync(app, census)).ShouldBe("Confirmed 3, New 1, Gone 1, Unclear 0");
        var proposal = await ProposeAsync(app, number, census);
        proposal.Shown.ShouldContain(people[3]);
        (await RefusalAsync(() => CountAsync(app, number, census, $"number\n{people[0]}\n"))).Code.ShouldBe("census.proposed");
        (await RefusalAsync(() => app.ApproveAsync(proposal.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        (await MembersAsync(app, number)).Count.ShouldBe(4);
        await app.ApproveAsync(proposal.Id);
        await app.SettleAsync();

        (await MembersAsync(app, number)).ShouldBe([people[1], people[2], people[0], people[4]], ignoreOrder: true);
        var gone = await app.UseAsync<RegistrationDb, AssociationMember>(db => db.Set<AssociationMember>().AsNoTracking().SingleAsync(m => m.EndReason == MemberEnd.Census));
        (gone.Until, gone.OpenPersonId).ShouldBe((Today, null));
        (await app.UseAsync<RegistrationDb, Association>(db => db.Set<Association>().AsNoTracking().SingleAsync())).NextCensusOn.ShouldBe(Today.AddMonths(12));
        (await DueAsync(app, Today)).ShouldBeEmpty();
        (await DueAsync(app, Today.AddMonths(12))).ShouldBe([number]);
        (await RefusalAsync(() => OpenAsync(app, number, Today))).Code.ShouldBe("census.before-last");

        // Pages and API say the same.
        using var officer = app.Client(SpmisApp.Officer);
        foreach (var (path, word) in new[]
        {
            ("/associations", "Mara Farmers"), ($"/associations/{number}", people[1]), ($"/associations/{number}?past=true", people[3]), ($"/associations/{number}/enrol", "national_id"), ($"/associations/{number}/censuses", "Settled"),
            ($"/associations/{number}/censuses/{census}", people[3]), ($"/associations/{number}/members/{first}/end", people[0]), ($"/persons/{people[1]}", "Mara Farmers"), ($"/api/registration/associations/{number}/members", people[4]),
            ($"/api/registration/associations/{number}/censuses/{census}", "Settled"), ($"/api/registration/associations/{number}/censuses/{census}/lines?verdict=new", people[4]),
        })
        {
            using var answer = await officer.GetAsync(new Uri(path, UriKind.Relative));
            var text = System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), @"(?<=\d)[\s\u00A0\u202F\u2009](?=\d)", "");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            text.ShouldContain(word, customMessage: path);
        }

        await ChangedAndClosedAsync(app, number, people);
    }

    /// <summary>Changed with its reason, closed on a day that suits its members, and opened again: not for who died meanwhile.</summary>
    private static async Task ChangedAndClosedAsync(SpmisApp app, string number, List<string> people)
    {
        var officer = app.Browser(SpmisApp.Officer);
        (string, string)[] told = [("Name", "Mara Growers"), ("Kind", "union"), ("Reference", "U-77"), ("District", "Kisumu"), ("Contact", "Noor Chair"), ("Phone", "+254712345678"), ("Email", "mara@example.org"), ("Reason", "New entry U-77")];
        var version = await app.UseAsync<RegistrationDb, long>(db => db.Set<Association>().Where(a => a.Number == number).Select(a => a.Version).SingleAsync());
        var page = $"/associations/{number}/change";
        foreach (var (fields, words) in new ((string, string)[], string)[] { ([.. told.SkipLast(1), ("Version", $"{version}")], "Say why"), ([.. told, ("Version", $"{version - 1}")], "Somebody else changed"), ([.. told.Skip(1), ("Name", ""), ("Version", $"{version}")], "There is no name") })
        {
            using var refused = await SpmisApp.PostFormAsync(officer, page, fields);
            (refused.StatusCode, (await refused.Content.ReadAsStringAsync()).Contains(words, StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true), words);
        }

        using (var changed = await SpmisApp.PostFormAsync(officer, page, [.. told, ("Version", $"{version}")]))
        {
            changed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await changed.Content.ReadAsStringAsync());
        }

        (await officer.GetStringAsync($"/associations/{number}")).ShouldSatisfyAllConditions(p => p.ShouldContain("New entry U-77"), p => p.ShouldContain("Mara Farmers"), p => p.ShouldContain("Noor Chair"));
        (await app.PublishedAsync<AssociationsRecorded>())[^1].Associations.Single().ShouldSatisfyAllConditions(a => a.Name.ShouldBe("Mara Growers"), a => a.Kind.ShouldBe("union"));

        // Not ahead of the day, not before somebody was enrolled, not while a census is open.
        Task CloseAsync(DateOnly on, string reason = "Dissolved") => app.UseAsync<CloseAssociation>(act => act.HandleAsync(number, on, SpmisApp.Change(reason: reason), default));
        (await RefusalAsync(() => CloseAsync(Today, " "))).Code.ShouldBe("person.no-reason");
        (await RefusalAsync(() => CloseAsync(Today.AddDays(1)))).Code.ShouldBe("association.closed-ahead");
        (await RefusalAsync(() => CloseAsync(new DateOnly(2026, 5, 1)))).Code.ShouldBe("association.enrolled-later");
        var other = await AssociationAsync(app, "Lake Weavers");
        await OpenAsync(app, other, Today);
        (await RefusalAsync(() => app.UseAsync<CloseAssociation>(act => act.HandleAsync(other, Today, SpmisApp.Change(reason: "Dissolved"), default)))).Code.ShouldBe("association.census-open");

        var members = await MembersAsync(app, number);
        using (var closed = await SpmisApp.PostFormAsync(officer, $"/associations/{number}/close", ("On", $"{Today:yyyy-MM-dd}"), ("Reason", "Dissolved by its members"), ("Evidence", "Gazette 12")))
        {
            closed.StatusCode.ShouldBe(HttpStatusCode.Redirect, await closed.Content.ReadAsStringAsync());
        }

        await app.SettleAsync();
        (await MembersAsync(app, number)).ShouldBeEmpty();
        var ended = (await app.PublishedAsync<AssociationMembersRecorded>())[^1].Members;
        ended.Select(m => (m.Until, m.EndReason)).ShouldBe(Enumerable.Repeat(((DateOnly?)Today, (string?)"closed"), members.Count));
        foreach (var act in new Func<Task>[] { () => EnrolAsync(app, number, people[5], Today), () => OpenAsync(app, number, Today), () => ListAsync(app, number, $"number\n{people[5]}\n"), () => CloseAsync(Today) })
        {
            (await RefusalAsync(act)).Code.ShouldBe("association.closed");
        }

        (await DueAsync(app, Today.AddMonths(13))).ShouldBe([other]);
        (await officer.GetStringAsync($"/associations/{number}")).ShouldSatisfyAllConditions(p => p.ShouldContain("Dissolved by its members"), p => p.ShouldContain("Gazette 12"), p => p.ShouldNotContain("/enrol"));
        (await officer.GetStringAsync("/associations")).ShouldContain("Closed");

        // A mistake: who died meanwhile is not a member again.
        await app.UseAsync<RecordDeath>(act => act.HandleAsync(people[1], Today, SpmisApp.Change() with { Evidence = "certificate 9" }, default));
        using (var opened = await SpmisApp.PostFormAsync(officer, $"/associations/{number}/close", $"/associations/{number}/close?handler=Reopen", ("Reason", "Another of that name")))
        {
            opened.StatusCode.ShouldBe(HttpStatusCode.Redirect, await opened.Content.ReadAsStringAsync());
        }

        await app.SettleAsync();
        (await MembersAsync(app, number)).ShouldBe(members.Where(m => m != people[1]), ignoreOrder: true);
        (await RefusalAsync(() => app.UseAsync<CloseAssociation>(act => act.ReopenAsync(number, SpmisApp.Change(reason: "again"), default)))).Code.ShouldBe("association.open");
    }

    [Fact]
    public async Task Merge_OfMembers_CarriesMembershipsAndUndoingGivesThemBack()
    {
        await using var app = await SpmisApp.StartAsync();
        var people = await PeopleAsync(app, 2);
        var (both, one) = (await AssociationAsync(app), await AssociationAsync(app, "River Fishers"));
        await EnrolAsync(app, both, people[0], new DateOnly(2026, 1, 1));
        await EnrolAsync(app, both, people[1], new DateOnly(2026, 2, 1));
        await EnrolAsync(app, one, people[1], new DateOnly(2026, 3, 1));
        var before = await app.UseAsync<RegistrationDb, List<string>>(SpellsAsync);

        await app.ApproveAsync((await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(people[0], people[1], SpmisApp.Change(reason: "the same"), default))).Id);
        await app.SettleAsync();
        (await MembersAsync(app, both)).ShouldBe([people[0]], ignoreOrder: true);
        (await MembersAsync(app, one)).ShouldBe([people[0]], ignoreOrder: true);

        await app.ApproveAsync((await app.UseAsync<ProposeUndo, Proposal>(act => act.HandleAsync(people[1], SpmisApp.Change(reason: "two after all"), default))).Id);
        await app.SettleAsync();
        (await app.UseAsync<RegistrationDb, List<string>>(SpellsAsync)).ShouldBe(before);
        var told = (await app.PublishedAsync<AssociationMembersRecorded>()).SelectMany(m => m.Members).GroupBy(m => m.MembershipId).Select(g => g.MaxBy(m => m.Version)!).ToList();
        told.ShouldAllBe(m => m.Until == null);

        // A death ends what is open.
        await app.UseAsync<RecordDeath>(act => act.HandleAsync(people[1], new DateOnly(2026, 6, 15), SpmisApp.Change() with { Evidence = "certificate 7" }, default));
        (await MembersAsync(app, both)).ShouldBe([people[0]], ignoreOrder: true);
        (await MembersAsync(app, one)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Census_AfterMergesAndAStop_EndsNobodyItNames()
    {
        await using var app = await SpmisApp.StartAsync();
        var people = await PeopleAsync(app, 6);
        var number = await AssociationAsync(app);
        foreach (var member in new[] { people[1], people[2], people[3], people[5] })
        {
            await EnrolAsync(app, number, member, new DateOnly(2026, 1, 1));
        }

        // One whose comparison was stopped: the same list is not compared again, and the census is given up.
        var stopped = await OpenAsync(app, number, Today);
        await CountAsync(app, number, stopped, $"number\n{people[1]}\n");
        await app.UseAsync<RegistrationDb>(async db =>
        {
            await db.Runs.Where(r => r.Kind == "census.import").ExecuteUpdateAsync(s => s.SetProperty(r => r.CancelledAt, SpmisApp.Now));
            await db.Set<Census>().ExecuteUpdateAsync(s => s.SetProperty(c => c.ComparedAt, (DateTime?)null));
        });
        (await RefusalAsync(() => CountAsync(app, number, stopped, $"number\n{people[1]}\n"))).Code.ShouldBe("census.list-stopped");
        await app.UseAsync<TakeCensus>(act => act.WithdrawAsync(number, stopped, SpmisApp.Change(), default));

        // The list names the first as new and the third as member; then the second proves to be the first, and the third the fourth.
        var census = await OpenAsync(app, number, Today);
        await CountAsync(app, number, census, $"number,member_number\n{people[0]},M1\n{people[2]},M3\n");
        (await CountsAsync(app, census)).ShouldBe("Confirmed 1, New 1, Gone 3, Unclear 0");
        foreach (var (survivor, merged) in new[] { (people[0], people[1]), (people[3], people[2]) })
        {
            await app.ApproveAsync((await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(survivor, merged, SpmisApp.Change(reason: "the same"), default))).Id);
        }

        await app.ApproveAsync((await ProposeAsync(app, number, census)).Id);
        await app.SettleAsync();

        (await MembersAsync(app, number)).ShouldBe([people[0], people[3]], ignoreOrder: true);
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<AssociationMember>().CountAsync(m => m.EndReason == MemberEnd.Census))).ShouldBe(1);
        var run = await app.UseAsync<RegistrationDb, long>(db => db.Runs.Where(r => r.Kind == "census.apply" && r.FinishedAt != null && r.FailedAt == null).Select(r => r.Id).SingleAsync());
        (await app.LinesAsync(run)).Select(l => $"{l.Code} {l.Number}").ShouldBe([$"census.moved {people[0]}", $"census.named {people[0]}", $"census.named {people[3]}"]);
    }

    [Fact]
    public async Task Death_OfAPersonOfAnotherOffice_IsToldWithoutItsDay()
    {
        await using var app = await SpmisApp.StartAsync();
        var people = await PeopleAsync(app, 1);
        await app.UseAsync<RecordDeath>(act => act.HandleAsync(people[0], new DateOnly(2026, 6, 15), SpmisApp.Change() with { Evidence = "certificate 7" }, default));
        var number = await AssociationAsync(app);
        var bound = SpmisApp.Officer with { Office = "EAST", Offices = ["EAST"] };
        foreach (var (by, told) in new[] { (SpmisApp.Officer, true), (bound, false) })
        {
            var run = await ListAsync(app, number, $"number,from,member_number\n{people[0]},2026-06-20,{by.Office}\n", by);
            var line = (await app.LinesAsync(run.Id)).ShouldHaveSingleItem();
            line.Code.ShouldBe("member.died");
            (line.Text ?? "").Contains("2026-06-15", StringComparison.Ordinal).ShouldBe(told);
        }

        var census = await OpenAsync(app, number, Today);
        await CountAsync(app, number, census, $"number\n{people[0]}\n", bound);
        var compared = await app.UseAsync<RegistrationDb, long>(db => db.Runs.Where(r => r.Kind == "census.import").Select(r => r.Id).SingleAsync());
        var words = $"{(await app.LinesAsync(compared)).ShouldHaveSingleItem().Text} {await app.UseAsync<RegistrationDb, string?>(db => db.Set<CensusLine>().Select(l => l.Text).SingleAsync())}";
        words.ShouldContain("has died");
        (words.Contains("2026-06-15", StringComparison.Ordinal) || words.Contains(people[0], StringComparison.Ordinal)).ShouldBeFalse();
    }

    /// <summary>The lines of a file as a workbook, each cell as text.</summary>
    private static async Task<byte[]> BookAsync(string text)
    {
        using var memory = new MemoryStream();
        await using (var output = await Spmis.Contributions.Profiles.SheetOutput.StartAsync(memory, "Members", default))
        {
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                await output.RowAsync(line.Split(','), default);
            }
        }

        return memory.ToArray();
    }

    private static Task<List<string>> SpellsAsync(RegistrationDb db) => db.Set<AssociationMember>().AsNoTracking().OrderBy(m => m.Id).Select(m => $"{m.AssociationId} {m.PersonId} {m.OpenPersonId} {m.Until}").ToListAsync();

    private static async Task<List<string>> PeopleAsync(SpmisApp app, int count)
    {
        string[] given = ["Amina", "Boniface", "Chege", "Daudi", "Esther", "Fatuma"], family = ["Wanjiru", "Otieno", "Kamau", "Mutua", "Achieng", "Hassan"];
        List<string> numbers = [];
        for (var i = 0; i < count; i++)
        {
            numbers.Add((await app.RegisterAsync(new NewPerson { GivenName = given[i], FamilyName = family[i], Sex = Sex.F, BornOn = new DateOnly(1980 + i, 1 + i, 3 + i), NationalId = $"2345{i}{i}7{i}", District = "Kisumu" })).Number);
        }

        return numbers;
    }

    private static Task<string> AssociationAsync(SpmisApp app, string name = "Mara Farmers") =>
        app.UseAsync<RegisterAssociation, string>(act => act.HandleAsync(new NewAssociation { Name = name, Kind = AssociationKind.Cooperative, Contact = "Mercy Chair" }, SpmisApp.Change(), default));

    private static Task<Guid> EnrolAsync(SpmisApp app, string association, string person, DateOnly from) =>
        app.UseAsync<EnrolMember, Guid>(act => act.HandleAsync(association, new NewMember { Person = person, From = from }, SpmisApp.Change(), default));

    private static async Task<Run> ListAsync(SpmisApp app, string association, string text, Actor? by = null)
    {
        var started = await app.UseAsync<StartMemberList, StartedImport>(act => act.HandleAsync(association, new MemoryStream(Encoding.UTF8.GetBytes(text)), "members.csv", SpmisApp.Change(actor: by), default));
        await app.SettleAsync();
        return await app.RunAsync(started.RunId);
    }

    private static Task<Guid> OpenAsync(SpmisApp app, string association, DateOnly day) => app.UseAsync<TakeCensus, Guid>(act => act.OpenAsync(association, day, day.AddDays(14), SpmisApp.Change(), default));

    private static async Task CountAsync(SpmisApp app, string association, Guid census, string text, Actor? by = null)
    {
        await app.UseAsync<TakeCensus, StartedImport>(act => act.ListAsync(association, census, new MemoryStream(Encoding.UTF8.GetBytes(text)), "census.csv", SpmisApp.Change(actor: by), default));
        await app.SettleAsync();
    }

    private static async Task<string> CountsAsync(SpmisApp app, Guid census) =>
        string.Join(", ", (await app.UseAsync<TakeCensus, IReadOnlyDictionary<CensusVerdict, int>>(act => act.CountsAsync(census, default))).Select(c => $"{c.Key} {c.Value}"));

    private static Task<Proposal> ProposeAsync(SpmisApp app, string association, Guid census) => app.UseAsync<ApproveCensus, Proposal>(act => act.ProposeAsync(association, census, false, SpmisApp.Change(), default));

    private static async Task<List<string>> DueAsync(SpmisApp app, DateOnly by) => [.. (await app.UseAsync<ReadAssociation, IReadOnlyList<Association>>(act => act.FindAsync(null, by, 100, default))).Select(a => a.Number)];

    private static Task<List<string?>> MembersAsync(SpmisApp app, string association) =>
        app.UseAsync<ReadAssociation, List<string?>>(async act => [.. (await act.MembersAsync((await act.HandleAsync(association, default)).Id, false, null, 100, default)).Select(m => m.PersonNumber)]);
}
