using System.Reflection;
using Microsoft.AspNetCore.Mvc;

namespace Spmis.Web.Forms;

/// <summary>Finds which field of a page a refusal means.</summary>
internal static class FieldNames
{
    /// <summary>The key of the bound property named <paramref name="field"/>, or null when the page has none.</summary>
    public static string? Match(string field, Type page, IEnumerable<string> posted)
    {
        var keys = Bound(page).Concat(posted).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return keys.FirstOrDefault(k => k.Equals(field, StringComparison.OrdinalIgnoreCase))
            ?? keys.FirstOrDefault(k => k.EndsWith("." + field, StringComparison.OrdinalIgnoreCase))
            ?? keys.FirstOrDefault(k => field.EndsWith("." + k, StringComparison.OrdinalIgnoreCase));
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
