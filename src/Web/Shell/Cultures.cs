using System.Globalization;

namespace Spmis.Web.Shell;

/// <summary>The portal's languages. Only words differ: every language counts in the Gregorian calendar, with ASCII digits and a decimal point, because the laws and the bank files do. Portuguese is that of Portugal, Africa and Timor-Leste.</summary>
public static class Cultures
{
    /// <summary>Language codes with the name each language has for itself, in the order of the switch.</summary>
    public static IReadOnlyList<(string Code, string Name)> Names { get; } = [("en", "English"), ("fr", "Français"), ("ar", "العربية"), ("es", "Español"), ("pt", "Português")];

    /// <summary>The same as cultures.</summary>
    public static IList<CultureInfo> All { get; } = [.. Names.Select(n => Make(n.Code))];

    private static CultureInfo Make(string code)
    {
        // Parsing and printing by the culture's own rules reads "1.5" as 15 in some languages and prints Hijri dates in others.
        var culture = new CultureInfo(code, useUserOverride: false) { NumberFormat = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone() };
        culture.DateTimeFormat.Calendar = new GregorianCalendar();
        culture.DateTimeFormat.ShortDatePattern = "yyyy-MM-dd";
        culture.DateTimeFormat.LongDatePattern = code is "es" or "pt" ? "d 'de' MMMM 'de' yyyy" : "d MMMM yyyy";
        culture.DateTimeFormat.ShortTimePattern = "HH:mm";
        culture.DateTimeFormat.LongTimePattern = "HH:mm:ss";
        return culture;
    }
}
