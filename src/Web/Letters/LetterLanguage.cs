using System.Globalization;
using Spmis.Web.Shell;

namespace Spmis.Web.Letters;

/// <summary>Writes in the language of the person, whoever reads the page.</summary>
public static class LetterLanguage
{
    /// <summary>A language the portal has, or English.</summary>
    public static string Known(string? code) => Cultures.Names.Any(n => n.Code == code) ? code! : "en"; // Not null when it is among the names.

    /// <summary>Does something while the words come in a language.</summary>
    public static T In<T>(string language, Func<T> write)
    {
        var (before, words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        var culture = Cultures.All.First(c => c.Name == Known(language));
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        try
        {
            return write();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, words);
        }
    }
}
