using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spmis.Linkage;

/// <summary>A score with its reasons, as it is stored with a decision.</summary>
public static class ExplanationJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes it.</summary>
    public static string Write(Score score) => JsonSerializer.Serialize(score, Json);

    /// <summary>Reads a stored one; its figures are the ones that were shown when the decision was made.</summary>
    /// <exception cref="FormatException">The text is no explanation.</exception>
    public static Score Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Score>(json, Json) ?? throw new FormatException("The stored explanation is empty.");
        }
        catch (JsonException problem)
        {
            throw new FormatException($"The stored explanation is not readable at {problem.Path ?? "its start"}: {problem.Message}", problem);
        }
    }
}
