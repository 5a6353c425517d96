using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Spmis.Web.Shell;

/// <summary>The address of the page being shown, with some of its query changed.</summary>
public static class Links
{
    /// <summary>Sets (or with null removes) query values and keeps the others, filters included.</summary>
    public static string With(HttpRequest request, params ReadOnlySpan<(string Name, string? Value)> changes)
    {
        var changed = changes.ToArray();
        var query = new QueryBuilder();
        foreach (var (name, values) in request.Query)
        {
            // A form's handler answers posts only; a link that repeated it would show an empty page.
            if (name != "handler" && changed.All(c => !string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                query.Add(name, values.Where(v => v is not null)!); // nulls were filtered out
            }
        }

        foreach (var (name, value) in changed)
        {
            if (value is not null)
            {
                query.Add(name, value);
            }
        }

        return request.PathBase + request.Path + query.ToQueryString();
    }
}
