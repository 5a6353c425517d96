using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Registration;
using Spmis.Registration.Changes;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Imports;
using Spmis.Registration.Persons;
using Spmis.TestKit;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Identity;

/// <summary>
/// A person with a marked national id, telephone, account and passport, in a duplicate case, a proposal, a file with refused lines and the history. Every address that
/// shows one of the marks to an officer is asked by an auditor and an administrator, who see its end only; a new page that shows it to them fails.
/// </summary>
public sealed class IdentifierMaskTests
{
    private const string NationalId = "NX7Q41Z9083";
    private const string Phone = "711906317";
    private const string EarlierPhone = "711222945";
    private const string Account = "0190MARK77315";
    private const string Passport = "PPQ8810442";
    private const string AskedId = "NX7Q41Z9555";
    private const string SentId = "ZQ#7718203";
    private const string SentPhone = "07119x06318";

    private static readonly string[] Marks = [NationalId, Phone, EarlierPhone, Account, Passport, AskedId, SentId, SentPhone];

    /// <summary>Where an officer sees a mark and the others, who may open the page, see dots.</summary>
    private static readonly string[] Masked =
    [
        "api/registration/persons/{number}", "api/registration/runs/{id:long}/lines", "persons/{number}", "persons/{number}/history", "persons/{number}/report", "proposals/{module}/{id:long}", "registration/runs/{id:long}",
        "runs/{module}/{id:long}", "runs/{module}/{id:long}/refused.csv",
    ];

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "••••")]
    [InlineData("1234", "••••")]
    [InlineData("12345", "•••• 345")]
    [InlineData("1234567", "•••• 567")]
    [InlineData("12345678", "•••• 5678")]
    [InlineData("KE0012345678", "•••• 5678")]
    public void Of_ANumber_ShowsItsEndOnly(string? value, string? shown) => IdentifierMask.Of(value).ShouldBe(shown);

    [Fact]
    public void Of_ALine_HidesTheValueInTheWordsToo()
    {
        var line = IdentifierMask.Of(new RunLine { RunId = 1, Line = 2, Verdict = RunLine.RefusedVerdict, Column = "national_id", Value = "AB'CD#99812", Text = "'AB'CD#99812' has '#' in it. Write 3 to 32." });
        (line.Value, line.Text).ShouldBe(("•••• 9812", "'••••' in it. Write 3 to 32."));
        line = IdentifierMask.Of(new RunLine { RunId = 1, Line = 2, Verdict = RunLine.RefusedVerdict, Column = "ID NO", Value = "2299#7711", Text = "'2299#7711' has '#'." }, covered: true);
        (line.Value, line.Text).ShouldBe(("•••• 7711", "'••••'."));
        IdentifierMask.Of(new RunLine { RunId = 1, Line = 2, Verdict = RunLine.RefusedVerdict, Value = "1,Amina,22991177,0711906317", Text = "The line has too few values." }).Value.ShouldBe("••••", "the whole line as it was sent");
        IdentifierMask.Of(new RunLine { RunId = 1, Line = 2, Verdict = RunLine.NotedVerdict, Column = IdentifierMask.PayerText, Value = "School fees 0711 906 317" }).Value.ShouldBe("School fees •••• 6317");
        IdentifierMask.Of(new RunLine { RunId = 1, Line = 2, Verdict = RunLine.RefusedVerdict, Column = "birth_date", Value = "1990-13-01" }).Value.ShouldBe("1990-13-01");
    }

    [Theory]
    [InlineData("Amina Otieno 254711906317", "Amina Otieno •••• 6317")]
    [InlineData("call +254 711 906 317 or 0711-906-318", "call •••• 6317 or •••• 6318")]
    [InlineData("GB29NWBK60161331926819", "•••• 6819")]
    [InlineData("for 2026-03, 1200.50, on 2026-03-31, flat 4B", "for 2026-03, 1200.50, on 2026-03-31, flat 4B")]
    [InlineData("bill 70000000199, tel 711906317", "bill 70000000199, tel •••• 6317")]
    [InlineData(null, null)]
    public void InText_LongNumbers_ShowTheirEndOnly(string? text, string? shown) => IdentifierMask.InText(text, n => n == "70000000199").ShouldBe(shown);

    [Fact]
    public async Task Identifiers_AskedForByWhoOnlyReads_AreMaskedEverywhere()
    {
        await using var app = await SpmisApp.StartAsync();
        var (person, pair, proposals, run) = await StoryAsync(app);
        var (wrong, masked) = await MaskCrawl.AskAsync(app, Marks, pattern => Paths(pattern, person, pair, proposals, run));
        wrong.ShouldBeEmpty();
        masked.Order(StringComparer.Ordinal).ShouldBe(Masked.Order(StringComparer.Ordinal));
        using var audit = app.Client(new Actor("a-7", "Ada Auditor", [Roles.Auditor]));
        var (_, seen) = await MaskCrawl.TextAsync(audit, "/audit?Act=persons.register");
        seen.ShouldContain("•••• 9083");
    }

    [Fact]
    public async Task Case_SideBySide_SaysWhetherWholeNumbersAgree()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var (_, pair, _, _) = await StoryAsync(app);
        using var officer = app.Client(SpmisApp.Officer);
        var (_, text) = await MaskCrawl.TextAsync(officer, $"/duplicates/{pair}");
        text.ShouldContain(NationalId);
        var (_, api) = await MaskCrawl.TextAsync(officer, $"/api/registration/duplicates/{pair}");
        api.ShouldContain(NationalId);
        (await app.UseAsync<ListCases, CaseView>(act => act.ReadAsync(pair, default))).A.Person.NationalId.ShouldNotBeNull();
    }

    [Fact]
    public async Task Dots_SentBack_AreRefused()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var refusal = await Registry.RefusalAsync(() => app.RegisterAsync(Registry.Amina with { PayAgency = "BANKA", PayAccount = "•••• 7315" }));
        (refusal.Code, refusal.Field).ShouldBe(("person.masked", "PayAccount"));
    }

    private static IEnumerable<string> Paths(string pattern, string person, Guid pair, long[] proposals, long run)
    {
        var path = "/" + pattern.Replace("{number}", person, StringComparison.Ordinal).Replace("{number?}", person, StringComparison.Ordinal).Replace("{kind?}", "identifiers", StringComparison.Ordinal).Replace("{module}", "registration", StringComparison.Ordinal).Replace("{id:guid}", $"{pair}", StringComparison.Ordinal);
        var ids = path.Contains("{id:long}", StringComparison.Ordinal) ? proposals.Append(run).Distinct().Select(id => path.Replace("{id:long}", $"{id}", StringComparison.Ordinal)) : [path];
        return ids.Select(p => p == "/persons" ? $"/persons?q={NationalId}" : p).Select(p => p.Contains("/lines", StringComparison.Ordinal) ? $"{p}?verdict=refused" : p);
    }

    private static async Task<(string Person, Guid Case, long[] Proposals, long Run)> StoryAsync(SpmisApp app)
    {
        var told = Registry.Amina with { NationalId = NationalId, Phone = "+254" + EarlierPhone, PayAgency = "BANKA", PayAccount = Account };
        var person = (await app.RegisterAsync(told)).Number;
        var like = await app.UseAsync<FindLikely, IReadOnlyList<LikelyPerson>>(act => act.HandleAsync(told with { GivenName = "Aminah" }, default));
        var other = (await app.RegisterAsync(told with { GivenName = "Aminah" }, [.. like.Select(l => new LikelyDecision(l.Number, LikelyAnswer.Unsure))])).Number;
        await app.UseAsync<CorrectDetails>(act => act.HandleAsync(person, null, told with { Phone = "+254" + Phone }, SpmisApp.Change("persons.correct", reason: "New telephone"), default));
        await app.UseAsync<RecordIdentifier>(act => act.HandleAsync(person, new NewIdentifier { Type = "passport", Value = Passport }, SpmisApp.Change("identifiers.record"), default));
        var merge = await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(person, other, SpmisApp.Change(reason: "the same"), default));
        var own = new Actor("p-1", "Amina", [Roles.Person]) { PersonNumber = person };
        var asked = await app.UseAsync<RequestChange, RequestedChange>(act => act.HandleAsync(person, ChangeKind.Identifiers, told with { NationalId = AskedId }, SpmisApp.Change("persons.change.request", own, reason: "New card") with { Evidence = "Card" }, default));
        var run = await app.ImportedAsync(Registry.Header + Registry.Line("r1", "Ben", "Otieno", id: SentId) + $"r2,Ann,,Otieno,,F,1990-05-04,,{SentPhone},Kisumu,Nyalenda,,,employed,,,\n");
        await app.SettleAsync();
        var pair = await app.UseAsync<RegistrationDb, Guid>(async db => (await db.Set<DuplicateCase>().AsNoTracking().FirstAsync()).Id);
        return (person, pair, [merge.Id, asked.Proposal!.Value], run.Id);
    }
}
