using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Registration;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Persons;
using Spmis.TestKit;

namespace Spmis.Tests.Registration;

public sealed class DuplicateTests
{
    [Fact]
    public async Task FindDuplicates_Full_OpensEachPairOnceWithItsReasons()
    {
        await using var app = await SpmisApp.StartAsync();
        await TwiceAsync(app);

        await FindAsync(app, true, 0);
        await FindAsync(app, true, 1);

        var found = await app.UseAsync<RegistrationDb, DuplicateCase>(db => db.Set<DuplicateCase>().SingleAsync());
        found.Probability.ShouldBeGreaterThan(0.99);
        found.SameNationalId.ShouldBeTrue();
        Spmis.Linkage.ExplanationJson.Read(found.Explanation).Evidence.Sum(e => e.Total).ShouldBe(Spmis.Linkage.ExplanationJson.Read(found.Explanation).Weight);
        (await app.PublishedAsync<DuplicatesOpened>()).Single().Cases.Single().CaseId.ShouldBe(found.Id);
    }

    [Fact]
    public async Task FindDuplicates_OfChangedRecords_FindsTheSamePairsAndLooksOnce()
    {
        await using var app = await SpmisApp.StartAsync();
        await TwiceAsync(app);

        var first = await FindAsync(app, false, 0);
        var second = await FindAsync(app, false, 1);

        (first.Done, second.Done).ShouldBe((4, 0));
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<DuplicateCase>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task NightlyRounds_DueOnceANight_EvenLateAndTwice()
    {
        await using var app = await SpmisApp.StartAsync();
        Task<long?> Night(int hour) => app.UseAsync<IServiceProvider, long?>(services => NightlyRounds.StartDueAsync(services, SpmisApp.Now.Date.AddHours(hour), default));
        (await Night(3)).ShouldBeNull("nobody changed");
        await TwiceAsync(app);

        var first = await Night(3);
        (await Night(9)).ShouldBe(first);
        await app.SettleAsync();

        (await app.RunAsync(first!.Value)).Done.ShouldBe(4);
        (await app.UseAsync<RegistrationDb, int>(db => db.Set<DuplicateCase>().CountAsync())).ShouldBe(1);
        (await Night(26)).ShouldBeNull("all were looked at");
    }

    [Fact]
    public async Task Review_TwoOfficersAtOnce_OneDecidesAndTheOtherIsTold()
    {
        await using var app = await SpmisApp.StartAsync();
        await TwiceAsync(app);
        await FindAsync(app, true, 0);
        var id = await CaseAsync(app);

        // Both read the case before either decides.
        await using var one = app.Services.CreateAsyncScope();
        await using var other = app.Services.CreateAsyncScope();
        var (first, second) = (one.ServiceProvider, other.ServiceProvider);
        (await first.GetRequiredService<RegistrationDb>().Set<DuplicateCase>().SingleAsync()).DecidedAt.ShouldBeNull();
        (await second.GetRequiredService<RegistrationDb>().Set<DuplicateCase>().SingleAsync()).DecidedAt.ShouldBeNull();

        await first.GetRequiredService<ReviewDuplicate>().HandleAsync(id, ReviewAnswer.Different, null, SpmisApp.Change("duplicates.review"), default);
        var refusal = await Registry.RefusalAsync(() => second.GetRequiredService<ReviewDuplicate>().HandleAsync(id, ReviewAnswer.Unsure, null, SpmisApp.Change("duplicates.review", SpmisApp.Supervisor), default));

        refusal.Code.ShouldBeOneOf("duplicate.decided", "concurrent", "changed-meanwhile");
        var decided = await app.UseAsync<RegistrationDb, DuplicateCase>(db => db.Set<DuplicateCase>().SingleAsync());
        (decided.Decision, decided.DecidedBy, decided.UnsureAt).ShouldBe((CaseDecision.Different, SpmisApp.Officer.Name, null));
        (await app.PublishedAsync<DuplicatesSettled>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Merge_AIntoBAndBIntoCApprovedAtOnce_OneHoldsAndNobodyIsLost()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var numbers = new[] { "Amina", "Baraka", "Chiku" }.Select(name => app.RegisterAsync(new NewPerson { GivenName = name }).GetAwaiter().GetResult().Number).ToList();
        var first = await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(numbers[1], numbers[0], SpmisApp.Change(), default));
        var second = await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(numbers[2], numbers[1], SpmisApp.Change(), default));

        var outcomes = await Task.WhenAll(new[] { first, second }.Select(proposal => Task.Run(async () =>
        {
            try
            {
                await app.ApproveAsync(proposal.Id);
                return (Exception?)null;
            }
            catch (Exception refused) when (refused is Refused or DbUpdateConcurrencyException)
            {
                return refused;
            }
        })));

        outcomes.Count(o => o is null).ShouldBe(1);
        var into = new List<Guid?>();
        foreach (var number in numbers)
        {
            into.Add((await app.ReadAsync(number)).Person.MergedIntoId);
        }

        into.Count(i => i is not null).ShouldBe(1, "exactly one record points to another");
    }

