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
        (await MembersAsync(app, number)).ShouldBe([people[0], people[1], people[2], people[3]], ignoreOrder: true);
        (await app.PublishedAsync<AssociationMembersRecorded>()).Sum(m => m.Members.Count).ShouldBe(4);

        // A wrong membership is ended, and a new one begins after it.
        await app.UseAsync<EnrolMember>(act => act.EndAsync(number, first, new DateOnly(2026, 5, 31), "error", SpmisApp.Change(), default));
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

    private static async Task<Run> ListAsync(SpmisApp app, string association, string text)
    {
        var started = await app.UseAsync<StartMemberList, StartedImport>(act => act.HandleAsync(association, new MemoryStream(Encoding.UTF8.GetBytes(text)), "members.csv", SpmisApp.Change(), default));
        await app.SettleAsync();
        return await app.RunAsync(started.RunId);
    }

    private static Task<Guid> OpenAsync(SpmisApp app, string association, DateOnly day) => app.UseAsync<TakeCensus, Guid>(act => act.OpenAsync(association, day, day.AddDays(14), SpmisApp.Change(), default));

    private static async Task CountAsync(SpmisApp app, string association, Guid census, string text)
    {
        await app.UseAsync<TakeCensus, StartedImport>(act => act.ListAsync(association, census, new MemoryStream(Encoding.UTF8.GetBytes(text)), "census.csv", SpmisApp.Change(), default));
        await app.SettleAsync();
    }

    private static async Task<string> CountsAsync(SpmisApp app, Guid census) =>
        string.Join(", ", (await app.UseAsync<TakeCensus, IReadOnlyDictionary<CensusVerdict, int>>(act => act.CountsAsync(census, default))).Select(c => $"{c.Key} {c.Value}"));

    private static Task<Proposal> ProposeAsync(SpmisApp app, string association, Guid census) => app.UseAsync<ApproveCensus, Proposal>(act => act.ProposeAsync(association, census, false, SpmisApp.Change(), default));

    private static async Task<List<string>> DueAsync(SpmisApp app, DateOnly by) => [.. (await app.UseAsync<ReadAssociation, IReadOnlyList<Association>>(act => act.FindAsync(null, by, 100, default))).Select(a => a.Number)];

    private static Task<List<string?>> MembersAsync(SpmisApp app, string association) =>
        app.UseAsync<ReadAssociation, List<string?>>(async act => [.. (await act.MembersAsync((await act.HandleAsync(association, default)).Id, false, null, 100, default)).Select(m => m.PersonNumber)]);
}
