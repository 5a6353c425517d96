using Shouldly;
using Spmis.Linkage;
using Xunit;

namespace Spmis.Tests.Linkage;

public sealed class NormaliserTests
{
    [Theory]
    [InlineData("Çağrı", "cagri")]
    [InlineData("Ñusta", "nusta")]
    [InlineData("Nguyễn", "nguyen")]
    [InlineData("Łukasz", "lukasz")]
    [InlineData("O'Brien", "obrien")]
    [InlineData("O’Brien", "obrien")]
    [InlineData("Jean-Pierre", "jeanpierre")]
    [InlineData("al-Hassan", "hassan")]
    [InlineData("ar-Rahman", "rahman")]
    [InlineData("bin Ali", "ali")]
    [InlineData("ould Ahmed", "ahmed")]
    [InlineData("al", "al")]
    [InlineData("ＭＡＲＩＡ", "maria")]
    [InlineData("Fa\u202Etima", "fatima")]
    [InlineData("Maria\u0301", "maria")]
    [InlineData("محمد", "mhmd")]
    [InlineData("مُحَمَّد", "mhmd")]
    [InlineData("محـــمد", "mhmd")]
    [InlineData("الحسن", "hsn")]
    [InlineData("ከበደ", "kebede")]
    [InlineData("ተስፋዬ", "tesfaye")]
    [InlineData("अहमद", "ahamad")]
    [InlineData("कुमार", "kumar")]
    [InlineData("রহিম", "rahim")]
    [InlineData("Иван", "ivan")]
    [InlineData("王", "王")]
    public void Normalise_AName_IsFoldedToLatin(string written, string expected) =>
        Family(written)!.Text.ShouldBe(expected);

    [Theory]
    [InlineData("Mohamed", "Muhammad")]
    [InlineData("Mohamed", "محمد")]
    [InlineData("Mouhamadou", "Mouhammadou")]
    [InlineData("Hussein", "Hocine")]
    [InlineData("Yusuf", "Youssef")]
    [InlineData("Abdul Rahman", "Abderrahmane")]
    [InlineData("Abdullah", "Abdoulaye")]
    [InlineData("Fatima", "Fatoumata")]
    [InlineData("Philip", "Filip")]
    [InlineData("Mohamed", "መሐመድ")]
    [InlineData("Tesfaye", "ተስፋዬ")]
    [InlineData("Ram", "राम")]
    public void Normalise_TwoSpellingsOfOneName_ShareAClass(string one, string other) =>
        Family(one)!.Class.ShouldBe(Family(other)!.Class);

    [Theory]
    [InlineData("Hassan", "Hussein")]
    [InlineData("Ali", "Alia")]
    [InlineData("Maria", "Mario")]
    [InlineData("Amin", "Amina")]
    public void Normalise_TwoNames_KeepTwoClasses(string one, string other) =>
        Family(one)!.Class.ShouldNotBe(Family(other)!.Class);

    [Theory]
    [InlineData("عبدالكريم", "Abdelkarim")]
    [InlineData("مانيسا", "Manissa")]
    [InlineData("मोहन", "Mohan")]
    [InlineData("ወርቅነህ", "Workneh")]
    [InlineData("Рашидов", "Rashidov")]
    public void Normalise_ANameInTwoScripts_IsAtLeastAlike(string native, string latin) =>
        Spmis.Linkage.Comparing.NameComparer.Level(Family(native), Family(latin)).ShouldBeLessThanOrEqualTo(Spmis.Linkage.Comparing.Levels.Alike);

    [Fact]
    public void Normalise_SecondWordOfTheGivenName_IsTheMiddleName()
    {
        var person = Normaliser.Normalise(new LinkagePerson { Id = Guid.Empty, GivenName = "Mohamed Ali", FamilyName = "Hassan" });
        (person.Given!.Text, person.Middle!.Text, person.Family!.Text).ShouldBe(("mohamed", "ali", "hassan"));
    }

    [Fact]
    public void Normalise_NativeNameAlone_IsSplitIntoParts()
    {
        var person = Normaliser.Normalise(new LinkagePerson { Id = Guid.Empty, NativeName = "ተስፋዬ ከበደ ግርማ" });
        (person.Given!.Text, person.Middle!.Text, person.Family!.Class).ShouldBe(("tesfaye", "kebede", Family("Girma")!.Class));
    }

    [Theory]
    [InlineData("+254 700-111 222", "00111222")]
    [InlineData("0700111222", "00111222")]
    [InlineData("٠٧٠٠١١١٢٢٢", "00111222")]
    [InlineData("0000000", null)]
    [InlineData("12", null)]
    [InlineData("none", null)]
    public void Normalise_APhone_KeepsItsLastEightDigits(string written, string? expected) =>
        Normaliser.Normalise(new LinkagePerson { Id = Guid.Empty, Phone = written }).Phone?.Text.ShouldBe(expected);

    [Theory]
    [InlineData("12 345-678 A", "12345678a")]
    [InlineData("999999999", null)]
    [InlineData("  ", null)]
    public void Normalise_ANumber_LosesBlanksDashesAndFillers(string written, string? expected) =>
        Normaliser.Normalise(new LinkagePerson { Id = Guid.Empty, NationalId = written }).NationalId?.Text.ShouldBe(expected);

    [Fact]
    public void Normalise_BrokenOrEndlessText_DoesNotFail()
    {
        foreach (var text in new[] { "\uD800", "a\uDC00b", new string('x', 100_000), "\u202E\u200F", "-", "'", "1", "🙂", "\0" })
        {
            var person = Normaliser.Normalise(new LinkagePerson
            {
                Id = Guid.Empty,
                GivenName = text,
                FamilyName = text,
                NationalId = text,
                Phone = text,
                Email = text,
                Village = text,
                Address = text,
                BornAsWritten = text,
            });
            (person.Given?.Text.Length ?? 0).ShouldBeLessThanOrEqualTo(300);
            BlockingKeys.Of(person).Count.ShouldBeLessThanOrEqualTo(BlockingKeys.Most);
        }
    }

    private static Spmis.Linkage.Normalising.NamePart? Family(string name) =>
        Normaliser.Normalise(new LinkagePerson { Id = Guid.Empty, FamilyName = name }).Family;
}
