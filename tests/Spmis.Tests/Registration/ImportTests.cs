using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Registration;
using Spmis.Registration.Employers;
using Spmis.Registration.Households;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

public sealed class ImportTests
{
    [Fact]
    public async Task Import_GoodLines_RegistersPersonsHouseholdsKeysAndTellsOnce()
    {
        await using var app = await SpmisApp.StartAsync();

        var run = await app.ImportedAsync(Registry.Header + Registry.Line("P1", "Amina", "Wanjiru", id: "23456781", household: "H1", role: "head") + Registry.Line("P2", "Otieno", "Wanjiru", sex: "M", household: "H1", role: "spouse") + Registry.Line("P3", "Suharto", ""));

        (run.State, run.Total, run.Accepted, run.Refused).ShouldBe(("finished", 3, 3, 0));
        var lines = await app.LinesAsync(run.Id);
        lines.Select(l => (l.Line, l.Verdict, l.Reference)).ShouldBe([(2, "accepted", "P1"), (3, "accepted", "P2"), (4, "accepted", "P3")]);
        var amina = await app.ReadAsync(lines[0].Number!);
        amina.Household.Select(m => (m.Name, m.Role)).ShouldBe([("Amina Wanjiru", MemberRole.Head), ("Otieno Wanjiru", MemberRole.Spouse)]);
        amina.Identifiers.Single().Value.ShouldBe("23456781");
        (await app.PublishedAsync<PersonsRecorded>()).Single().Persons.Count.ShouldBe(3);
        (await app.UseAsync<FindLikely, IReadOnlyList<LikelyPerson>>(act => act.HandleAsync(new NewPerson { GivenName = "Amina", FamilyName = "Wanjiru", BornOn = new(1990, 5, 4), District = "Kisumu" }, default)))[0].Number.ShouldBe(lines[0].Number);
    }

    public static TheoryData<string, string, string?> BadLines => new()
    {
        { "P1,,,,,F,1990-01-01,,,,,,,,,,\n", "person.no-name", "given_name" },
        { "P1,Amina,,W,,F,31/02/1990,,,,,,,,,,\n", "", "birth_date" },
        { "P1,Amina,,W,,F,2031-01-01,,,,,,,,,,\n", "person.born-in-future", "birth_date" },
        { "P1,Amina,,W,,F,1850-01-01,,,,,,,,,,\n", "person.too-old", "birth_date" },
        { "P1,Amina,,W,,Q,1990-01-01,,,,,,,,,,\n", "choice.unknown", "sex" },
        { ",Amina,,W,,F,1990-01-01,,,,,,,,,,\n", "value.missing", "reference" },
        { "P1,Amina\n", "line.values", null },
        { "P1,Amina,junior,,W,,F,1990-01-01,,,,,,,employed,,BANKA,001\n", "line.values", null },
        { "P1,\"Am\"ina,,W,,F,1990-01-01,,,,,,,,,,\n", "", null },
        { "P1,Am1na,,W,,F,1990-01-01,,,,,,,,,,\n", "person.name-digits", "given_name" },
        { "P1,Amina,,W,,F,1990-01-01,2.34E+07,,,,,,,,,\n", "id.spreadsheet", "national_id" },
        { "P1,Amina,,W,,F,1990-01-01,,,,,,grandma,,,,\n", "choice.unknown", "role" },
        { "P1,Amina,,W,,F,1990-01-01,,,,,,,,,BANKA,\n", "person.half-account", "pay_account" },
    };

    [Theory]
    [MemberData(nameof(BadLines))]
    public async Task Import_BadLine_IsRefusedWithReasonAndSpoilsNoOther(string bad, string code, string? column)
    {
        await using var app = await SpmisApp.StartAsync("registration");

        var run = await app.ImportedAsync(Registry.Header + bad + Registry.Line("P2", "Otieno", "Okello"));

        (run.State, run.Accepted, run.Refused).ShouldBe(("finished", 1, 1));
        var verdict = (await app.LinesAsync(run.Id))[0];
        (verdict.Line, verdict.Verdict, verdict.Column).ShouldBe((2, "refused", column));
        verdict.Code.ShouldStartWith(code);
        verdict.Text!.Length.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Import_SameReferenceTwiceInTheFile_TakesTheFirstAndRefusesTheSecond()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var padding = string.Concat(Enumerable.Range(0, 1_100).Select(i => Registry.Line($"X{i}", "Zawadi", "Achieng", born: "")));

        var run = await app.ImportedAsync(Registry.Header + Registry.Line("P1", "Amina", "Wanjiru") + Registry.Line("P1", "Otieno", "Okello") + padding + Registry.Line("P1", "Halima", "Noor"));

        run.Refused.ShouldBe(2);
        (await app.LinesAsync(run.Id)).Where(l => l.Verdict == "refused").Select(l => (l.Line, l.Code)).ShouldBe([(3L, "import.reference-taken"), (1104L, "import.reference-taken")]);
    }