    [Fact]
    public async Task Review_Different_IsForEver()
    {
        await using var app = await SpmisApp.StartAsync();
        var (a, b) = await TwiceAsync(app);
        await FindAsync(app, true, 0);
        var id = await CaseAsync(app);

        await ReviewAsync(app, id, ReviewAnswer.Different);
        await FindAsync(app, true, 1);

        (await app.PublishedAsync<DuplicatesSettled>()).Single().Cases.Single().CaseId.ShouldBe(id);
        (await app.ReadAsync(a)).OpenCases.ShouldBeEmpty();
        (await Registry.RefusalAsync(() => app.UseAsync<ProposeMerge>(act => act.HandleAsync(a, b, SpmisApp.Change(), default)))).Code.ShouldBe("merge.declared-different");
        (await Registry.RefusalAsync(() => ReviewAsync(app, id, ReviewAnswer.Same))).Code.ShouldBe("duplicate.decided");
    }

    [Fact]
    public async Task Merge_ApprovedByThePreparer_IsRefused()
    {
        await using var app = await SpmisApp.StartAsync();
        var (a, _) = await TwiceAsync(app);
        await FindAsync(app, true, 0);
        var proposal = await ReviewAsync(app, await CaseAsync(app), ReviewAnswer.Same);

        (await Registry.RefusalAsync(() => app.ApproveAsync(proposal!.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.own");

        (await app.ReadAsync(a)).MergedNumbers.ShouldBeEmpty();
    }

    [Fact]
    public async Task Merge_Approved_MovesEverythingAndSettlesTheCase()
    {
        await using var app = await SpmisApp.StartAsync();
        var (a, b) = await TwiceAsync(app);
        await FindAsync(app, true, 0);

        await MergeAsync(app);

        var (survivor, merged) = (await app.ReadAsync(a), await app.ReadAsync(b));
        merged.MergedIntoNumber.ShouldBe(a);
        survivor.MergedNumbers.ShouldBe([b]);
        survivor.Identifiers.Count.ShouldBe(2);
        survivor.Person.PayAccount.ShouldBe("0011223344");
        survivor.OpenCases.ShouldBeEmpty();
        (await app.PublishedAsync<PersonsMerged>()).Single().MergedIds.ShouldBe([merged.Person.Id]);
        (await app.PublishedAsync<DuplicatesSettled>()).Single().Cases.Count.ShouldBe(1);
        (await app.PublishedAsync<PersonsRecorded>())[^1].Persons.Single(p => p.PersonId == merged.Person.Id).MergedIntoId.ShouldBe(survivor.Person.Id);
        (await LikelyAsync(app, "Aminah")).Select(p => p.Number).ShouldBe([a]);
    }

    [Fact]
    public async Task UndoMerge_Approved_RestoresBothAsTheyWere()
    {
        await using var app = await SpmisApp.StartAsync();
        var (a, b) = await TwiceAsync(app);
        var before = (await app.ReadAsync(a), await app.ReadAsync(b));
        await FindAsync(app, true, 0);
        await MergeAsync(app);

        var proposal = await app.UseAsync<ProposeUndo, Proposal>(act => act.HandleAsync(b, SpmisApp.Change(reason: "They are twins"), default));
        await app.ApproveAsync(proposal.Id);

        var after = (await app.ReadAsync(a), await app.ReadAsync(b));
        after.Item1.Identifiers.ShouldBe(before.Item1.Identifiers);
        after.Item2.Identifiers.ShouldBe(before.Item2.Identifiers);
        after.Item1.Person.PayAccount.ShouldBeNull();
        (after.Item2.Person.MergedIntoId, after.Item2.HouseholdNumber).ShouldBe((null, before.Item2.HouseholdNumber));
        after.Item2.Household.ShouldBe(before.Item2.Household);
        (await app.PublishedAsync<MergeUndone>()).Count.ShouldBe(1);
        await FindAsync(app, true, 1);
        (await app.ReadAsync(a)).OpenCases.ShouldBeEmpty("an undone merge says for ever that they are two");
        (await Registry.RefusalAsync(() => app.UseAsync<ProposeUndo>(act => act.HandleAsync(b, SpmisApp.Change(reason: "again"), default)))).Code.ShouldBe("merge.none");
    }

    [Fact]
    public async Task Merge_RecordChangedAfterItWasShown_IsRefusedAsMoved()
    {
        await using var app = await SpmisApp.StartAsync();
        var (a, _) = await TwiceAsync(app);
        await FindAsync(app, true, 0);
        var proposal = await ReviewAsync(app, await CaseAsync(app), ReviewAnswer.Same);

        await app.UseAsync<CorrectDetails>(act => act.HandleAsync(a, null, Registry.Amina with { FamilyName = "Other" }, SpmisApp.Change(reason: "typing error"), default));

        (await Registry.RefusalAsync(() => app.ApproveAsync(proposal!.Id))).Code.ShouldBe("proposal.data-moved");
    }

    [Fact]
    public async Task Merge_ChainAIntoBWhileBIntoC_EndsInOneSurvivor()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var a = (await app.RegisterAsync(new NewPerson { GivenName = "Amina" })).Number;
        var b = (await app.RegisterAsync(new NewPerson { GivenName = "Baraka" })).Number;
        var c = (await app.RegisterAsync(new NewPerson { GivenName = "Chiku" })).Number;
        var first = await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(b, a, SpmisApp.Change(), default));
        var second = await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(c, b, SpmisApp.Change(), default));

        await app.ApproveAsync(second.Id);

        (await Registry.RefusalAsync(() => app.ApproveAsync(first.Id))).Code.ShouldBeOneOf("proposal.data-moved", "merge.merged-already");
        (await app.ReadAsync(a)).Person.MergedIntoId.ShouldBeNull();
    }

