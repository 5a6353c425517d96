using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions;
using Spmis.Contributions.Accounts;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Recalculations;
using Spmis.Contributions.Reminders;
using Spmis.Contributions.Takeover;
using Spmis.Eligibility;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Eligibility.Recertifications;
using Spmis.Eligibility.Statements;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Secrets;
using Spmis.Payments;
using Spmis.Payments.Deductions;
using Spmis.Payments.NameChecks;
using Spmis.Payments.Payouts;
using Spmis.Payments.Reconciliation;
using Spmis.Registration;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;
using Spmis.Registration.Photos;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Identity;

/// <summary>What neither a demo month nor the acts of <see cref="ReadStory"/> leave behind, put in as rows: the pages that show it read nothing else.</summary>
internal static class ReadRows
{
    /// <summary>Puts them in.</summary>
    /// <returns>The addresses that show them and that no page links to.</returns>
    public static async Task<IReadOnlyList<string>> PutAsync(SpmisApp app, OfficeScopeTests.Sample one, IReadOnlyList<string> people) =>
    [
        .. await EvidenceAndCasesAsync(app, one, people), .. await RunsAsync(app, people), .. await AmountsAsync(app, one), .. await ContributionsAsync(app, people), .. await TakeoverAsync(app, people),
        .. await PaymentsAsync(app, one, people), .. await PhotoAsync(app, one),
    ];

    private static async Task<List<string>> EvidenceAndCasesAsync(SpmisApp app, OfficeScopeTests.Sample one, IReadOnlyList<string> people)
    {
        using var pdf = new MemoryStream("%PDF-1.7 a paper"u8.ToArray());
        var kept = await app.UseAsync<IServiceProvider, StoredFile>(s => s.GetRequiredService<FileStore>().SaveAsync(pdf, "paper.pdf", null, default));
        return await app.UseAsync<EligibilityDb, List<string>>(async db =>
        {
            var (claim, insured, survivor) = (await db.Claims.SingleAsync(c => c.Number == one.Claim), await PersonAsync(db, people[1]), await PersonAsync(db, people[2]));
            var paper = new EvidenceItem { Id = Guid.CreateVersion7(), ClaimId = claim.Id, Kind = "id-card", Sha256 = kept.Sha256, FileName = kept.Name, ContentType = "application/pdf", Length = kept.Length, ReceivedAt = SpmisApp.Now, ReceivedBy = "test" };
            var death = new SurvivorCase { Id = Guid.CreateVersion7(), Number = SurvivorCase.NumberOf(1), Scheme = claim.Scheme, InsuredId = insured.Id, InsuredNumber = insured.Number, DiedOn = new(2026, 5, 1), OpenedAt = SpmisApp.Now, OpenedBy = "test" };
            var decision = await db.Determinations.AsNoTracking().FirstAsync(d => d.PersonNumber == people[0]);
            var (of, decided) = (
                new Claim { Id = Guid.CreateVersion7(), Number = CheckDigit.Append("390000001"), PersonId = survivor.Id, PersonNumber = survivor.Number, CaseId = death.Id, InsuredId = insured.Id, InsuredNumber = insured.Number, Scheme = claim.Scheme, EventOn = new(2026, 5, 1), FiledOn = new(2026, 5, 2), Facts = "{}", Source = "case", RecordedAt = SpmisApp.Now },
                new Claim { Id = Guid.CreateVersion7(), Number = CheckDigit.Append("390000002"), PersonId = decision.PersonId, PersonNumber = decision.PersonNumber, Scheme = decision.Scheme, EventOn = new(2026, 5, 1), FiledOn = new(2026, 5, 2), Facts = "{}", Source = "decided", RecordedAt = SpmisApp.Now, Outcome = decision.Outcome, DecidedAt = SpmisApp.Now, DeterminationId = decision.Id });
            db.AddRange(paper, death, of.Seal(db.Keys!), decided.Seal(db.Keys!), new EvidenceRequest { Id = Guid.CreateVersion7(), ClaimId = claim.Id, Sequence = 1, Kinds = "id-card", AskedOn = new(2026, 6, 4), AskedBy = "test" });
            await db.SaveAsync(SpmisApp.Change("test"), default);
            return [$"/api/eligibility/evidence/{paper.Id}/file", $"/claims/{claim.Number}/evidence/{paper.Id}/file", $"/claims/{claim.Number}/asked/1", $"/claims/cases/{death.Number}", $"/api/eligibility/claims/cases/{death.Number}", $"/me/claims/{decided.Number}/letter"];
        });
    }

