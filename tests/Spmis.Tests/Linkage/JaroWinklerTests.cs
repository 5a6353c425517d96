using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Spmis.Linkage.Comparing;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class JaroWinklerTests
{
    // Winkler, "String Comparator Metrics and Enhanced Decision Rules" (1990), table of examples; the rest by hand.
    [Theory]
    [InlineData("martha", "marhta", 0.9611)]
    [InlineData("dwayne", "duane", 0.8400)]
    [InlineData("dixon", "dicksonx", 0.8133)]
    [InlineData("jones", "johnson", 0.8324)]
    [InlineData("massey", "massie", 0.9333)]
    [InlineData("abroms", "abrams", 0.9222)]
    [InlineData("itman", "smith", 0.4667)]
    [InlineData("ከበደ", "ከብደ", 0.8)]
    [InlineData("abc", "xyz", 0)]
    [InlineData("", "", 1)]
    [InlineData("a", "", 0)]
    public void Similarity_KnownPairs_GiveThePublishedValues(string a, string b, double expected) =>
        JaroWinkler.Similarity(a, b).ShouldBe(expected, 0.00006);

    [Fact]
    public void Similarity_AnyTwoTexts_EqualsTheTextbookAndDoesNotDependOnOrder()
    {
        var texts = ArbMap.Default.GeneratorFor<string?>().Select(s => Letters(s ?? string.Empty)).ToArbitrary();
        Prop.ForAll(texts, texts, (a, b) =>
        {
            var similarity = JaroWinkler.Similarity(a, b);
            return similarity == JaroWinkler.Similarity(b, a) && Math.Abs(similarity - Textbook(a, b)) < 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("abc", "abcd", true)]
    [InlineData("abcd", "abdc", true)]
    [InlineData("abcd", "abxd", true)]
    [InlineData("abcd", "badc", false)]
    [InlineData("abcd", "ab", false)]
    [InlineData("abcd", "axyd", false)]
    public void OneEdit_TwoTexts_SeesOneTypingError(string a, string b, bool expected)
    {
        OneEdit.Apart(a, b).ShouldBe(expected);
        OneEdit.Apart(b, a).ShouldBe(expected);
    }

    /// <summary>Few letters, so that matches and transpositions are frequent; up to 64.</summary>
    private static string Letters(string text) => new([.. text.Select(c => (char)('a' + (c % 5))).Take(64)]);

    private static double Textbook(string a, string b)
    {
        if (a.Length > b.Length || (a.Length == b.Length && string.CompareOrdinal(a, b) > 0))
        {
            (a, b) = (b, a);
        }

        if (a.Length == 0)
        {
            return b.Length == 0 ? 1 : 0;
        }

        var window = Math.Max(0, (b.Length / 2) - 1);
        var used = new bool[b.Length];
        var first = new List<char>();
        for (var i = 0; i < a.Length; i++)
        {
            var j = Enumerable.Range(0, b.Length).Where(j => Math.Abs(i - j) <= window && !used[j] && a[i] == b[j]).DefaultIfEmpty(-1).First();
            if (j >= 0)
            {
                used[j] = true;
                first.Add(a[i]);
            }
        }

        if (first.Count == 0)
        {
            return 0;
        }

        var second = b.Where((_, j) => used[j]).ToList();
        double m = first.Count;
        var t = first.Where((c, k) => c != second[k]).Count() / 2;
        var jaro = ((m / a.Length) + (m / b.Length) + ((m - t) / m)) / 3;
        var prefix = a.Zip(b).TakeWhile(p => p.First == p.Second).Take(4).Count();
        return jaro + (prefix * 0.1 * (1 - jaro));
    }
}