    [Fact]
    public async Task CertainMerges_OneApproval_MergesWhatThePolicyAllowsAndLeavesTheRest()
    {
        await using var app = await SpmisApp.StartAsync();
        var (a, b) = await TwiceAsync(app);
        var twin = (await app.RegisterAsync(Registry.Amina with { GivenName = "Aminah", NationalId = "99887766", Phone = null }, new LikelyDecision(a, LikelyAnswer.Unsure), new LikelyDecision(b, LikelyAnswer.Unsure))).Number;
        await FindAsync(app, true, 0);

        var proposal = await app.UseAsync<ProposeCertainMerges, Proposal>(act => act.HandleAsync(ProposeCertainMerges.DefaultThreshold, SpmisApp.Change(), default));
        (await Registry.RefusalAsync(() => app.ApproveAsync(proposal.Id, SpmisApp.Officer))).Code.ShouldBe("proposal.own");
        await app.ApproveAsync(proposal.Id);
        await app.SettleAsync();

        (await app.ReadAsync(b)).MergedIntoNumber.ShouldBe(a);
        (await app.ReadAsync(twin)).MergedIntoNumber.ShouldBeNull();
        (await app.ReadAsync(twin)).OpenCases.ShouldNotBeEmpty();
        (await Registry.RefusalAsync(() => app.UseAsync<ProposeCertainMerges>(act => act.HandleAsync(0.999, SpmisApp.Change(), default)))).Code.ShouldBe("merge.none-certain");
    }

