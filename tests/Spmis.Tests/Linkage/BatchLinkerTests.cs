using Shouldly;
using Spmis.Linkage;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class BatchLinkerTests
{
    private static readonly SyntheticRegister Register = new(3_000, 41);
    private static readonly LinkageRegister Persons = LinkageRegister.Of(Register.Persons);
    private static readonly LinkageModel Model = LinkageModel.Default.ForRegister(3_000);

    [Fact]
    public void Pairs_InBatch_HaveTheScoreOfTheDesk()
    {
        var (scorer, byId) = (new Scorer(Model), Persons.ToDictionary(p => p.Id));
        var pairs = BatchLinker.Pairs(Persons, Model, 0.001).ToList();
        pairs.Count.ShouldBeGreaterThan(100);
        foreach (var pair in pairs)
        {
            var score = scorer.Score(byId[pair.A], byId[pair.B]);
            (score.Weight, score.Probability, score.Verdict).ShouldBe((pair.Weight, pair.Probability, pair.Verdict));
        }
    }

    [Fact]
    public void Pairs_AWordRepeatedInAnAddress_CountsAlikeInEitherOrder()
    {
        var one = new LinkagePerson { Id = new Guid(1, 0, 0, new byte[8]), GivenName = "Rumba", FamilyName = "Ama", NationalId = "548934008", Address = "near 14 bariva market road" };
        var other = one with { Id = new Guid(2, 0, 0, new byte[8]), Address = "near near 14 bariva mosque road" };
        var (scorer, register) = (new Scorer(Model), LinkageRegister.Of([one, other]));
        var turned = LinkageRegister.Of([other, one]);
        var weight = scorer.Score(register[0], register[1]).Weight;
        BatchLinker.Pairs(register, Model, 0).Single().Weight.ShouldBe(weight);
        BatchLinker.Pairs(turned, Model, 0).Single().Weight.ShouldBe(weight);
    }

    [Fact]
    public void Pairs_RunTwice_AreTheSameEachOnceInTheSameOrder()
    {
        var pairs = BatchLinker.Pairs(Persons, Model, 0.01).ToList();
        BatchLinker.Pairs(Persons, Model, 0.01).ShouldBe(pairs);
        pairs.Select(p => (p.A, p.B)).ShouldBeUnique();
        pairs.ShouldAllBe(p => p.A.CompareTo(p.B) < 0);
    }

    [Fact]
    public void Pairs_BlocksOverTheLimit_AreRefinedNotDropped()
    {
        var all = BatchLinker.Pairs(Persons, Model, 0.9, new BatchOptions { ExhaustivePairs = long.MaxValue }).Select(p => (p.A, p.B)).ToHashSet();
        var blocked = BatchLinker.Pairs(Persons, Model, 0.9, new BatchOptions { ExhaustivePairs = 0, LooseUpToPersons = 0, MostInBlock = 5 }).Select(p => (p.A, p.B)).ToHashSet();
        blocked.IsSubsetOf(all).ShouldBeTrue();
        blocked.Count.ShouldBeGreaterThan((int)(all.Count * 0.95));
    }

    [Fact]
    public void Pairs_OfChangedPersonsOnly_AreThoseWithAChangedOne()
    {
        var all = BatchLinker.Pairs(Persons, Model, 0.5).ToList();
        var changed = new HashSet<Guid> { all[0].A };
        BatchLinker.Pairs(Persons, Model, 0.5, new BatchOptions { Changed = changed })
            .ShouldBe(all.Where(p => changed.Contains(p.A) || changed.Contains(p.B)), ignoreOrder: true);
    }

    [Fact]
    public void Pairs_OfNobody_AreNone() => BatchLinker.Pairs(new LinkageRegister(), Model, 0.5).ShouldBeEmpty();
}
