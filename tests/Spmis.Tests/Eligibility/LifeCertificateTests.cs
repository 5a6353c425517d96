using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

public sealed class LifeCertificateTests
{
    private static readonly PersonFacts One = Cases.Person(1, new DateOnly(1950, 1, 1));
    private static readonly PersonFacts Two = Cases.Person(2, new DateOnly(1951, 2, 2));

    /// <summary>The package asks for a proof every 12 months with 60 days of grace; the award began on 1 July 2026.</summary>
    [Theory]
    [InlineData("2026-07-01", null, null, "2026-08-01", "2027-07-01", "2027-08-30")]
    [InlineData("2026-07-01", "2026-12-24", null, "2027-01-01", "2027-12-24", "2028-02-22")]
    [InlineData("2024-02-29", null, null, "2024-08-01", "2025-02-28", "2025-04-29")]
    [InlineData("2020-01-01", null, null, "2026-07-01", "2026-07-01", "2026-08-30")] // Never asked before: nobody is asked for a day that is over.
    [InlineData("2020-01-01", "2024-05-01", null, "2026-07-01", "2025-05-01", "2025-06-30")] // Proved once: the next one was due.
    [InlineData("2020-01-01", null, "2026-07-01", "2026-09-01", "2026-07-01", "2026-08-30")] // What was told stands.
    public void NextProof_OfWhatIsKnown_IsDue(string began, string? proved, string? told, string today, string due, string grace)
    {
        var known = told is null ? null : new CertificateDue { AwardId = Guid.Empty, AwardNumber = "", PersonNumber = "", Scheme = "", DueOn = Day(told), GraceUntil = Day(told)!.Value.AddDays(60) };

        NextProof.Of(new CertificateTerms(12, 60, null), Day(began)!.Value, Day(proved), known, Day(today)!.Value).ShouldBe((Day(due)!.Value, Day(grace)!.Value));
    }

    [Fact]
    public void NextProof_WhereNoneIsAskedOrNobodyCanTell_IsNone()
    {
        NextProof.Of(new CertificateTerms(0, 60, null), new DateOnly(2026, 1, 1), null, null, new DateOnly(2026, 7, 1)).ShouldBeNull();
        NextProof.Of(new CertificateTerms(null, 0, "person.birth"), new DateOnly(2026, 1, 1), null, null, new DateOnly(2026, 7, 1)).ShouldBeNull();
    }

