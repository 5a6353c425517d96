using System.Globalization;
using Microsoft.Extensions.Options;
using Spmis.Values;

namespace Spmis.Web.Shell;

#pragma warning disable CA1822 // Pages call these on the injected Show, whether or not they need the time zone.

/// <summary>How the portal prints dates, times, amounts and counts, in every language by the same rules. Injected into every page as <c>Show</c>.</summary>
public sealed class Show(IOptions<PortalOptions> options)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>"3 March 2026", in the reader's language.</summary>
    public string Date(DateOnly date)
    {
        var culture = CultureInfo.CurrentUICulture;
        // French ordinal of the first day, as in the national printing office's style.
        var day = date.Day == 1 && culture.TwoLetterISOLanguageName == "fr" ? "1er" : date.Day.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{day} {MonthName(date.Month, culture)} {date.Year}");
    }

    /// <summary>The date, or a dash where there is none.</summary>
    public string Date(DateOnly? date) => date is { } d ? Date(d) : "–";

    /// <summary>"March 2026".</summary>
    public string Month(Month month) => string.Create(CultureInfo.InvariantCulture, $"{MonthName(month.Number, CultureInfo.CurrentUICulture)} {month.Year}");

    /// <summary>"3 March 2026, 14:12", in the office's time zone.</summary>
    /// <param name="utc">An instant in UTC.</param>
    public string Time(DateTime utc)
    {
        var local = Local(utc);
        return string.Create(CultureInfo.InvariantCulture, $"{Date(DateOnly.FromDateTime(local))}, {local:HH:mm}");
    }

    /// <summary>The instant as a wall clock of the office shows it.</summary>
    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);

    /// <summary>"1,234.50 KES".</summary>
    public string Money(Money money) => money.ToString();

    /// <summary>"12,408".</summary>
    public string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"87.4%".</summary>
    /// <param name="share">A share of 1, already rounded as it should read.</param>
    public string Share(decimal share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private static string MonthName(int month, CultureInfo culture) => culture.DateTimeFormat.MonthNames[month - 1];
}
