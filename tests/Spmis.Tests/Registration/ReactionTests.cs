using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Payments;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Proposals;
using Spmis.Registration;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Employments;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;
using Spmis.Registration.Reactions;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

public sealed class ReactionTests
{
    private static readonly Guid Employer = Guid.CreateVersion7();

    [Fact]
    public async Task Match_EachWay_GivesItsOutcome()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var amina = await app.RegisterAsync(Registry.Amina);

        var verdicts = await MatchAsync(
            app,
            new PersonToMatch { Line = 2, RegistrationNumber = amina.Number.Insert(2, " "), GivenName = "Amina", FamilyName = "Wanjiru" },
            new PersonToMatch { Line = 3, RegistrationNumber = amina.Number, GivenName = "Otieno", FamilyName = "Okello" },
            new PersonToMatch { Line = 4, NationalId = "2345-6781", GivenName = "Amina", FamilyName = "Wanjiru" },
            new PersonToMatch { Line = 5, GivenName = "Aminah", FamilyName = "Wanjiru", BornOn = new(1988, 3, 27) },
            new PersonToMatch { Line = 6, GivenName = "Zawadi", FamilyName = "Achieng", BornOn = new(2000, 1, 2), NationalId = "55667788" },
            new PersonToMatch { Line = 7, RegistrationNumber = "26000000199" },
            new PersonToMatch { Line = 8 },
            new PersonToMatch { Line = 9, GivenName = "Baraka", BornOn = new(2033, 1, 1) });

        verdicts.Select(v => v.Line).ShouldBe([2, 3, 4, 5, 6, 7, 8, 9]);
        verdicts.Select(v => v.Outcome).Take(3).ShouldBe(["certain", "likely", "certain"]);
        verdicts[3].Outcome.ShouldBeOneOf("certain", "likely");
        verdicts.Select(v => v.Outcome).Skip(4).ShouldBe(["provisional", "refused", "refused", "refused"]);
        verdicts.Take(4).ShouldAllBe(v => v.PersonId == amina.PersonId && v.RegistrationNumber == amina.Number);
        verdicts.Where(v => v.Outcome != "certain").ShouldAllBe(v => v.Text!.Length > 20);
        (await app.PublishedAsync<PersonsRecorded>())[^1].Persons.Single().Provisional.ShouldBeTrue();
    }

    [Fact]
    public async Task Match_SameUnknownWorkerNextMonth_IsTheSameProvisionalPerson()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var nameOnly = new PersonToMatch { Line = 2, GivenName = "Zawadi", FamilyName = "Achieng" };

        var january = await MatchAsync(app, nameOnly, nameOnly with { Line = 3 });
        var february = await MatchAsync(app, nameOnly);

        january[0].PersonId.ShouldBe(january[1].PersonId);
        (february[0].Outcome, february[0].PersonId).ShouldBe(("certain", january[0].PersonId));
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<Person>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Match_NumberOfAMergedRecord_LeadsToTheSurvivor()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var survivor = await app.RegisterAsync(Registry.Amina);
        var merged = await app.RegisterAsync(new NewPerson { GivenName = "Zawadi", FamilyName = "Achieng" });
        await MergeAsync(app, survivor.Number, merged.Number);

        var verdicts = await MatchAsync(app, new PersonToMatch { Line = 2, RegistrationNumber = merged.Number });

        verdicts.Single().PersonId.ShouldBe(survivor.PersonId);
    }

    [Fact]
    public async Task KeepEmployments_MonthsThenLeaving_KeepsOneSpellAndOpensAnotherLater()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var worker = await app.RegisterAsync(Registry.Amina);
        var employer = await app.UseAsync<RegisterEmployer, RegisteredEmployer>(act => act.HandleAsync(new NewEmployer { Name = "Lakeside Mills", LegalForm = LegalForm.Company }, SpmisApp.Change(), default));
        Task Declare(int month, DateOnly? started = null, DateOnly? left = null) =>
            app.SendAsync<KeepEmployments, WorkersDeclared>(new WorkersDeclared { EmployerId = employer.EmployerId, Month = month, Workers = [new DeclaredWorker(worker.PersonId, started, left)] });

        await Declare(202601, started: new(2025, 11, 15));
        await Declare(202602);
        await Declare(202603, left: new(2026, 3, 20));
        await Declare(202603, left: new(2026, 3, 20));
        await Declare(202605);

        (await app.ReadAsync(worker.Number)).Employments.Select(e => (e.StartedOn, e.EndedOn)).ShouldBe(
            [(new DateOnly(2026, 5, 1), null), (new DateOnly(2025, 11, 15), new DateOnly(2026, 3, 20))]);
    }

    [Fact]
    public async Task Clearance_Asked_NamesWhatStopsPaymentsOnceDelivered()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var a = await app.RegisterAsync(Registry.Amina);
        var b = await app.RegisterAsync(new NewPerson { GivenName = "Zawadi" });
        await app.UseAsync<RecordDeath>(act => act.HandleAsync(a.Number, new(2026, 6, 3), SpmisApp.Change() with { Evidence = "certificate 9" }, default));
        await MergeAsync(app, a.Number, b.Number);
        await app.SettleAsync();
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        await app.SendAsync<AnswerClearance, ClearanceAsked>(new ClearanceAsked { PaymentRunId = first });
        await app.SendAsync<AnswerClearance, ClearanceAsked>(new ClearanceAsked { PaymentRunId = first });
        await app.SendAsync<AnswerClearance, ClearanceAsked>(new ClearanceAsked { PaymentRunId = second });

        var answers = await app.PublishedAsync<ClearanceGiven>();
        answers.Select(g => g.MustHaveApplied.Count).ShouldBe([3, 3, 0]);
        var published = await app.UseAsync<RegistrationDb, List<Guid>>(db => db.Outbox.Select(o => o.MessageId).ToListAsync());
        answers[0].MustHaveApplied.ShouldBeSubsetOf(published);
    }

    private static async Task MergeAsync(SpmisApp app, string survivor, string merged)
    {
        var proposal = await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(survivor, merged, SpmisApp.Change(), default));
        await app.ApproveAsync(proposal.Id);
    }

    private static async Task<IReadOnlyList<MatchVerdict>> MatchAsync(SpmisApp app, params PersonToMatch[] lines)
    {
        var request = Guid.CreateVersion7();
        await app.SendAsync<MatchWorkers, MatchPersons>(new MatchPersons { RequestId = request, RunId = 1, EmployerId = Employer, Lines = lines });
        return (await app.PublishedAsync<PersonsMatched>()).Single(m => m.RequestId == request).Lines;
    }
}