    private static async Task<List<string>> RunsAsync(SpmisApp app, IReadOnlyList<string> people)
    {
        var year = SpmisApp.Now.Year;
        await app.UseAsync<StartStatements>(act => act.HandleAsync(year, SpmisApp.Change(StatementsWorker.RunKind), default));
        await app.SettleAsync();
        var stated = await app.UseAsync<EligibilityDb, string>(async db => (await db.Statements.AsNoTracking().FirstAsync()).PersonNumber);
        var recertified = await app.UseAsync<EligibilityDb, List<long>>(db => db.Set<AwardRecertification>().Select(r => r.Id).ToListAsync());
        var (claims, proofs, mapper) = (
            await app.UseAsync<EligibilityDb, long>(db => OfPersonsAsync(db, ClaimsWorker.RunKind, people)), await app.UseAsync<EligibilityDb, long>(db => OfPersonsAsync(db, ProofsWorker.RunKind, people)),
            await app.UseAsync<PaymentsDb, long>(db => OfPersonsAsync(db, "payments.mapper-resolve", people)));
        return
        [
            $"/api/eligibility/persons/{stated}/statements/{year}", $"/claims/runs/{claims}", $"/eligibility/runs/{proofs}", $"/api/payments/mapper/runs/{mapper}/lines",
            .. recertified.SelectMany(id => Enum.GetNames<RecertificationKind>().Select(kind => $"/api/eligibility/recertifications/{id}/lines?kind={kind}")),
        ];
    }

    /// <summary>A run that is over, with a line for each person that was refused.</summary>
    private static async Task<long> OfPersonsAsync(Spmis.Kernel.Data.ModuleDb db, string kind, IReadOnlyList<string> people)
    {
        var run = Run.Of(kind, $"{kind}:read", "To be read", new { }, SpmisApp.Change("test"), local: true);
        run.FinishedAt = SpmisApp.Now;
        db.Add(run);
        await db.SaveAsync(SpmisApp.Change("test"), default);
        db.AddRange(people.Take(2).Select((p, i) => new RunLine { RunId = run.Id, Line = i + 2, Verdict = RunLine.RefusedVerdict, Code = "test", Number = p, Text = "To be read." }));
        await db.SaveAsync(SpmisApp.Change("test"), default);
        return run.Id;
    }

    private static Task<List<string>> AmountsAsync(SpmisApp app, OfficeScopeTests.Sample one) => app.UseAsync<EligibilityDb, List<string>>(async db =>
    {
        var award = await db.Awards.AsNoTracking().SingleAsync(a => a.Number == one.Award);
        var raised = new Indexation { Scheme = award.Scheme, FromMonth = new Month(2026, 10), DryRun = true, Basis = IndexationBasis.Amount, PackageHash = new string('0', 64), PackageVersion = "1.0.0", AsKnownOn = new(2026, 7, 1), Currency = award.Currency, StartedAt = SpmisApp.Now, StartedBy = "test", FinishedAt = SpmisApp.Now };
        db.Add(raised);
        await db.SaveAsync(SpmisApp.Change("test"), default);
        db.Add(new IndexationLine { IndexationId = raised.Id, AwardId = award.Id, AwardNumber = award.Number, Kind = IndexationKind.Raised, OldMinor = award.MonthlyMinor, NewMinor = award.MonthlyMinor + 100, ChangeMinor = 100 });
        await db.SaveAsync(SpmisApp.Change("test"), default);
        return [$"/eligibility/indexations/{raised.Id}", $"/api/eligibility/indexations/{raised.Id}", $"/api/eligibility/indexations/{raised.Id}/lines"];
    });

