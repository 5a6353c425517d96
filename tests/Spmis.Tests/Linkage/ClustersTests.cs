using Shouldly;
using Spmis.Linkage;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class ClustersTests
{
    [Fact]
    public void Of_ATriangle_IsOneClusterWhateverTheOrder()
    {
        var pairs = new[] { Link(1, 2, 20), Link(2, 3, 15), Link(1, 3, 12) };
        foreach (var order in new[] { pairs, [.. pairs.Reverse()] })
        {
            var cluster = Clusters.Of(order, 0.9).ShouldHaveSingleItem();
            cluster.Members.ShouldBe([Id(1), Id(2), Id(3)]);
            cluster.Density.ShouldBe(1);
            cluster.NeedsReview.ShouldBeFalse();
        }
    }

    [Fact]
    public void Of_PersonsDeclaredDifferent_NeverMeet()
    {
        var clusters = Clusters.Of([Link(1, 2, 20), Link(2, 3, 15)], 0.9, [(Id(3), Id(1))]);
        clusters.ShouldHaveSingleItem().Members.ShouldBe([Id(1), Id(2)]);
    }

    [Fact]
    public void Of_TwoGroupsOnABridge_AreSplitAtTheBridge()
    {
        var pairs = new[] { Link(1, 2, 20), Link(2, 3, 20), Link(1, 3, 20), Link(4, 5, 20), Link(5, 6, 20), Link(4, 6, 20), Link(3, 4, 4) };
        Clusters.Of(pairs, 0.9).Select(c => c.Members.Count).ShouldBe([3, 3]);
    }

    [Fact]
    public void Of_AChain_IsNotOnePerson() =>
        Clusters.Of(Enumerable.Range(1, 30).Select(i => Link(i, i + 1, 10 + i)), 0.9).ShouldAllBe(c => c.Members.Count <= 3);

    [Fact]
    public void Of_ALargeGroup_NeedsReview()
    {
        var pairs = from a in Enumerable.Range(1, 7) from b in Enumerable.Range(1, 7) where a < b select Link(a, b, 20);
        Clusters.Of(pairs, 0.9).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            c => c.NeedsReview.ShouldBeTrue(),
            c => c.Reason!.ShouldContain("7 records"));
    }

    [Fact]
    public void Of_WeakLinks_AreLeftOut() => Clusters.Of([Link(1, 2, 1)], 0.9).ShouldBeEmpty();

    private static Guid Id(int n) => new(n, 0, 0, new byte[8]);

    private static ScoredPair Link(int a, int b, int bits) => new(Id(a), Id(b), bits, 1 / (1 + Math.Pow(2, -bits)), Verdict.Review);
}
