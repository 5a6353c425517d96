using FsCheck;
using FsCheck.Fluent;
using Spmis.Kernel.Files;
using Spmis.Registration.Calendars;

namespace Spmis.Tests.Registration;

public sealed class CalendarTests
{
    /// <summary>Days known in both calendars: Adwa and the Ethiopian millennium; Nepal's constitutions of 1990 and 2015, the earthquake of 2015 and the new year of 2081; the Umm al-Qura calendar's own new years.</summary>
    public static TheoryData<DocumentCalendar, string, string> KnownDays => new()
    {
        { DocumentCalendar.Ethiopian, "1888-06-23", "1896-03-01" },
        { DocumentCalendar.Ethiopian, "2000-01-01", "2007-09-12" },
        { DocumentCalendar.Ethiopian, "1999-13-06", "2007-09-11" },
        { DocumentCalendar.Ethiopian, "2016-01-01", "2023-09-12" },
        { DocumentCalendar.Ethiopian, "2017-01-01", "2024-09-11" },
        { DocumentCalendar.Nepali, "2047-07-23", "1990-11-09" },
        { DocumentCalendar.Nepali, "2058-02-19", "2001-06-01" },
        { DocumentCalendar.Nepali, "2072-01-12", "2015-04-25" },
        { DocumentCalendar.Nepali, "2072-06-03", "2015-09-20" },
        { DocumentCalendar.Nepali, "2080-12-30", "2024-04-12" },
        { DocumentCalendar.Hijri, "1400-01-01", "1979-11-20" },
        { DocumentCalendar.Hijri, "1445-09-01", "2024-03-11" },
    };

    [Theory]
    [MemberData(nameof(KnownDays))]
    public void KnownDay_IsReadAndShownBack(DocumentCalendar calendar, string written, string gregorian)
    {
        DocumentDate.Read(written, calendar, out var date).ShouldBeNull();
        (date.First.ToString("yyyy-MM-dd"), date.Precision).ShouldBe((gregorian, DatePrecision.Day));
        DocumentDate.Write(date.First, DatePrecision.Day, calendar).ShouldBe(written);
    }

    [Fact]
    public void EveryDay_InEveryCalendar_GoesThereAndBackAndFollowsTheDayBefore() => Prop.ForAll(
        Gen.Choose(new DateOnly(1900, 5, 1).DayNumber, new DateOnly(2060, 1, 1).DayNumber).Select(DateOnly.FromDayNumber).ToArbitrary(),
        day =>
        {
            foreach (var calendar in Enum.GetValues<DocumentCalendar>())
            {
                if (DocumentDate.Write(day, DatePrecision.Day, calendar) is not { } written)
                {
                    calendar.ShouldBe(DocumentCalendar.Nepali, $"{day} is in no other table");
                    (day < new DateOnly(1921, 4, 13) || day > new DateOnly(2024, 4, 12)).ShouldBeTrue();
                    continue;
                }

                DocumentDate.Read(written, calendar, out var back).ShouldBeNull();
                back.First.ShouldBe(day);
                foreach (var precision in new[] { DatePrecision.Month, DatePrecision.Year })
                {
                    var less = DocumentDate.Write(day, precision, calendar)!;
                    DocumentDate.Read(less, calendar, out var first).ShouldBeNull();
                    first.Precision.ShouldBe(precision);
                    first.First.ShouldBeLessThanOrEqualTo(day);
                    DocumentDate.Write(first.First, precision, calendar).ShouldBe(less);
                }

                if (DocumentDate.Write(day.AddDays(-1), DatePrecision.Day, calendar) is { } before)
                {
                    string.CompareOrdinal(before, written).ShouldBeLessThan(0);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(DocumentCalendar.Ethiopian, "2000-13-06", "date.no-such-day")]
    [InlineData(DocumentCalendar.Ethiopian, "2000-14-01", "date.no-such-month")]
    [InlineData(DocumentCalendar.Hijri, "1300-01-01", "date.calendar-year")]
    [InlineData(DocumentCalendar.Hijri, "1445-13-01", "date.no-such-month")]
    [InlineData(DocumentCalendar.Nepali, "2081-01-01", "date.calendar-year")]
    [InlineData(DocumentCalendar.Nepali, "2080-09-30", "date.no-such-day")]
    [InlineData(DocumentCalendar.Nepali, "80-1-1", "date.calendar-form")]
    [InlineData(DocumentCalendar.Nepali, "", "date.calendar-form")]
    [InlineData(DocumentCalendar.Ethiopian, "2000-01-01-01", "date.calendar-form")]
    public void DayThatIsNone_IsRefusedWithReason(DocumentCalendar calendar, string written, string code) => DocumentDate.Read(written, calendar, out _)!.Code.ShouldBe(code);
}
