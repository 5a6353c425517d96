using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Spmis.Kernel.Api;

/// <summary>A request's JSON, read without regard to the case of names: the GovStack specifications and their implementations write RequestID, requestID and requestId.</summary>
/// <param name="element">The object or array.</param>
public sealed class GovStackBody(JsonElement element)
{
    /// <summary>Most rows of an array.</summary>
    public const int MostRows = 10_000;

    /// <summary>Reads the body; null when there is none, or it is no JSON object or array.</summary>
    public static async Task<GovStackBody?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 16 }, ct);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? new(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null; // What is needed is missing then, and the caller says so.
        }
    }

    /// <summary>A text, or a number as it is written; null when it is not there, empty, or something else. Of several names that differ by case only, the first that says something.</summary>
    public string? Text(string name) => Found(name).Select(e => e.ValueKind == JsonValueKind.String ? e.GetString() : e.ValueKind == JsonValueKind.Number ? e.GetRawText() : null).FirstOrDefault(v => v is { Length: > 0 });

    /// <summary>A number, or a text that is one; null otherwise.</summary>
    public decimal? Number(string name) => decimal.TryParse(Text(name), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The objects of an array, or of the array that this is; null when it is not there, is no array of objects, or has too many.</summary>
    public IReadOnlyList<GovStackBody>? Rows(string? name = null)
    {
        var found = name is null ? element : Found(name).FirstOrDefault();
        return found is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() <= MostRows && array.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object) ? [.. array.EnumerateArray().Select(e => new GovStackBody(e))] : null;
    }

    private IEnumerable<JsonElement> Found(string name) => element.ValueKind != JsonValueKind.Object ? [] : element.EnumerateObject().Where(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(p => p.Value);
}
