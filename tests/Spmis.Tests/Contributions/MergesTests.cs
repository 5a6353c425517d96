using Spmis.Contracts.Registration;
using Spmis.Contributions.Receipts;
using static Spmis.Tests.Contributions.BankFile;
using static Spmis.Tests.Contributions.ContributionsWorld;

namespace Spmis.Tests.Contributions;

public sealed class MergesTests
{
    private static readonly Guid First = new("00000000-0000-7000-9000-000000000001");
    private static readonly Guid Second = new("00000000-0000-7000-9000-000000000002");

    [Fact]
    public async Task Merge_TwoRecordsOfOnePerson_MonthsGoToTheSurvivorAndBack()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await PaidMonthsAsync(world);

        await world.PublishAsync(new PersonsMerged { MergeId = First, SurvivorId = PersonId(1), MergedIds = [PersonId(2)] });

        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b1100);
        (await world.YearAsync(2))!.InsuredMonths.ShouldBe(0);

        await world.PublishAsync(new MergeUndone { MergeId = First, SurvivorId = PersonId(1), MergedIds = [PersonId(2)] });

        (await world.YearAsync(1))!.InsuredMonths.ShouldBe(0b0100);
        (await world.YearAsync(2))!.InsuredMonths.ShouldBe(0b1000);
    }

    [Fact]
    public async Task Merge_Chain_UndoingTheFirstTakesOnlyItsMonths()
    {
        await using var world = await ContributionsWorld.StartAsync(3);
        await PaidMonthsAsync(world);
        await world.PublishAsync(new PersonsMerged { MergeId = First, SurvivorId = PersonId(1), MergedIds = [PersonId(2)] });
        await world.PublishAsync(new PersonsMerged { MergeId = Second, SurvivorId = PersonId(3), MergedIds = [PersonId(1)] });
        (await world.YearAsync(3))!.InsuredMonths.ShouldBe(0b1100);

        await world.PublishAsync(new MergeUndone { MergeId = First, SurvivorId = PersonId(1), MergedIds = [PersonId(2)] });

        (await world.YearAsync(3))!.InsuredMonths.ShouldBe(0b0100);
        (await world.YearAsync(2))!.InsuredMonths.ShouldBe(0b1000);
    }

    [Fact]
    public async Task Undo_ArrivingBeforeItsMerge_LeavesEverybodyAlone()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await PaidMonthsAsync(world);

        await world.PublishAsync(new MergeUndone { MergeId = First, SurvivorId = PersonId(1), MergedIds = [PersonId(2)] });
        await world.PublishAsync(new PersonsMerged { MergeId = First, SurvivorId = PersonId(1), MergedIds = [PersonId(2)] });

        (await world.YearAsync(2))!.InsuredMonths.ShouldBe(0b1000);
    }

    [Fact]
    public async Task File_NumberOfAMergedRecord_CountsForTheSurvivorAndTwiceIsRefused()
    {
        await using var world = await ContributionsWorld.StartAsync(2);
        await world.PublishAsync(new PersonsMerged { MergeId = First, SurvivorId = PersonId(1), MergedIds = [PersonId(2)] });

        var filed = await world.FileAsync(File(Line(Worker(2), "9000"), Line(Worker(1), "9000")));

        (await world.ReturnAsync(filed.ReturnId)).Refused.ShouldBe(1);
        (await world.YearAsync(1)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Facts_OlderVersionArrivingLate_IsNotTaken()
    {
        await using var world = await ContributionsWorld.StartAsync(1);

        await world.PublishAsync(new PersonsRecorded { Persons = [Person(1, 3) with { Name = "New" }] }, new PersonsRecorded { Persons = [Person(1, 2) with { Name = "Old" }] });

        (await world.DbAsync(async db => (await db.FindAsync<Spmis.Contributions.Copies.WorkerCopy>(PersonId(1)))!.Name)).ShouldBe("New");
    }

    /// <summary>Worker 1 has a paid March, worker 2 a paid April.</summary>
    private static Task<StatementImported> PaidMonthsAsync(ContributionsWorld world) =>
        world.ImportAsync(Mobile(Paid("M1", Worker(1), "1080"), Paid("M2", Worker(2), "1080", at: "2026-04-10T08:00:00Z")));
}
