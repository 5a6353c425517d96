using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Spmis.Payments.GovStack;

/// <summary>A request's JSON, read without regard to the case of names: specifications and implementations write RequestID and requestID.</summary>
internal sealed class GovStackBody(JsonElement element)
{
    /// <summary>An array, or an object of which the array is a part.</summary>
    public const int MostRows = 10_000;

    /// <summary>Reads the body; null when it is no JSON object or array.</summary>
    public static async Task<GovStackBody?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, new JsonDocumentOptions { MaxDepth = 16 }, ct);
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? new(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A text, or a number as it is written; null when it is not there or something else.</summary>
    public string? Text(string name) => Find(name) is { } found ? found.ValueKind == JsonValueKind.String ? found.GetString() : found.ValueKind == JsonValueKind.Number ? found.GetRawText() : null : null;

    /// <summary>A number, or a text that is one; null otherwise.</summary>
    public decimal? Number(string name) => decimal.TryParse(Text(name), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The objects of an array; null when it is not there, is no array of objects, or has too many.</summary>
    public IReadOnlyList<GovStackBody>? Rows(string? name = null)
    {
        var found = name is null ? element : Find(name);
        return found is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() <= MostRows && array.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object) ? [.. array.EnumerateArray().Select(e => new GovStackBody(e))] : null;
    }

    private JsonElement? Find(string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
