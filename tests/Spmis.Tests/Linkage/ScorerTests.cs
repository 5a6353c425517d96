using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Spmis.Linkage;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class ScorerTests
{
    private static readonly Scorer Desk = new(LinkageModel.Default.ForRegister(1_000_000));

    private static readonly LinkagePerson Amina = new()
    {
        Id = new Guid(1, 0, 0, new byte[8]),
        GivenName = "Amina",
        MiddleName = "Yusuf",
        FamilyName = "Barkhadle",
        Sex = 'F',
        BornOn = new DateOnly(1984, 5, 17),
        NationalId = "28-4417-905",
        Phone = "0712 345 678",
        Village = "Ceel Waaq",
        District = "Gedo",
        Household = "H-17",
    };

    private static readonly DateOnly[] Dates = [new(1984, 5, 17), new(1984, 1, 1), new(1985, 5, 17), new(1984, 5, 7), new(1950, 7, 1)];
    private static readonly string?[] Names = [null, "Amina", "Aminata", "Ali", "Barkhadle", "Mohamed", "محمد", "Maria Jose", "A"];

    [Fact]
    public void Score_AnyTwoPersons_EvidenceAddsUpExactlyAndOrderDoesNotMatter()
    {
        var models = new[] { Desk, new Scorer(Trainer.Train(LinkageRegister.Of(new SyntheticRegister(400, 3).Persons), "small")) };
        Prop.ForAll(Persons(), Persons(), (a, b) =>
        {
            foreach (var scorer in models)
            {
                var (one, other) = (scorer.Score(Normalised(a), Normalised(b)), scorer.Score(Normalised(b), Normalised(a)));
                one.Evidence.Sum(e => e.Total).ShouldBe(one.Weight);
                other.Weight.ShouldBe(one.Weight);
                other.Verdict.ShouldBe(one.Verdict);
                other.Evidence.Select(e => (e.Left, e.Right)).ShouldBe(one.Evidence.Select(e => (e.Right, e.Left)));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Score_TheSameRecordAgain_IsCertainOnlyWithAVerifiedNumber()
    {
        Score(Amina, Amina).Verdict.ShouldBe(Verdict.Review);
        var verified = Amina with { NationalIdVerified = true };
        Score(verified, verified).Verdict.ShouldBe(Verdict.Certain);
        Score(verified, Amina).Verdict.ShouldBe(Verdict.Review);
    }

    [Fact]
    public void Score_AConflict_IsNeverCertain()
    {
        var verified = Amina with { NationalIdVerified = true };
        Score(verified, verified with { Sex = 'M' }).ShouldSatisfyAllConditions(
            s => s.Verdict.ShouldNotBe(Verdict.Certain),
            s => s.Conflicts.ShouldHaveSingleItem().ShouldContain("Sex"));
        Score(verified, verified with { BornOn = new DateOnly(1990, 5, 17) }).Verdict.ShouldNotBe(Verdict.Certain);
    }

    public static TheoryData<string, LinkagePerson> Errors => new()
    {
        { "swapped names", Amina with { GivenName = "Barkhadle", FamilyName = "Amina" } },
        { "typing error", Amina with { FamilyName = "Barkadle", BornOn = new DateOnly(1984, 5, 11) } },
        { "other spelling", Amina with { GivenName = "Aminah", MiddleName = "Youssef" } },
        { "heaped birth date", Amina with { BornOn = new DateOnly(1984, 1, 1) } },
        { "no number, new phone", Amina with { NationalId = null, Phone = "0799 000 111" } },
        { "moved", Amina with { Village = "Luuq", Household = "H-99", Phone = null } },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Score_TheSamePersonWithErrors_IsShown(string error, LinkagePerson again) =>
        Score(Amina, again with { Id = Guid.Empty }).Probability.ShouldBeGreaterThanOrEqualTo(0.5, error);

    public static TheoryData<string, LinkagePerson> Others => new()
    {
        { "sister", Amina with { GivenName = "Hodan", BornOn = new DateOnly(1987, 2, 3), NationalId = null } },
        { "twin", Amina with { GivenName = "Hodan", NationalId = null } },
        { "twin without known numbers", Amina with { GivenName = "Khadra", NationalId = null, Sex = 'F' } },
        { "son", Amina with { GivenName = "Liban", MiddleName = "Warsame", Sex = 'M', BornOn = new DateOnly(2010, 9, 9), NationalId = null } },
        { "stranger with the same name", Amina with { MiddleName = null, BornOn = new DateOnly(1961, 3, 2), NationalId = "118220417", Phone = "0733 111 999", Village = "Afgooye", District = "Lower Shabelle", Household = "H-2" } },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void Score_RelativesAndStrangers_AreNotDuplicates(string who, LinkagePerson other) =>
        Score(Amina, other with { Id = Guid.Empty }).Probability.ShouldBeLessThan(0.5, who);

    [Fact]
    public void Resembling_ManyKnown_GivesTheLikelyOnesBestFirst()
    {
        var known = new[]
        {
            Amina with { Id = new Guid(2, 0, 0, new byte[8]), GivenName = "Hodan", NationalId = null, BornOn = new DateOnly(1990, 3, 3) },
            Amina with { Id = new Guid(3, 0, 0, new byte[8]), Phone = null, FamilyName = "Barkadle" },
            Amina with { Id = new Guid(4, 0, 0, new byte[8]) },
        };
        var likely = Desk.Resembling(Normalised(Amina), known.Append(Amina).Select(Normalised));
        likely.Select(r => r.Id).ShouldBe([known[2].Id, known[1].Id]);
        likely[1].Score.Evidence.Single(e => e.Comparison == "family").ShouldSatisfyAllConditions(
            e => e.Left.ShouldBe("barkhadle"),
            e => e.Right.ShouldBe("barkadle"));
    }

    [Fact]
    public void Score_AMissingFact_IsNoEvidence()
    {
        var score = Score(Amina, Amina with { Phone = null });
        score.Evidence.Single(e => e.Comparison == "phone").ShouldSatisfyAllConditions(
            e => e.Total.ShouldBe(0),
            e => e.Level.ShouldBe("missing"));
    }

    [Fact]
    public void Score_APhoneThatManyShare_IsNoEvidence()
    {
        var persons = new SyntheticRegister(1_500, 5).Persons
            .Select((p, i) => i % 10 == 0 ? p with { Phone = "0700 111 222" } : p).ToList();
        var scorer = new Scorer(Trainer.Train(LinkageRegister.Of(persons), "generic"));
        var phone = scorer.Score(Normalised(persons[0]), Normalised(persons[10])).Evidence.Single(e => e.Comparison == "phone");
        phone.Total.ShouldBe(0);
        phone.Sentence.ShouldContain("says nothing");
        phone.Words.ShouldBe("Telephone is shared by so many that it says nothing");
    }

    [Fact]
    public void ExplanationJson_WrittenAndRead_IsTheSameScore()
    {
        var score = Score(Amina, Amina with { GivenName = "Aminah" });
        var read = ExplanationJson.Read(ExplanationJson.Write(score));
        read.Weight.ShouldBe(score.Weight);
        read.Evidence.ShouldBe(score.Evidence);
        Should.Throw<FormatException>(() => ExplanationJson.Read("{")).Message.ShouldContain("not readable");
    }

    private static Score Score(LinkagePerson a, LinkagePerson b) => Desk.Score(Normalised(a), Normalised(b));

    private static NormalisedPerson Normalised(LinkagePerson person) => Normaliser.Normalise(person);

    private static Arbitrary<LinkagePerson> Persons()
    {
        var pick = Gen.Choose(0, 1_000_000);
        return pick.Four().Select(n => new LinkagePerson
        {
            Id = Guid.Empty,
            GivenName = Names[n.Item1 % 9],
            MiddleName = Names[n.Item2 % 9],
            FamilyName = Names[n.Item3 % 9],
            Sex = "FM?"[n.Item4 % 3],
            BornOn = n.Item1 % 7 == 0 ? null : Dates[n.Item1 / 9 % 5],
            NationalId = n.Item2 % 3 == 0 ? "284417905" : n.Item2 % 3 == 1 ? "284417906" : null,
            Phone = n.Item3 % 3 == 0 ? null : $"07123456{n.Item3 % 2}8",
            Village = n.Item4 % 4 == 0 ? null : Names[1 + (n.Item4 / 5 % 5)],
            District = n.Item4 % 5 == 0 ? null : "Gedo",
            Household = n.Item1 % 2 == 0 ? "H1" : "H2",
        }).ToArbitrary();
    }
}
