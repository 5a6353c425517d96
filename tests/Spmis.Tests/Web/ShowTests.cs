using System.Globalization;
using Microsoft.Extensions.Options;
using Shouldly;
using Spmis.Values;
using Spmis.Web.Shell;
using Xunit;

namespace Spmis.Tests.Web;

public sealed class ShowTests
{
    private static readonly Show Show = new(Options.Create(new PortalOptions { TimeZone = "Africa/Lusaka" }));

    [Theory]
    [InlineData("en", 2026, 3, 3, "3 March 2026")]
    [InlineData("en", 2026, 5, 1, "1 May 2026")]
    [InlineData("fr", 2026, 3, 3, "3 mars 2026")]
    [InlineData("fr", 2026, 5, 1, "1er mai 2026")]
    [InlineData("ar", 2026, 3, 3, "\u20683 مارس 2026\u2069")]
    [InlineData("es", 2026, 3, 3, "3 de marzo de 2026")]
    [InlineData("es", 2026, 5, 1, "1 de mayo de 2026")]
    [InlineData("pt", 2026, 3, 3, "3 de março de 2026")]
    public void Date_InEachLanguage_IsGregorianWithAsciiDigits(string language, int year, int month, int day, string printed) =>
        In(language, () => Show.Date(new DateOnly(year, month, day))).ShouldBe(printed);

    [Theory]
    [InlineData("en", "March 2026")]
    [InlineData("fr", "mars 2026")]
    [InlineData("ar", "\u2068مارس 2026\u2069")]
    [InlineData("es", "marzo de 2026")]
    [InlineData("pt", "março de 2026")]
    public void Month_InEachLanguage_IsNamed(string language, string printed) =>
        In(language, () => Show.Month(new Month(2026, 3))).ShouldBe(printed);

    [Theory]
    [InlineData("en", "3 September 2026, 01:12")]
    [InlineData("ar", "\u20683 سبتمبر 2026، 01:12\u2069")]
    public void Time_LateInUtc_IsTheOfficesNextDay(string language, string printed) =>
        In(language, () => Show.Time(new DateTime(2026, 9, 2, 23, 12, 0, DateTimeKind.Utc))).ShouldBe(printed);

    [Theory]
    [InlineData("en", "1,234.50 KES")]
    [InlineData("fr", "1,234.50 KES")]
    [InlineData("ar", "\u20681,234.50 KES\u2069")]
    [InlineData("es", "1,234.50 KES")]
    [InlineData("pt", "1,234.50 KES")]
    public void Money_InEachLanguage_ReadsAlike(string language, string printed) =>
        In(language, () => Show.Money(new Money(123450, Currency.Of("KES")))).ShouldBe(printed);

    [Fact]
    public void Cultures_OfThePortal_CountAlike()
    {
        foreach (var culture in Cultures.All)
        {
            1234.5m.ToString("N2", culture).ShouldBe("1,234.50", culture.Name);
            culture.DateTimeFormat.Calendar.ShouldBeOfType<GregorianCalendar>(culture.Name);
        }
    }

    private static string In(string language, Func<string> print)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Cultures.All.Single(c => c.Name == language);
            return print();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
