using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Spmis.Web.Forms;

/// <summary>Finds which field of a page a refusal means.</summary>
internal static class FieldNames
{
    // What readers of files call it, whatever the page calls its upload.
    private const string File = "file";

    /// <summary>The key of the bound property named <paramref name="field"/>, or null when the page has none.</summary>
    public static string? Match(string field, Type page, IEnumerable<string> posted)
    {
        var keys = Bound(page).Concat(posted).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return keys.FirstOrDefault(k => k.Equals(field, StringComparison.OrdinalIgnoreCase))
            ?? keys.FirstOrDefault(k => k.EndsWith("." + field, StringComparison.OrdinalIgnoreCase))
            ?? keys.FirstOrDefault(k => field.EndsWith("." + k, StringComparison.OrdinalIgnoreCase))
            ?? (field == File ? page.GetProperties().FirstOrDefault(p => p.PropertyType == typeof(IFormFile))?.Name : null);
    }

    private static IEnumerable<string> Bound(Type page)
    {
        var all = page.GetCustomAttribute<BindPropertiesAttribute>() is not null;
        foreach (var property in page.GetProperties().Where(p => all || p.IsDefined(typeof(BindPropertyAttribute))))
        {
            var name = property.GetCustomAttribute<BindPropertyAttribute>()?.Name ?? property.Name;
            yield return name;
            if (property.PropertyType.IsClass && property.PropertyType.Assembly == page.Assembly)
            {
                foreach (var inner in property.PropertyType.GetProperties())
                {
                    yield return $"{name}.{inner.Name}";
                }
            }
        }
    }
}
