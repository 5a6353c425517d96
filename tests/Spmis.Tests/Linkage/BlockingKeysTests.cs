using Shouldly;
using Spmis.Linkage;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class BlockingKeysTests
{
    private static readonly LinkagePerson Person = new()
    {
        Id = Guid.Empty,
        GivenName = "Girma",
        MiddleName = "Kebede",
        FamilyName = "Worku",
        BornOn = new DateOnly(1979, 11, 30),
        Phone = "0911 222 333",
        Village = "Debre Libanos",
        District = "North Shewa",
    };

    /// <summary>Keys are stored: a change of these figures means a new scheme and a new key table everywhere.</summary>
    [Fact]
    public void Of_AKnownPerson_GivesTheKeysOfThisScheme()
    {
        BlockingKeys.Scheme.ShouldBe(1);
        Keys(Person).Aggregate(0L, (sum, key) => sum ^ key).ShouldBe(KnownKeys);
    }

    [Fact]
    public void Of_APerson_GivesFewDistinctKeysWithoutZero()
    {
        var keys = Keys(Person);
        keys.Count.ShouldBeInRange(8, BlockingKeys.Most);
        BlockingKeys.Most.ShouldBeLessThanOrEqualTo(16);
        keys.ShouldBeUnique();
        keys.ShouldNotContain(0);
        Keys(new LinkagePerson { Id = Guid.Empty }).ShouldBeEmpty();
    }

    public static TheoryData<string, LinkagePerson> Variants => new()
    {
        { "swapped names", Person with { GivenName = "Worku", FamilyName = "Girma", Phone = null } },
        { "other script", Person with { GivenName = "ግርማ", MiddleName = "ከበደ", FamilyName = "ወርቁ", Phone = null } },
        { "heaped birth date", Person with { BornOn = new DateOnly(1979, 1, 1), Phone = null } },
        { "other birth year", Person with { BornOn = new DateOnly(1989, 11, 30), Phone = null } },
        { "family name missing", Person with { FamilyName = null, Phone = null } },
        { "other given name", Person with { GivenName = "Solomon", Phone = null } },
        { "phone alone", new LinkagePerson { Id = Guid.Empty, Phone = "+251 911 222 333" } },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Of_TheSamePersonWithOneError_SharesAKey(string error, LinkagePerson again) =>
        Keys(Person).Intersect(Keys(again)).ShouldNotBeEmpty(error);

    private const long KnownKeys = -6015242721566687471;

    private static IReadOnlyList<long> Keys(LinkagePerson person) => BlockingKeys.Of(Normaliser.Normalise(person));
}
