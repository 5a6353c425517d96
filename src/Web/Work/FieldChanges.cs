using System.Text.Json;

namespace Spmis.Web.Work;

/// <summary>One field as it was and as it became.</summary>
public sealed record FieldChange(string Field, string? Was, string? Now)
{
    /// <summary>The fields of a history row or a summary, from its JSON before and after.</summary>
    public static IReadOnlyList<FieldChange> Of(string? before, string? after)
    {
        var (was, now) = (Read(before), Read(after));
        return [.. was.Keys.Union(now.Keys).Select(k => new FieldChange(k, was.GetValueOrDefault(k), now.GetValueOrDefault(k)))];
    }

    private static Dictionary<string, string?> Read(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => Plain(p.Value))
            : new Dictionary<string, string?> { [""] = json };
    }

    private static string? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
