using Spmis.Linkage;

namespace Spmis.Tests.Linkage;

/// <summary>Two whole names: a register's and a bank's.</summary>
public sealed class NameMatchTests
{
    [Theory]
    [InlineData("Amina Wanjiru Otieno", "OTIENO AMINA WANJIRU", NameLikeness.Same)] // Order and capitals.
    [InlineData("Mohamed Hassan", "Muhammad Hassan", NameLikeness.Same)] // Spelling.
    [InlineData("Mohamed Hassan", "محمد حسن", NameLikeness.Same)] // Script.
    [InlineData("José da Silva", "JOSE SILVA", NameLikeness.Same)] // Accents and particles.
    [InlineData("Mary Anne", "Maryanne", NameLikeness.Same)]
    [InlineData("Grace Njeri Kamau", "Grace Njeri Mwangi", NameLikeness.Near)] // Married.
    [InlineData("Grace Njeri Kamau", "Grace Kamau", NameLikeness.Near)]
    [InlineData("G. Kamau", "Grace Kamau", NameLikeness.Near)]
    [InlineData("Peter Odhiambo", "Selemani Juma", NameLikeness.Different)]
    [InlineData("A. Kamau", "A. Juma", NameLikeness.Different)] // An initial is no agreement.
    [InlineData("Kamau", "", NameLikeness.Different)]
    [InlineData("---", "---", NameLikeness.Different)]
    [InlineData("ab cd ef gh ij kl mn op qr st uv wx yz", "ab cd ef gh ij kl mn op qr st uv wx yz", NameLikeness.Same)]
    [InlineData("ab cd ef gh ij kl mn op qr st uv wx yz", "ab cd ef gh ij kl mn op qr st uv wx", NameLikeness.Near)]
    public void Of_TwoNames_SaysHowTheyAgreeEitherWay(string one, string other, NameLikeness likeness)
    {
        NameMatch.Of(one, other).ShouldBe(likeness);
        NameMatch.Of(other, one).ShouldBe(likeness);
    }
}