    [Fact]
    public async Task Night_AfterTheGrace_SuspendsFromTheNextMonthAndTheProofLiftsItByTwoPeople()
    {
        await using var app = await InForceAsync();
        await app.NightAsync(new DateOnly(2026, 7, 2));
        (await DueAsync(app, 1)).ShouldBe((new DateOnly(2027, 7, 1), new DateOnly(2027, 8, 30)));

        await app.NightAsync(new DateOnly(2027, 8, 30));
        (await AwardAsync(app, 1)).State.ShouldBe(AwardState.InForce);
        await app.NightAsync(new DateOnly(2027, 8, 31));

        var award = await AwardAsync(app, 1);
        (award.State, award.CertificateFrom, award.CertificateSince).ShouldBe((AwardState.Suspended, new Month(2027, 9), new DateOnly(2026, 7, 1)));
        (await LastToldAsync(app, One.PersonId)).SuspendedFromMonth.ShouldBe(202709);
        (await Should.ThrowAsync<Refused>(() => app.UseAsync<ResumeAfterProof>(act => act.ProposeAsync(award.Number, SpmisApp.Change(), default)))).Code.ShouldBe("award.no-certificate");

        await ProveAsync(app, One, new DateOnly(2027, 11, 5));
        (await LastToldAsync(app, One.PersonId)).SuspendedFromMonth.ShouldBe(202709);
        var proposal = await app.UseAsync<EligibilityDb, long>(db => db.Proposals.Where(p => p.Act == ResumeAfterProof.Act).Select(p => p.Id).SingleAsync());
        (await Should.ThrowAsync<Refused>(() => app.ApproveAsync(proposal, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        await app.ApproveAsync(proposal);
        await app.SettleAsync();

        // No month is suspended any more: Payments pays what it held, by its own rules.
        (await LastToldAsync(app, One.PersonId)).SuspendedFromMonth.ShouldBeNull();
        await app.NightAsync(new DateOnly(2027, 11, 7));
        (await DueAsync(app, 1)).DueOn.ShouldBe(new DateOnly(2028, 11, 5));
    }

    [Fact]
    public async Task Night_LongAfter_StillSuspendsByTheDayThatWasDue()
    {
        await using var app = await InForceAsync();
        await app.NightAsync(new DateOnly(2026, 7, 2));

        // The machine was off for months.
        await app.NightAsync(new DateOnly(2028, 1, 15));

        (await AwardAsync(app, 1)).CertificateFrom.ShouldBe(new Month(2027, 9));
    }

    [Fact]
    public async Task Night_RunTwice_LooksOnce()
    {
        await using var app = await InForceAsync();

        var first = await app.NightAsync(new DateOnly(2026, 7, 2));
        var second = await app.NightAsync(new DateOnly(2026, 7, 2));

        second.ShouldBe(first);
        (await app.UseAsync<EligibilityDb, int>(db => db.Runs.CountAsync(r => r.Kind == CertificatesWorker.RunKind))).ShouldBe(1);
    }

    [Fact]
    public async Task Suspension_ByAPersonToo_StaysWhenTheProofLiftsTheOther()
    {
        await using var app = await InForceAsync();
        await app.NightAsync(new DateOnly(2026, 7, 2));
        await app.UseAsync<SuspendAward>(act => act.HandleAsync(MakeAwards.NumberOf(1), new Month(2027, 10), SpmisApp.Change(reason: "Moved abroad, to be checked."), default));
        await app.NightAsync(new DateOnly(2027, 9, 1));
        (await LastToldAsync(app, One.PersonId)).SuspendedFromMonth.ShouldBe(202709);

        await ProveAsync(app, One, new DateOnly(2027, 9, 20));
        await app.ApproveAllAsync(ResumeAfterProof.Act);

        (await LastToldAsync(app, One.PersonId)).SuspendedFromMonth.ShouldBe(202710);
    }

    [Fact]
    public async Task Merge_AndItsUndoing_MoveTheProofWithTheRecord()
    {
        await using var app = await InForceAsync();
        await app.NightAsync(new DateOnly(2026, 7, 2));
        await ProveAsync(app, Two, new DateOnly(2027, 6, 1));
        var merge = Guid.CreateVersion7();
        await app.TellAsync(new PersonsMerged { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });

        // The proof of the merged record is the person's.
        await app.NightAsync(new DateOnly(2027, 9, 1));
        (await AwardAsync(app, 1)).CertificateFrom.ShouldBeNull();

        await app.TellAsync(new MergeUndone { MergeId = merge, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] });
        await app.NightAsync(new DateOnly(2027, 9, 2));
        (await AwardAsync(app, 1)).CertificateFrom.ShouldNotBeNull();
        (await AwardAsync(app, 2)).CertificateFrom.ShouldBeNull();
    }

    [Theory]
    [InlineData("1951-02-02", "2026-06-20", "Doc 1", "certificate.wrong-person")]
    [InlineData("1950-01-01", "2026-07-02", "Doc 1", "certificate.ahead")]
    [InlineData("1950-01-01", "2026-06-20", " ", "certificate.no-evidence")]
    public async Task Prove_WithBadInput_IsRefused(string born, string proved, string evidence, string code)
    {
        await using var app = await InForceAsync();
        var proof = new NewProof { PersonNumber = One.RegistrationNumber, BornOn = Day(born)!.Value, ProvedOn = Day(proved)!.Value, How = ProofHow.Desk, Evidence = evidence };

        (await Should.ThrowAsync<Refused>(() => app.UseAsync<ProveLife, LifeCertificate>(act => act.HandleAsync(proof, SpmisApp.Change(), default)))).Code.ShouldBe(code);
        (await app.UseAsync<EligibilityDb, bool>(db => db.LifeCertificates.AnyAsync())).ShouldBeFalse();
    }

    [Fact]
    public async Task Prove_OfADeadPersonTwiceOrWithoutAnAward_IsRefused()
    {
        await using var app = await InForceAsync();
        await app.RegisterAsync(Two with { DiedOn = new DateOnly(2026, 6, 1), Version = 2 }, Cases.Person(3, new DateOnly(1990, 1, 1)));

        (await Should.ThrowAsync<Refused>(() => ProveAsync(app, Two, new DateOnly(2026, 6, 20)))).Code.ShouldBe("certificate.after-death");
        (await Should.ThrowAsync<Refused>(() => ProveAsync(app, Cases.Person(3, new DateOnly(1990, 1, 1)), new DateOnly(2026, 6, 20)))).Code.ShouldBe("certificate.no-award");
        await ProveAsync(app, One, new DateOnly(2026, 6, 20));
        (await Should.ThrowAsync<Refused>(() => ProveAsync(app, One, new DateOnly(2026, 6, 20)))).Code.ShouldBe("certificate.recorded-already");
    }

    [Fact]
    public async Task File_OfAPayPoint_HasAVerdictPerLineAndIsTakenOnce()
    {
        await using var app = await InForceAsync();
        var csv = $"person_number,birth_date,proved_on,evidence\n{One.RegistrationNumber},1950-01-01,2026-06-20,Post office 12\n{Two.RegistrationNumber},1950-01-01,2026-06-20,Post office 12\n{One.RegistrationNumber},1950-01-01,2026-06-20,Post office 12\n26,1950-01-01,someday,\n";

        var answer = await app.SubmitAsync("/eligibility/certificates/import", SpmisApp.Officer, null, new Dictionary<string, string> { ["How"] = "PayPoint" }, ("Upload", "proofs.csv", Encoding.UTF8.GetBytes(csv)));
        await app.SettleAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var again = await app.UseAsync<ImportProofs, FileTaken>(act => act.HandleAsync(new ProofsFile(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "again.csv", ProofHow.PayPoint), SpmisApp.Change(), default));

        again.SentBefore.ShouldBeTrue();
        var lines = await app.UseAsync<EligibilityDb, List<RunLine>>(db => db.RunLines.Where(l => l.RunId == again.RunId).OrderBy(l => l.Line).ThenBy(l => l.Part).ToListAsync());
        lines.Select(l => (l.Line, l.Code)).Take(3).ShouldBe([(2, null), (3, "certificate.wrong-person"), (4, "certificate.recorded-already")]);
        lines.Where(l => l.Line == 5).ShouldAllBe(l => l.Verdict == RunLine.RefusedVerdict);
        (await app.UseAsync<EligibilityDb, LifeCertificate>(db => db.LifeCertificates.SingleAsync())).How.ShouldBe(ProofHow.PayPoint);
        (await (await app.Client(SpmisApp.Officer).GetAsync(answer.Headers.Location)).DocumentAsync()).Body!.TextContent.ShouldContain("another person's certificate");
    }

    [Fact]
    public async Task Pages_ForAnOfficerAndInArabic_AreDrawn()
    {
        await using var app = await InForceAsync();
        await app.NightAsync(new DateOnly(2026, 7, 2));
        await app.NightAsync(new DateOnly(2027, 9, 1));
        foreach (var path in new[] { "/eligibility/certificates", "/eligibility/certificates?show=suspended", "/eligibility/certificates?show=overdue", "/eligibility/certificates?show=cannot-tell", "/eligibility/certificates/new", "/eligibility/certificates/import", $"/awards/{MakeAwards.NumberOf(1)}" })
        {
            (await (await app.Client(SpmisApp.Officer).GetAsync(path + (path.Contains('?') ? "&" : "?") + "culture=ar")).DocumentAsync()).Faults().ShouldBeEmpty(path);
        }

        (await (await app.Client(SpmisApp.Officer).GetAsync("/eligibility/certificates?show=suspended")).DocumentAsync()).Body!.TextContent.ShouldContain(One.RegistrationNumber);
        var wrong = await app.SubmitAsync("/eligibility/certificates/new", SpmisApp.Officer, null, new Dictionary<string, string>
        {
            ["PersonNumber"] = One.RegistrationNumber, ["BornOn.Day"] = "2", ["BornOn.Month"] = "2", ["BornOn.Year"] = "1951", ["ProvedOn.Day"] = "1", ["ProvedOn.Month"] = "6", ["ProvedOn.Year"] = "2026", ["How"] = "Desk", ["Evidence"] = "Card 7",
        });
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync()).ShouldContain("another person");
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<SpmisApp> InForceAsync()
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(One, Two);
        await app.RoundAsync();
        await app.ApproveAllAsync(ApproveAwards.Act);
        return app;
    }

    private static Task<LifeCertificate> ProveAsync(SpmisApp app, PersonFacts person, DateOnly on) => app.UseAsync<ProveLife, LifeCertificate>(act => act.HandleAsync(
        new NewProof { PersonNumber = person.RegistrationNumber, BornOn = person.BornOn!.Value, ProvedOn = on, How = ProofHow.Desk, Evidence = "Card seen" }, SpmisApp.Change(now: on > new DateOnly(2026, 7, 1) ? on.ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc) : null), default));

    private static Task<Award> AwardAsync(SpmisApp app, int n) => app.UseAsync<EligibilityDb, Award>(db => db.Awards.SingleAsync(a => a.Number == MakeAwards.NumberOf(n)));

    private static async Task<(DateOnly? DueOn, DateOnly? GraceUntil)> DueAsync(SpmisApp app, int n)
    {
        var due = await app.UseAsync<EligibilityDb, CertificateDue>(db => db.CertificateDues.SingleAsync(d => d.AwardNumber == MakeAwards.NumberOf(n)));
        return (due.DueOn, due.GraceUntil);
    }

    private static async Task<AwardFacts> LastToldAsync(SpmisApp app, Guid person) => (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).Last(a => a.BeneficiaryId == person);
}

internal static class CertificateCases
{
    /// <summary>The nightly look of a business day, done.</summary>
    public static async Task<long?> NightAsync(this SpmisApp app, DateOnly day)
    {
        var run = await app.UseAsync<IServiceProvider, long?>(services => NightlyCertificates.StartDueAsync(services, day.ToDateTime(new TimeOnly(3, 0), DateTimeKind.Utc), default));
        await app.SettleAsync();
        return run;
    }
}
