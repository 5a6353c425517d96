using Shouldly;
using Spmis.Linkage;
using Spmis.Linkage.Comparing;
using Spmis.Linkage.Training;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class TrainerTests
{
    [Fact]
    public void Expectation_PatternsDrawnFromKnownShares_FindsThemAgain()
    {
        // Given, family, birth and sex of 500 true and 499,500 false pairs, drawn from these shares.
        var counts = new Dictionary<ulong, double>();
        var m = new Dictionary<Comparison, double[]> { [Comparison.Given] = [0.7, 0.1, 0.1, 0.05, 0.05], [Comparison.Family] = [0.8, 0.05, 0.05, 0.05, 0.05], [Comparison.Birth] = [0.75, 0.05, 0.1, 0.04, 0.03, 0.03], [Comparison.Sex] = [0.97, 0.03] };
        var u = new Dictionary<Comparison, double[]> { [Comparison.Given] = [0.01, 0.002, 0.003, 0.02, 0.965], [Comparison.Family] = [0.02, 0.002, 0.003, 0.02, 0.955], [Comparison.Birth] = [0.0001, 0.005, 0.001, 0.003, 0.04, 0.9509], [Comparison.Sex] = [0.5, 0.5] };
        Spread(counts, m, 500, default, 0);
        Spread(counts, u, 499_500, default, 0);

        var expectation = new Expectation(LinkageModel.Default with { RelativesPerPerson = 0 }, counts, 1_000);
        expectation.Run(500, 1e-6);
        var model = expectation.Model("drawn", 1_000);

        model.DuplicatesPerPerson.ShouldBe(1, 0.1);
        foreach (var comparison in m.Keys)
        {
            var levels = model.Comparisons[(int)comparison].Levels;
            for (var level = 0; level < levels.Count; level++)
            {
                levels[level].M.ShouldBe(m[comparison][level], 0.04, $"{comparison} {levels[level].Name}");
                levels[level].U.ShouldBe(u[comparison][level], 0.005, $"{comparison} {levels[level].Name}");
            }
        }
    }

    [Fact]
    public void Train_Twice_GivesTheSameModelWhateverTheIds()
    {
        var persons = new SyntheticRegister(2_500, 11).Persons;
        var others = persons.Select((p, i) => p with { Id = new Guid(9_000_000 - i, 1, 1, new byte[8]) }).ToList();
        var model = Train(persons);
        Train(persons).ShouldBe(model);
        Train(others).ShouldBe(model);
    }

    [Fact]
    public void Train_AHouseholdRegister_TellsDuplicatesFromRelatives()
    {
        var register = new SyntheticRegister(6_000, 23);
        var persons = LinkageRegister.Of(register.Persons);
        var model = Trainer.Train(persons, "households");
        var evaluation = Evaluation.Of(BatchLinker.Pairs(persons, model, 0.01), register.EntityOf);
        evaluation.BestF1.ShouldBeGreaterThan(0.975);
        evaluation.AtProbability[1].Precision.ShouldBeGreaterThan(0.98);
        evaluation.AtProbability[1].Recall.ShouldBeGreaterThan(0.88);

        var (scorer, byId) = (new Scorer(model), persons.ToDictionary(p => p.Id));
        register.Twins.Count(t => scorer.Score(byId[t.A], byId[t.B]).Verdict >= Verdict.Review)
            .ShouldBeLessThanOrEqualTo(register.Twins.Count / 50);
    }

    [Fact]
    public void Train_ARegisterWithoutDuplicates_InventsNone()
    {
        var persons = LinkageRegister.Of(new SyntheticRegister(5_000, 3, duplicates: 0).Persons);
        var model = Trainer.Train(persons, "clean");
        model.DuplicatesPerPerson.ShouldBeLessThan(0.002);
        BatchLinker.Pairs(persons, model, 0.9).Count().ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public void Train_OnePerson_IsRefused() => Should.Throw<ArgumentException>(() =>
        Trainer.Train(LinkageRegister.Of([new LinkagePerson { Id = Guid.Empty }]), "one"));

    private static string Train(List<LinkagePerson> persons) =>
        Trainer.Train(LinkageRegister.Of(persons), "same").Save();

    /// <summary>All combinations of levels, each with its expected count.</summary>
    private static void Spread(Dictionary<ulong, double> counts, Dictionary<Comparison, double[]> shares, double count, ComparisonVector vector, int at)
    {
        if (at == shares.Count)
        {
            counts[vector.Packed] = counts.GetValueOrDefault(vector.Packed) + count;
            return;
        }

        var (comparison, levels) = shares.ElementAt(at);
        for (var level = 0; level < levels.Length; level++)
        {
            Spread(counts, shares, count * levels[level], vector.With(comparison, level + 1), at + 1);
        }
    }
}