    private static async Task<List<string>> ContributionsAsync(SpmisApp app, IReadOnlyList<string> people)
    {
        var employer = await app.UseAsync<RegistrationDb, Employer>(db => db.Set<Employer>().AsNoTracking().OrderBy(e => e.Number).FirstAsync());
        return await app.UseAsync<ContributionsDb, List<string>>(async db =>
        {
            var worker = await db.Set<WorkerCopy>().AsNoTracking().FirstAsync(w => people.Contains(w.RegistrationNumber));
            var law = await db.Set<SchemeInForce>().AsNoTracking().OrderByDescending(s => s.Id).FirstAsync();
            var again = new Recalculation { Scheme = law.Scheme, InForceId = law.Id, PackageVersion = "1.0.0", FromMonth = new Month(2026, 3), ThroughMonth = new Month(2026, 3), Currency = "KES", StartedAt = SpmisApp.Now, StartedBy = "test", LastContributionId = 0, Waiting = 0, FinishedAt = SpmisApp.Now };
            var asked = new AccountRequest { Id = Guid.CreateVersion7(), EmployerId = employer.Id, EmployerNumber = employer.Number, PaymentReference = "70000000001", Name = "Carla Clerk", Phone = "+254 700551944", AskedAt = SpmisApp.Now };
            var reminder = new Reminder { Kind = ReminderKind.Return, Subject = "read", Step = 1, PersonId = worker.PersonId, Number = worker.RegistrationNumber, Scheme = law.Scheme, Month = new Month(2026, 4), Currency = "KES", DueOn = new(2026, 5, 9), MadeOn = new(2026, 5, 20) };
            db.AddRange(again, asked, reminder);
            await db.SaveAsync(SpmisApp.Change("test"), default);
            var difference = new AssessmentDifference
            {
                RecalculationId = again.Id, PersonId = worker.PersonId, DeclaredPersonId = worker.PersonId, PersonNumber = worker.RegistrationNumber, EmployerNumber = "", Month = new Month(2026, 3), Kind = DifferenceKind.More, ReceiptId = Guid.CreateVersion7(), WageMinor = 100_000,
                WasBaseMinor = 100_000, WasEmployeeMinor = 5_000, WasEmployerMinor = 5_000, NowBaseMinor = 100_000, NowEmployeeMinor = 6_000, NowEmployerMinor = 6_000, DifferenceMinor = 2_000, PackageHash = law.Hash, MonthWasMinor = 10_000, MonthWasBaseMinor = 100_000,
            };
            db.Add(difference);
            await db.SaveAsync(SpmisApp.Change("test"), default);
            var (page, api) = ($"/contributions/recalculations/{again.Id}", $"/api/contributions/recalculations/{again.Id}");
            return
            [
                page, $"{page}?by=employer", $"{page}/differences/{difference.Id}", api, $"{api}/differences", $"{api}/employers", $"/contributions/account-requests/{asked.Id}", $"/contributions/reminders/{reminder.Id}/letter",
                $"/api/contributions/drafts/{employer.Number}/2026-08", $"/api/contributions/drafts/{employer.Number}/2026-08/preview", "/returns/form/check?month=2026-08", "/returns/form/working?month=2026-08&line=1",
            ];
        });
    }

