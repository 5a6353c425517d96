using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration;
using Spmis.Registration.Calendars;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Facts;
using Spmis.Registration.Forms;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

public sealed class FactsTests
{
    private static readonly Actor Auditor = new("auditor-1", "Ada Auditor", [Roles.Auditor]);

    private static readonly string[] Six = ["seeing", "hearing", "walking", "remembering", "self-care", "communicating"];

    /// <summary>The cut-off the Washington Group recommends: at least one domain with a lot of difficulty or cannot do at all.</summary>
    [Theory]
    [InlineData("none none none none none none", "no")]
    [InlineData("some some some some some some", "no")]
    [InlineData("none none a-lot none none none", "yes")]
    [InlineData("cannot none none none none none", "yes")]
    [InlineData("some none none none none cannot", "yes")]
    public void WashingtonGroup_ByTheRecommendedCutOff_SaysWhoHasADisability(string answers, string disability) =>
        ReadAnswers.Of(Definition("washington-group-ss"), Six.Zip(answers.Split(' ')).ToDictionary(p => p.First, IReadOnlyList<string> (p) => [p.Second])).Derived["disability"].ShouldBe(disability);

    [Fact]
    public void Answers_OfWhatIsNotAskedOrNoOption_AreRefusedByQuestion()
    {
        var form = Definition("residence");
        string Code(params (string Question, string Value)[] told) => ReadAnswers.Of(form, told.ToDictionary(t => t.Question, IReadOnlyList<string> (t) => [t.Value])).Problems.Select(p => $"{p.Question} {p.Problem.Code}").FirstOrDefault() ?? "";

        Code(("residence", "citizen"), ("migration", "none")).ShouldBe("");
        Code(("residence", "citizen"), ("migration", "refugee"), ("migration-since", "2024-05-01")).ShouldBe("");
        Code(("residence", "citizen"), ("migration", "none"), ("migration-since", "2024-05-01")).ShouldBe("migration-since form.not-asked");
        Code(("residence", "citizen")).ShouldBe("migration form.no-answer");
        Code(("residence", "martian"), ("migration", "none")).ShouldBe("residence choice.unknown");
        Code(("residence", "citizen"), ("migration", "refugee"), ("migration-since", "31/02/2024")).ShouldStartWith("migration-since date.");
        Code(("residence", "citizen"), ("migration", "none"), ("religion", "x")).ShouldBe("religion form.no-question");
        var missing = ReadAnswers.Of(Definition("washington-group-ss"), new Dictionary<string, IReadOnlyList<string>> { ["seeing"] = ["some"] });
        (missing.Problems.Count, missing.Derived["disability"]).ShouldBe((5, "unknown"));
    }

    [Fact]
    public void EveryFormOfTheProduct_IsWholeInEveryLanguage()
    {
        foreach (var form in Book().On(new DateOnly(2026, 7, 1)))
        {
            FormBook.Problems(form).ShouldBeEmpty(form.Form);
            foreach (var text in form.Questions.Select(q => q.Text).Concat(form.OptionSets.Values.SelectMany(s => s.Select(o => o.Text))).Concat(form.Derive.Select(d => d.Text)).Append(form.Title))
            {
                text.Keys.Order().ShouldBe(["ar", "en", "es", "fr", "pt"]);
            }
        }

        FormBook.Problems(Definition("residence") with { Questions = [.. Definition("residence").Questions.Reverse()] }).ShouldNotBeEmpty("a question that looks at a later one");
    }

