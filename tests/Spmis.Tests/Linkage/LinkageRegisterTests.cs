using Shouldly;
using Spmis.Linkage;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class LinkageRegisterTests
{
    [Fact]
    public void Register_OfAnyPersons_GivesThemBackAsNormalisedOneByOne()
    {
        var persons = new SyntheticRegister(500, 8).Persons
            .Select((p, i) => p with { Email = i % 3 == 0 ? $"A{i % 5}@Mail.example" : null, NationalId = i % 4 == 0 ? $"AB-{i}-777" : p.NationalId, Address = i % 2 == 0 ? $"{i} Market Road" : null, GivenName = i % 6 == 0 ? "ፋጡማ ዓሊ" : p.GivenName })
            .ToList();
        var register = LinkageRegister.Of(persons);
        register.Count.ShouldBe(persons.Count);
        for (var i = 0; i < persons.Count; i++)
        {
            var (compact, alone) = (register[i], Normaliser.Normalise(persons[i]));
            (compact.Id, compact.Fingerprint, compact.Sex, compact.Born, compact.NationalIdVerified).ShouldBe((alone.Id, alone.Fingerprint, alone.Sex, alone.Born, alone.NationalIdVerified));
            Texts(compact).ShouldBe(Texts(alone));
            BlockingKeys.Of(compact).ShouldBe(BlockingKeys.Of(alone));
        }
    }

    [Fact]
    public void Register_AddedInParts_IsTheSame()
    {
        var persons = new SyntheticRegister(700, 9).Persons;
        var register = new LinkageRegister(1);
        foreach (var part in persons.Chunk(99))
        {
            register.Add(part);
        }

        Trainer.Train(register, "parts").Save().ShouldBe(Trainer.Train(LinkageRegister.Of(persons), "parts").Save());
    }

    [Fact]
    public void Pairs_OfTwoRegisters_LieAcrossAndOneToOneTakesEachOnce()
    {
        var persons = new SyntheticRegister(1_200, 10, duplicates: 0.2).Persons;
        var first = persons.Where((_, i) => i % 2 == 0).ToList();
        var register = LinkageRegister.Of([.. first, .. persons.Where((_, i) => i % 2 == 1)]);
        var inFirst = first.Select(p => p.Id).ToHashSet();
        var pairs = BatchLinker.Pairs(register, LinkageModel.Default, 0.05, new BatchOptions { FirstRegister = first.Count }).ToList();
        pairs.Count.ShouldBeGreaterThan(20);
        pairs.ShouldAllBe(p => inFirst.Contains(p.A) != inFirst.Contains(p.B));

        var links = OneToOne.Of(pairs);
        links.SelectMany(l => new[] { l.A, l.B }).ShouldBeUnique();
        links[0].Weight.ShouldBe(pairs.Max(p => p.Weight));
        pairs.ShouldAllBe(p => links.Any(l => l.A == p.A || l.B == p.B || l.A == p.B || l.B == p.A), "a pair left out has a partner taken");
    }

    [Fact]
    public void BestThreshold_ByProbabilitiesAlone_CutsWhereTheyPromiseMost()
    {
        BestThreshold.Of([]).ShouldBe(0.5);
        var pairs = new[] { 0.99, 0.98, 0.95, 0.6, 0.02, 0.01 }.Select((p, i) => new ScoredPair(new Guid(i, 0, 0, new byte[8]), Guid.Empty, 0, p, Verdict.Show));
        BestThreshold.Of(pairs).ShouldBe(0.6);
    }

    private static string[] Texts(NormalisedPerson p) => [.. new object?[] { p.Given, p.Middle, p.Family, p.Mother, p.NationalId, p.Phone, p.Email, p.EmailUser, p.Address, p.Postcode, p.Village, p.District, p.Household }.Select(t => t?.ToString() ?? "")];
}
