using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Registration;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Persons;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Registration;

public sealed class RegisterPersonTests
{
    [Fact]
    public async Task Register_WithDetails_GivesANumberThatChecksAndTellsTheOthers()
    {
        await using var app = await SpmisApp.StartAsync();

        var person = await app.RegisterAsync(Registry.Amina);

        person.Number.ShouldStartWith("260000001");
        CheckDigit.IsValid(person.Number).ShouldBeTrue();
        var facts = (await app.PublishedAsync<PersonsRecorded>()).Single().Persons.Single();
        (facts.PersonId, facts.Name, facts.Sex, facts.Version).ShouldBe((person.PersonId, "Amina Hassan Wanjiru", "F", 1));
        var record = await app.ReadAsync(person.Number);
        record.Person.Phone.ShouldBe("+254712345678");
        record.Identifiers.Single().Value.ShouldBe("23456781");
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<PersonKey>().CountAsync())).ShouldBeGreaterThan(8);
        (await app.UseAsync<RegistrationDb, List<string>>(db => db.History.Select(h => h.Entity).ToListAsync())).ShouldContain("Person");
    }

    public static TheoryData<NewPerson, string, string> Wrong => new()
    {
        { new NewPerson(), "person.no-name", "GivenName" },
        { Registry.Amina with { BornOn = new(2031, 1, 1) }, "person.born-in-future", "BornOn" },
        { Registry.Amina with { BornOn = new(1886, 1, 1) }, "person.too-old", "BornOn" },
        { Registry.Amina with { GivenName = "Am1na" }, "person.name-digits", "GivenName" },
        { Registry.Amina with { GivenName = new string('a', 300) }, "text.too-long", "GivenName" },
        { Registry.Amina with { FamilyName = "Wan\u202Ejiru" }, "text.character", "FamilyName" },
        { Registry.Amina with { FamilyName = "--" }, "person.name-letters", "FamilyName" },
        { Registry.Amina with { Phone = "ask her" }, "phone.character", "Phone" },
        { Registry.Amina with { NationalId = "12" }, "id.length", "NationalId" },
        { Registry.Amina with { NationalId = null, NationalIdVerified = true }, "person.nothing-verified", "NationalId" },
        { Registry.Amina with { PayAgency = "BANKA" }, "person.half-account", "PayAccount" },
        { Registry.Amina with { HouseholdNumber = "7000" }, "household.unknown", "HouseholdNumber" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Register_WithSomethingWrong_IsRefusedBesideItsField(NewPerson person, string code, string field)
    {
        await using var app = await SpmisApp.StartAsync("registration");

        var refused = await Registry.RefusalAsync(() => app.RegisterAsync(person));

        (refused.Code, refused.Field).ShouldBe((code, field));
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<Person>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Register_OneNamePersonWithYearOnly_IsNormal()
    {
        await using var app = await SpmisApp.StartAsync("registration");

        var person = await app.RegisterAsync(new NewPerson { GivenName = "Suharto", BornOn = new(1961, 1, 1), BirthPrecision = Spmis.Kernel.Files.DatePrecision.Year });

        (await app.ReadAsync(person.Number)).Person.Name.ShouldBe("Suharto");
    }

    [Fact]
    public async Task FindLikely_SamePersonSpeltOtherwise_IsShownWithReasons()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var known = await app.RegisterAsync(Registry.Amina);

        var likely = await app.UseAsync<FindLikely, IReadOnlyList<LikelyPerson>>(act => act.HandleAsync(Registry.Amina with { GivenName = "Aminah", MiddleName = null, NationalId = null, Phone = "0712345678" }, default));

        likely.Single().Number.ShouldBe(known.Number);
        likely.Single().Score.Probability.ShouldBeGreaterThan(0.9);
        likely.Single().Score.Evidence.Sum(e => e.Total).ShouldBe(likely.Single().Score.Weight);
    }

    [Fact]
    public async Task Register_SomebodyVeryLikeAKnownPerson_NeedsTheOfficersAnswer()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var known = await app.RegisterAsync(Registry.Amina);
        var again = Registry.Amina with { GivenName = "Aminah", NationalId = null };

        (await Registry.RefusalAsync(() => app.RegisterAsync(again))).Code.ShouldBe("person.known-already");
        var other = await app.RegisterAsync(again, new LikelyDecision(known.Number, LikelyAnswer.Different));

        other.Number.ShouldNotBe(known.Number);
        var kept = await app.UseAsync<RegistrationDb, DuplicateCase>(db => db.Set<DuplicateCase>().SingleAsync());
        kept.Decision.ShouldBe(CaseDecision.Different);
    }

    [Fact]
    public async Task Register_OfficerUnsure_OpensACaseThatHoldsPayments()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var known = await app.RegisterAsync(Registry.Amina);

        await app.RegisterAsync(Registry.Amina with { NationalId = null }, new LikelyDecision(known.Number, LikelyAnswer.Unsure));

        (await app.PublishedAsync<DuplicatesOpened>()).Single().Cases.Count.ShouldBe(1);
        (await app.ReadAsync(known.Number)).OpenCases.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Register_VerifiedNumberOfAnother_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        await app.RegisterAsync(Registry.Amina with { NationalIdVerified = true });

        var refused = await Registry.RefusalAsync(() => app.RegisterAsync(new NewPerson { GivenName = "Otieno", NationalId = "2345-6781", NationalIdVerified = true }));

        (refused.Code, refused.Field).ShouldBe(("person.id-taken", "NationalId"));
    }

    [Fact]
    public async Task Correct_WithReason_ChangesSearchKeysAndVersion()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var person = await app.RegisterAsync(Registry.Amina);
        var change = SpmisApp.Change("persons.correct", reason: "Marriage certificate 44");

        await app.UseAsync<CorrectDetails>(act => act.HandleAsync(person.Number, 1, Registry.Amina with { FamilyName = "Odhiambo" }, change, default));

        (await SearchAsync(app, "odhiambo amina")).Single().Number.ShouldBe(person.Number);
        (await SearchAsync(app, "wanjiru")).ShouldBeEmpty();
        (await app.PublishedAsync<PersonsRecorded>())[^1].Persons[0].Version.ShouldBe(2);
        var stale = await Registry.RefusalAsync(() => app.UseAsync<CorrectDetails>(act => act.HandleAsync(person.Number, 1, Registry.Amina, change, default)));
        stale.Code.ShouldBe("changed-meanwhile");
        var silent = await Registry.RefusalAsync(() => app.UseAsync<CorrectDetails>(act => act.HandleAsync(person.Number, 2, Registry.Amina, SpmisApp.Change(), default)));
        silent.Code.ShouldBe("person.no-reason");
    }

    [Fact]
    public async Task RecordDeath_Once_IsKeptForClearance()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var person = await app.RegisterAsync(Registry.Amina);
        var change = SpmisApp.Change("persons.death") with { Evidence = "certificate 9" };

        await app.UseAsync<RecordDeath>(act => act.HandleAsync(person.Number, new(2026, 6, 3), change, default));

        (await app.PublishedAsync<PersonsRecorded>())[^1].Persons[0].DiedOn.ShouldBe(new DateOnly(2026, 6, 3));
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<Spmis.Registration.Clearance.ClearanceMessage>().CountAsync())).ShouldBe(1);
        (await Registry.RefusalAsync(() => app.UseAsync<RecordDeath>(act => act.HandleAsync(person.Number, new(2026, 6, 3), change, default)))).Code.ShouldBe("person.dead-already");
    }

    [Theory]
    [InlineData("26 0000001")]
    [InlineData("2345 6781")]
    [InlineData("0712345678")]
    [InlineData("amina")]
    [InlineData("Wanjiru Am")]
    [InlineData("AMINA HASSAN WANJ")]
    [InlineData("amina wanjiru")]
    public async Task Search_ByWhatIsKnown_FindsThePerson(string text)
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var person = await app.RegisterAsync(Registry.Amina);
        await app.RegisterAsync(new NewPerson { GivenName = "Zawadi", FamilyName = "Achieng" });

        var typed = text.StartsWith("26 ", StringComparison.Ordinal) ? person.Number.Insert(2, " ") : text;
        (await SearchAsync(app, typed)).Select(p => p.Number).ShouldBe([person.Number]);
    }

    [Theory]
    [InlineData("Fatuma Aly", true)]
    [InlineData("ali fatma", true)]
    [InlineData("fatuma ali 1988", true)]
    [InlineData("fatuma ali 1989", false)]
    [InlineData("fatuma omar", false)]
    [InlineData("fatuma", false)]
    public async Task Search_AsOthersSpellIt_FindsThePersonAndSaysSo(string text, bool found)
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var person = await app.RegisterAsync(new NewPerson { GivenName = "Fatima", FamilyName = "Ali", BornOn = new DateOnly(1988, 3, 27) });
        await app.RegisterAsync(new NewPerson { GivenName = "Zawadi", FamilyName = "Achieng" });

        var lines = await SearchAsync(app, text);

        lines.Select(p => (p.Number, p.SoundsAlike)).ShouldBe(found ? [(person.Number, true)] : []);
    }

    [Fact]
    public async Task Search_AmongManyOfOneName_TheBirthYearIsLookedAtBeforeTheLimit()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        foreach (var year in Enumerable.Range(1970, 4))
        {
            await app.RegisterAsync(new NewPerson { GivenName = "Fatima", FamilyName = "Ali", BornOn = new DateOnly(year, 3, 27) });
        }

        var lines = await app.UseAsync<SearchPersons, IReadOnlyList<PersonLine>>(act => act.HandleAsync("fatuma ali 1973", 1, default));

        lines.Select(l => l.BornOn).ShouldBe([new DateOnly(1973, 3, 27)]);
    }

    private static Task<IReadOnlyList<PersonLine>> SearchAsync(SpmisApp app, string text) => app.UseAsync<SearchPersons, IReadOnlyList<PersonLine>>(act => act.HandleAsync(text, 25, default));
}