    /// <summary>Amina twice under different spellings, with two others about.</summary>
    private static async Task<(string First, string Second)> TwiceAsync(SpmisApp app)
    {
        var run = await app.ImportedAsync(Registry.Header
            + "P1,Amina,Hassan,Wanjiru,,F,1988-03-27,23456781,+254712345678,Kisumu,Nyalenda,H1,head,employed,,,\n"
            + "P2,Otieno,,Okello,,M,1979-11-02,11223344,,Kisumu,Nyalenda,H1,spouse,none,,,\n"
            + "P3,Aminah,Hassan,Wanjiru,,F,1988-03-27,2345 6781,0712345678,Kisumu,Nyalenda,H2,head,employed,,BANKA,0011223344\n"
            + "P4,Zawadi,,Achieng,,F,2001-06-15,,,Nakuru,Bondeni,,,none,,,\n");
        var lines = await app.LinesAsync(run.Id);
        return (lines[0].Number!, lines[2].Number!);
    }

    private static async Task<Spmis.Kernel.Runs.Run> FindAsync(SpmisApp app, bool full, int day)
    {
        var id = await app.UseAsync<FindDuplicates, long>(act => act.HandleAsync(full, SpmisApp.Change("duplicates.find", now: SpmisApp.Now.AddDays(day)), default));
        await app.SettleAsync();
        var run = await app.RunAsync(id);
        run.State.ShouldBe("finished", run.Problem);
        return run;
    }

    private static Task<Guid> CaseAsync(SpmisApp app) => app.UseAsync<RegistrationDb, Guid>(db => db.Set<DuplicateCase>().Select(c => c.Id).SingleAsync());

    private static Task<Proposal?> ReviewAsync(SpmisApp app, Guid id, ReviewAnswer answer) =>
        app.UseAsync<ReviewDuplicate, Proposal?>(act => act.HandleAsync(id, answer, null, SpmisApp.Change("duplicates.review"), default));

    private static async Task MergeAsync(SpmisApp app)
    {
        var proposal = await ReviewAsync(app, await CaseAsync(app), ReviewAnswer.Same);
        await app.ApproveAsync(proposal!.Id);
        await app.SettleAsync();
    }

    private static Task<IReadOnlyList<LikelyPerson>> LikelyAsync(SpmisApp app, string given) =>
        app.UseAsync<FindLikely, IReadOnlyList<LikelyPerson>>(act => act.HandleAsync(Registry.Amina with { GivenName = given }, default));

    /// <summary>A merged into M, M into S: all are of S's office. Undone, M and A go back to theirs, and S keeps its own though it had taken over M's address.</summary>
    [Fact]
    public async Task Merges_OfRecordsOfTwoOffices_AndTheirUndoing_LeaveEachChainWithItsOffice()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var numbers = new List<string>();
        foreach (var (given, family, born, district) in new[] { ("Amina", "Wanjiru", 1990, null), ("Halima", "Otieno", 1980, "Hilltown"), ("Zawadi", "Achieng", 1971, (string?)null) })
        {
            numbers.Add((await app.RegisterAsync(new NewPerson { GivenName = given, FamilyName = family, BornOn = new(born, 2, 3), District = district })).Number);
        }

        var (survivor, merged, chained) = (numbers[0], numbers[1], numbers[2]);
        await app.UseAsync<RegistrationDb>(db => db.Set<Person>().Where(p => p.Number == survivor).ExecuteUpdateAsync(s => s.SetProperty(p => p.Office, "SOUTH")));
        await app.UseAsync<RegistrationDb>(db => db.Set<Person>().Where(p => p.Number != survivor).ExecuteUpdateAsync(s => s.SetProperty(p => p.Office, "NORTH")));
        await MergeAsync(merged, chained);
        await MergeAsync(survivor, merged);
        var united = await OfficesAsync();
        united.Distinct().ShouldHaveSingleItem("one person's records are of one office");

        await app.ApproveAsync((await app.UseAsync<ProposeUndo, Proposal>(act => act.HandleAsync(merged, SpmisApp.Change(reason: "They are sisters"), default))).Id);
        (await OfficesAsync()).ShouldBe(["SOUTH", "NORTH", "NORTH"]);

        Task<List<string?>> OfficesAsync() => app.UseAsync<RegistrationDb, List<string?>>(db => db.Set<Person>().OrderBy(p => p.Number).Select(p => p.Office).ToListAsync());

        async Task MergeAsync(string into, string number) =>
            await app.ApproveAsync((await app.UseAsync<ProposeMerge, Proposal>(act => act.HandleAsync(into, number, SpmisApp.Change(reason: "Same person"), default))).Id);
    }
}