    [Fact]
    public async Task Facts_RecordedMaskedMergedAndUndone_StayWithTheirPerson()
    {
        await using var app = await SpmisApp.StartAsync();

        // Five names, and a birth date as an Ethiopian paper has it.
        var abebe = await app.RegisterAsync(new NewPerson { GivenName = "Abebe", MiddleName = "Bikila", GrandfatherName = "Demissie", OtherName = "Abe", NativeName = "አበበ ቢቂላ", BornOn = new(1988, 3, 27), BirthCalendar = DocumentCalendar.Ethiopian, BirthEstimated = true, Disability = "walks with a stick" });
        var twin = await app.RegisterAsync(new NewPerson { GivenName = "Abeba", MiddleName = "Bikila", BornOn = new(1977, 9, 27) });
        var officer = app.Browser(SpmisApp.Officer);
        var page = await officer.GetStringAsync($"/persons/{abebe.Number}");
        page.ShouldContain("Abebe Bikila Demissie");
        page.ShouldContain("1980-07-18");
        page.ShouldContain("walks with a stick");
        (await app.Browser(Auditor).GetStringAsync($"/persons/{abebe.Number}")).ShouldNotContain("walks with a stick");
        (await app.Browser(Auditor).GetStringAsync($"/persons/{abebe.Number}/history")).ShouldNotContain("walks with a stick");
        (await app.Client(Auditor).GetStringAsync($"/api/registration/persons/{abebe.Number}")).ShouldNotContain("walks with a stick");
        (await app.Client(SpmisApp.Officer).GetFromJsonAsync<JsonElement>($"/api/registration/persons/{abebe.Number}")).GetProperty("details").GetProperty("bornOn").GetString().ShouldBe("1980-07-18");

        // The form page draws the questions, says what is missing beside each, and keeps the answers.
        var path = $"/persons/{twin.Number}/forms/washington-group-ss";
        (string, string)[] answers = [.. Six.SelectMany((q, i) => new[] { ($"Answers[{i}].Question", q), ($"Answers[{i}].Value", q == "walking" ? "a-lot" : "none") })];
        var wrong = await SpmisApp.PostFormAsync(officer, path, [.. answers.Take(4), ("AnsweredOn", "2026-06-30")]);
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("This is not answered.");
        var saved = await SpmisApp.PostFormAsync(officer, path, [.. answers, ("AnsweredOn", "2026-06-30"), ("Evidence", "Visit 7")]);
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        (await officer.GetStringAsync($"/persons/{twin.Number}/facts")).ShouldContain("Yes, a lot of difficulty");
        (await app.Browser(Auditor).GetStringAsync($"/persons/{twin.Number}/facts")).ShouldNotContain("a lot of difficulty");

        // By the API: a later answer stands, the earlier is kept; who may not read sensitive facts gets dots.
        var api = app.Client(SpmisApp.Officer);
        (await PostAsync(api, $"/api/registration/persons/{twin.Number}/answers/washington-group-ss", new { answeredOn = "2026-07-01", answers = Six.ToDictionary(q => q, _ => new[] { "some" }) })).GetProperty("derived").GetProperty("disability").GetString().ShouldBe("no");
        (await app.UseAsync<RegistrationDb, List<string>>(db => db.StoredAnswers.Where(a => a.Body!.StartsWith("s1.")).Select(a => a.Body!).ToListAsync())).ShouldHaveSingleItem().ShouldNotContain("disability"); // Kept for the same request once more, not to be read.
        var facts = await api.GetFromJsonAsync<JsonElement>($"/api/registration/persons/{twin.Number}/facts");
        (facts.GetProperty("latest")[0].GetProperty("derived")[0].GetProperty("value").GetString(), facts.GetProperty("earlier").GetArrayLength()).ShouldBe(("no", 1));
        (await app.Client(Auditor).GetFromJsonAsync<JsonElement>($"/api/registration/persons/{twin.Number}/facts")).GetProperty("latest")[0].GetProperty("answers").GetArrayLength().ShouldBe(0);
        (await Registry.RefusalAsync(() => app.UseAsync<AnswerForm>(act => act.HandleAsync(twin.Number, "languages", new Dictionary<string, IReadOnlyList<string>> { ["spoken"] = ["am"] }, new(2026, 7, 2), SpmisApp.Change(), default)))).Code.ShouldBe("fact.date");

        // Consent: one for a purpose at a time, withdrawn with evidence, given anew.
        var consent = await app.UseAsync<KeepConsents, Guid>(act => act.GiveAsync(twin.Number, "research", new(2026, 5, 1), With("Form 12"), default));
        (await Registry.RefusalAsync(() => app.UseAsync<KeepConsents>(act => act.GiveAsync(twin.Number, "research", new(2026, 5, 2), With("Form 13"), default)))).Code.ShouldBe("consent.given-already");
        (await Registry.RefusalAsync(() => app.UseAsync<KeepConsents>(act => act.WithdrawAsync(twin.Number, consent, new(2026, 6, 1), With(""), default)))).Code.ShouldBe("consent.no-evidence");
        (await SpmisApp.PostFormAsync(officer, $"/persons/{twin.Number}/consents", ("What", $"withdraw:{consent}"), ("On", "2026-06-01"), ("Evidence", "Letter 4"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await app.UseAsync<KeepConsents>(act => act.GiveAsync(twin.Number, "research", new(2026, 6, 5), With("Form 14"), default));
        (await officer.GetStringAsync($"/persons/{twin.Number}/facts")).ShouldContain("Letter 4");

        // A verified number is one person's only; how and when stays with it.
        await app.UseAsync<RecordIdentifier>(act => act.HandleAsync(abebe.Number, new NewIdentifier { Type = "passport", Value = "ep 123-456", Issuer = "Ethiopia", VerifiedBy = "document-seen", VerifiedOn = new(2026, 4, 1) }, SpmisApp.Change(), default));
        (await Registry.RefusalAsync(() => app.UseAsync<RecordIdentifier>(act => act.HandleAsync(twin.Number, new NewIdentifier { Type = "passport", Value = "EP123456", Issuer = "Ethiopia", VerifiedBy = "issuer-asked" }, SpmisApp.Change(), default)))).Code.ShouldBe("person.id-taken");
        await app.UseAsync<RecordIdentifier>(act => act.HandleAsync(twin.Number, new NewIdentifier { Type = "passport", Value = "EP123456", Issuer = "Ethiopia" }, SpmisApp.Change(), default));
        (await SpmisApp.PostFormAsync(officer, $"/persons/{twin.Number}/identifiers", ("Type", "national-id"), ("Value", "11-22-33-44"), ("VerifiedBy", "issuer-asked"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await app.ReadAsync(twin.Number)).Person.ShouldSatisfyAllConditions(p => p.NationalId.ShouldBe("11223344"), p => p.NationalIdVerified.ShouldBeTrue());
        (await app.ReadAsync(abebe.Number)).Identifiers.Single().ShouldSatisfyAllConditions(i => i.VerifiedBy.ShouldBe("document-seen"), i => i.VerifiedAt.ShouldBe(new DateTime(2026, 4, 1, 0, 0, 0, DateTimeKind.Utc)));

        // A merge takes them along, the undoing gives them back; with them the photograph, which goes when the consent to it does.
        await PhotoStory.TakeAsync(api, twin.Number, PhotoStory.Picture(SixLabors.ImageSharp.Color.Teal, 400, 500), "Form 9");
        var picture = await PhotoStory.RowAsync(app, twin.Number);
        var proposal = await app.UseAsync<ProposeMerge, Spmis.Kernel.Proposals.Proposal>(act => act.HandleAsync(abebe.Number, twin.Number, SpmisApp.Change(reason: "Same card"), default));
        await app.ApproveAsync(proposal.Id);
        (await FactsAsync(app, abebe.Number)).ShouldSatisfyAllConditions(f => f.Latest.Count.ShouldBe(1), f => f.Earlier.Count.ShouldBe(1), f => f.Consents.Count.ShouldBe(3));
        ((await PhotoStory.RowAsync(app, abebe.Number))?.Id, await PhotoStory.RowAsync(app, twin.Number)).ShouldBe((picture!.Id, null));
        proposal = await app.UseAsync<ProposeUndo, Spmis.Kernel.Proposals.Proposal>(act => act.HandleAsync(twin.Number, SpmisApp.Change(reason: "Two cards"), default));
        await app.ApproveAsync(proposal.Id);
        (await FactsAsync(app, abebe.Number)).ShouldSatisfyAllConditions(f => f.Latest.ShouldBeEmpty(), f => f.Consents.ShouldBeEmpty());
        var back = (await FactsAsync(app, twin.Number)).Consents;
        back.Count.ShouldBe(3);
        (await PhotoStory.RowAsync(app, abebe.Number), (await PhotoStory.RowAsync(app, twin.Number))?.Sha256).ShouldBe((null, picture.Sha256));
        (await api.GetByteArrayAsync(new Uri($"/api/registration/persons/{twin.Number}/photo", UriKind.Relative))).ShouldNotBeEmpty("what moved twice opens still");
        await PostAsync(api, $"/api/registration/persons/{twin.Number}/consents/{back.Single(c => c.Purpose == "photograph").Id}/withdrawal", new { on = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), evidence = "Letter 8" });
        (await PhotoStory.RowAsync(app, twin.Number)).ShouldBeNull();

        // From a file: names, calendar and estimate have columns.
        var run = await app.ImportedAsync("reference,given_name,family_name,grandfather_name,other_name,birth_date,birth_calendar,birth_estimated\nP1,Sita,Rai,Bir,,2047-07-23,nepali,no\nP2,Gita,Rai,,,2081-01-01,nepali,\nP3,Omar,Hadi,Saleh,,1400,hijri,yes\nP4,Ali,Hadi,,,1990-01-01,mayan,\n");
        var lines = await app.LinesAsync(run.Id);
        lines.Select(l => (l.Verdict, l.Column, l.Code)).ShouldBe([("accepted", null, null), ("refused", "birth_date", "date.calendar-year"), ("accepted", null, null), ("refused", "birth_calendar", "choice.unknown")]);
        (await app.ReadAsync(lines[0].Number!)).Person.BornOn.ShouldBe(new DateOnly(1990, 11, 9));
        (await app.ReadAsync(lines[2].Number!)).Person.ShouldSatisfyAllConditions(p => p.BornOn.ShouldBe(new DateOnly(1979, 11, 20)), p => p.BirthPrecision.ShouldBe(Spmis.Kernel.Files.DatePrecision.Year), p => p.BirthEstimated.ShouldBeTrue(), p => p.Name.ShouldBe("Omar Saleh Hadi"));
    }

    private static Change With(string evidence) => SpmisApp.Change() with { Evidence = evidence };

    private static Task<FurtherFacts> FactsAsync(SpmisApp app, string number) => app.UseAsync<IServiceProvider, FurtherFacts>(async services =>
        await services.GetRequiredService<ReadFacts>().HandleAsync((await services.GetRequiredService<ReadPerson>().HandleAsync(number, default)).Person, true, default));

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        var key = Guid.CreateVersion7().ToString();
        request.Headers.Add("Idempotency-Key", key);
        var answer = await client.SendAsync(request);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        using var again = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        again.Headers.Add("Idempotency-Key", key);
        (await (await client.SendAsync(again)).Content.ReadAsStringAsync()).ShouldBe(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static FormBook Book() => new(new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build(), new Spmis.Kernel.Data.SpmisDatabase(Spmis.Kernel.Data.DatabaseProvider.Sqlite, null, "no-such-folder"));

    private static FormDefinition Definition(string form) => Book().Find(form, new DateOnly(2026, 7, 1));
}
