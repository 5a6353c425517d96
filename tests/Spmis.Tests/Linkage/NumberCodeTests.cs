using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Spmis.Linkage.Compact;
using Spmis.Linkage.Comparing;
using Spmis.Linkage.Normalising;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class NumberCodeTests
{
    private static readonly string[] Changes = ["", "drop", "add", "swap", "other", "letter"];

    [Fact]
    public void Code_OfAnyNumber_GivesTheTextBackAndJudgesOneEditAsTheTextDoes()
    {
        var pool = new TermPool();
        Prop.ForAll(Numbers(), Gen.Choose(0, Changes.Length - 1).ToArbitrary(), Gen.Choose(0, 1_000_000).ToArbitrary(), (number, change, at) =>
        {
            var other = Changed(Changed(number, Changes[change], at), Changes[at % Changes.Length], at / 7);
            var (a, b) = (NumberCode.Of(new Term(number), pool), NumberCode.Of(new Term(other), pool));
            NumberCode.Text(a, pool).ShouldBe(number);
            NumberCode.Text(b, pool).ShouldBe(other);
            (a == b).ShouldBe(number == other);
            if (number != other)
            {
                NumberCode.OneEditApart(a, b, pool).ShouldBe(OneEdit.Apart(number, other), $"{number} {other}");
                NumberCode.OneEditApart(b, a, pool).ShouldBe(OneEdit.Apart(other, number), $"{other} {number}");
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("123456789", "12345678", true)]
    [InlineData("123456789", "23456789", true)]
    [InlineData("123456789", "123456798", true)]
    [InlineData("123456789", "123465798", false)]
    [InlineData("0012345", "012345", true)]
    [InlineData("11112222", "1112222", true)]
    [InlineData("12345678901234", "1234567890123", true)]
    [InlineData("123456789012345", "12345678901234", true)]
    [InlineData("ab12345", "ab1235", true)]
    [InlineData("123456", "1234", false)]
    public void OneEditApart_Examples(string a, string b, bool apart)
    {
        var pool = new TermPool();
        NumberCode.OneEditApart(NumberCode.Of(new Term(a), pool), NumberCode.Of(new Term(b), pool), pool).ShouldBe(apart);
    }

    private static Arbitrary<string> Numbers() => Gen.Choose(1, 17)
        .SelectMany(length => Gen.Choose(0, 3).ListOf(length)) // Few digits, so that they repeat.
        .Select(digits => string.Concat(digits)).ToArbitrary();

    private static string Changed(string number, string change, int at)
    {
        at %= number.Length;
        return change switch
        {
            "drop" when number.Length > 1 => number.Remove(at, 1),
            "add" => number.Insert(at, "7"),
            "swap" when at + 1 < number.Length => number[..at] + number[at + 1] + number[at] + number[(at + 2)..],
            "other" => number[..at] + "9" + number[(at + 1)..],
            "letter" => number[..at] + "x" + number[(at + 1)..],
            _ => number,
        };
    }
}
