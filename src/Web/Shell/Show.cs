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
    public string Date(DateOnly date) => Isolated(Words(date));

    /// <summary>The date, or a dash where there is none.</summary>
    public string Date(DateOnly? date) => date is { } d ? Date(d) : "–";

    /// <summary>"March 2026".</summary>
    public string Month(Month month) => Isolated(string.Create(CultureInfo.InvariantCulture, $"{MonthName(month.Number)} {Of}{month.Year}"));

    /// <summary>"3 March 2026, 14:12", in the office's time zone.</summary>
    /// <param name="utc">An instant in UTC.</param>
    public string Time(DateTime utc)
    {
        var local = Local(utc);
        var comma = CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? "،" : ",";
        return Isolated(string.Create(CultureInfo.InvariantCulture, $"{Words(DateOnly.FromDateTime(local))}{comma} {local:HH:mm}"));
    }

    /// <summary>The instant as a wall clock of the office shows it.</summary>
    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), zone);

    /// <summary>"1,234.50 KES".</summary>
    public string Money(Money money) => Isolated(money.ToString());

    /// <summary>"12,408".</summary>
    public string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"87.4%".</summary>
    /// <param name="share">A share of 1, already rounded as it should read.</param>
    public string Share(decimal share) => (share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private static string Words(DateOnly date)
    {
        // In French the first day of a month is an ordinal.
        var day = date.Day == 1 && Language == "fr" ? "1er" : date.Day.ToString(CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{day} {Of}{MonthName(date.Month)} {Of}{date.Year}");
    }

    // "3 de marzo de 2026", "março de 2026".
    private static string Of => Language is "es" or "pt" ? "de " : "";

    private static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    private static string MonthName(int month) => CultureInfo.CurrentUICulture.DateTimeFormat.MonthNames[month - 1];

    // U+2068 and U+2069 keep digits and the names beside them from changing places in a right-to-left line.
    private static string Isolated(string text) => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft ? $"\u2068{text}\u2069" : text;
}