    private static async Task<List<string>> TakeoverAsync(SpmisApp app, IReadOnlyList<string> people)
    {
        var scheme = await app.UseAsync<ContributionsDb, string>(db => db.Set<SchemeInForce>().OrderByDescending(s => s.Id).Select(s => s.Scheme).FirstAsync());
        var file = $"person_number,employer_number,from,to,wage,employee,employer,insured_months,reference\n{people[3]},{CheckDigit.Append("8999999")},2019-02,,1000,10,10,1,A1\n";
        var input = new NewTakeover { Kind = TakeoverKind.History, Source = "Old Fund", CutOver = new Month(2025, 1), Scheme = scheme, Controls = "lines 1\n2019 employee 10\n2019 employer 10", File = new MemoryStream(Encoding.UTF8.GetBytes(file)), FileName = "old.csv" };
        var taken = await app.UseAsync<PrepareTakeover, TakeoverPrepared>(act => act.HandleAsync(input, SpmisApp.Change(PrepareTakeover.Act), default));
        await app.SettleAsync();
        return
        [
            $"/contributions/takeovers/{taken.BatchId}", $"/contributions/takeovers/{taken.BatchId}?handler=Refused", $"/api/contributions/takeovers/{taken.BatchId}", $"/api/contributions/takeovers/{taken.BatchId}/refused",
            "/contributions/takeovers/reconciliation?source=Old%20Fund", "/api/contributions/takeovers/reconciliation?source=Old%20Fund",
        ];
    }

    private static async Task<List<string>> PaymentsAsync(SpmisApp app, OfficeScopeTests.Sample one, IReadOnlyList<string> people)
    {
        var answers = Encoding.UTF8.GetBytes($"check_reference,account_holder,result\n{people[0]},Amina,match\n");
        var taken = await app.UseAsync<ImportNameAnswers, StatusFileTaken>(act => act.HandleAsync(new StatusUpload { Agency = "BANKA", FileName = "answers.csv", Content = new MemoryStream(answers), Length = answers.Length }, SpmisApp.Change(ImportNameAnswers.Act), default));
        await app.SettleAsync();
        var payout = await app.UseAsync<PaymentsDb, long>(async db =>
        {
            var order = await db.Set<DeductionOrder>().FirstAsync(o => o.AwardNumber == one.Award);
            var made = new Payout { Number = "PO" + CheckDigit.Append("20260001"), Kind = order.Kind, Creditor = order.Creditor, Currency = order.Currency, ToDay = new(2026, 7, 1), Lines = 1, TotalMinor = 100, PreparedAt = SpmisApp.Now, PreparedById = "test", PreparedBy = "test" };
            db.Add(made);
            await db.SaveAsync(SpmisApp.Change("test"), default);
            db.Add(new PayoutLine { PayoutId = made.Id, Reference = one.Payment, OrderId = order.Id, CameBack = false, Scheme = "demo-old-age-grant", AmountMinor = 100, KnownAt = SpmisApp.Now });
            await db.SaveAsync(SpmisApp.Change("test"), default);
            return made.Id;
        });
        return
        [
            $"/api/payments/name-checks/answers/{taken.FileId}/lines", $"/payments/payouts/{payout}", $"/payments/payouts/{payout}?handler=Lines", $"/api/payments/payouts/{payout}", $"/api/payments/payouts/{payout}/lines", "/api/payments/payouts/due?to=2026-07-01",
            $"/api/payments/vouchers/serials/{CheckDigit.Append("10000010000001")}", "/api/payments/calendar?from=2026-07",
        ];
    }

    private static async Task<List<string>> PhotoAsync(SpmisApp app, OfficeScopeTests.Sample one)
    {
        var keys = app.Services.GetRequiredService<ColumnKeys>();
        await app.UseAsync<RegistrationDb>(async db =>
        {
            var (person, id) = (await db.Set<Person>().SingleAsync(p => p.Number == one.Person), Guid.CreateVersion7());
            db.Add(new PersonPhoto { PersonId = person.Id, Id = id, Sha256 = new string('0', 64), Width = 600, Height = 750, TakenAt = SpmisApp.Now, TakenBy = "test", Content = keys.Seal(new SecretPlace("person_photos", "content", id.ToString("N")), Convert.ToBase64String([0xFF, 0xD8, 0xFF])) });
            await db.SaveAsync(SpmisApp.Change("test"), default);
        });
        return [$"/persons/{one.Person}/photo/file", $"/api/registration/persons/{one.Person}/photo", "/me/photo", "/api/registration/me/photo"];
    }

    private static async Task<(Guid Id, string Number)> PersonAsync(EligibilityDb db, string number) => ((await db.Persons.AsNoTracking().SingleAsync(p => p.RegistrationNumber == number)).PersonId, number);
}