    [Fact]
    public async Task Import_SameFileTwice_IsTheFirstRun()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var text = Registry.Header + Registry.Line("P1", "Amina", "Wanjiru");
        var first = await app.ImportedAsync(text);

        var again = await app.ImportAsync(text, "renamed.csv");
        await app.SettleAsync();

        again.ShouldBe(new StartedImport(first.Id, true));
        (await CountAsync<Person>(app)).ShouldBe(1);
    }

    [Fact]
    public async Task Import_SameLineInAnotherFile_IsNotedAndNotRegisteredAgain()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        await app.ImportedAsync(Registry.Header + Registry.Line("P1", "Amina", "Wanjiru"));

        var run = await app.ImportedAsync(Registry.Header + Registry.Line("P2", "Otieno", "Okello") + Registry.Line("P1", "Amina", "Wanjiru"), "second.csv");

        (await app.LinesAsync(run.Id)).Select(l => l.Verdict).ShouldBe(["accepted", "noted"]);
        (await CountAsync<Person>(app)).ShouldBe(2);
    }

    [Fact]
    public async Task Import_OtherPersonUnderAKnownReferenceOfTheSameRegister_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        await app.ImportedAsync(Registry.Header + Registry.Line("P1", "Amina", "Wanjiru", household: "H1"), source: "census-2026");

        var run = await app.ImportedAsync(Registry.Header + Registry.Line("P1", "Otieno", "Okello") + Registry.Line("P2", "Baraka", "Wanjiru", household: "H1"), source: "census-2026");

        (await app.LinesAsync(run.Id)).Select(l => l.Code).ShouldBe(["import.reference-taken", null]);
        (await CountAsync<Household>(app)).ShouldBe(1);
    }

    public static TheoryData<byte[], string> BadFiles => new()
    {
        { [], "file.empty" },
        { "PK\u0003\u0004xl/workbook.xml"u8.ToArray(), "file." },
        { "reference,sex\nP1,F\n"u8.ToArray(), "file." },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task Import_NotSuchAFile_IsRefusedBeforeARunIsMade(byte[] content, string code)
    {
        await using var app = await SpmisApp.StartAsync("registration");

        (await Registry.RefusalAsync(() => app.ImportAsync(content))).Code.ShouldStartWith(code);

        (await app.UseAsync<RegistrationDb, int>(db => db.Runs.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Import_Windows1252WithSemicolons_IsReadAndWarned()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var latin = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

        var started = await app.ImportAsync(latin.GetBytes((Registry.Header + Registry.Line("P1", "José", "Núñez")).Replace(',', ';')));
        await app.SettleAsync();

        var run = await app.RunAsync(started.RunId);
        run.Outcome!.ShouldContain("Windows-1252");
        (await app.ReadAsync((await app.LinesAsync(run.Id))[0].Number!)).Person.Name.ShouldBe("José Núñez");
    }

    [Fact]
    public async Task ImportEmployers_GoodAndBadLines_GetNumbersOrReasons()
    {
        await using var app = await SpmisApp.StartAsync();

        var run = await app.ImportedAsync("reference,name,legal_form,activity,district,phone,email,workers\nE1,Lakeside Mills,company,textiles,Kisumu,,pay@lakeside.example,40\nE2,,company,,,,,\nE3,Family Okello,household,,,,nomail,1\n", "employers.csv", ImportKind.Employers);

        (run.Accepted, run.Refused).ShouldBe((1, 2));
        var lines = await app.LinesAsync(run.Id);
        lines.Select(l => l.Column).ShouldBe([null, "name", "email"]);
        var employer = await app.UseAsync<SearchEmployers, Employer>(act => act.ReadAsync(lines[0].Number!, SpmisApp.Officer, default));
        employer.Name.ShouldBe("Lakeside Mills");
        (await app.PublishedAsync<EmployersRecorded>()).Single().Employers.Single().EmployerNumber.ShouldBe(employer.Number);
    }

    private static Task<int> CountAsync<T>(SpmisApp app)
        where T : class => app.UseAsync<RegistrationDb, int>(db => db.Set<T>().CountAsync());
}
