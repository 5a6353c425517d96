using System.Text.Json;
using System.Text.Json.Serialization;
using Spmis.Linkage.Models;

namespace Spmis.Linkage;

/// <summary>
/// Everything the scorer knows, as one versioned JSON file. It is stored with every decision, so that an old score can
/// be computed again.
/// </summary>
public sealed record LinkageModel
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Lazy<LinkageModel> Shipped = new(ReadShipped);

    /// <summary>The model that ships with SPMIS: round figures that hold before there are persons to learn from.</summary>
    public static LinkageModel Default => Shipped.Value;

    /// <summary>Name of the model; changes with every training.</summary>
    public required string Version { get; init; }

    /// <summary><see cref="Normaliser.Version"/> it was trained with.</summary>
    public required int Normaliser { get; init; }

    /// <summary>How many persons are compared with each other: the more, the more agreement is needed.</summary>
    public required long Persons { get; init; }

    /// <summary>How many duplicates a record has on average.</summary>
    public required double DuplicatesPerPerson { get; init; }

    /// <summary>How many members of the same household or family a record has on average.</summary>
    public required double RelativesPerPerson { get; init; }

    /// <summary>Probabilities from which a pair is shown, reviewed, or certain.</summary>
    public required ModelThresholds Thresholds { get; init; }

    /// <summary>The comparisons with their levels.</summary>
    public required IReadOnlyList<ModelComparison> Comparisons { get; init; }

    /// <summary>Term frequencies: given, givenClass, family, familyClass, village.</summary>
    public IReadOnlyDictionary<string, ModelFrequencies> Frequencies { get; init; } = new Dictionary<string, ModelFrequencies>();

    /// <summary>Hashes of numbers, phones and e-mails that so many persons share that they are no evidence.</summary>
    public IReadOnlyList<string> Generic { get; init; } = [];

    /// <summary>Reads a model and checks it.</summary>
    /// <exception cref="FormatException">What is wrong, and where.</exception>
    public static LinkageModel Load(string json)
    {
        try
        {
            var model = JsonSerializer.Deserialize<LinkageModel>(json, Json) ?? throw new FormatException("The linkage model is empty.");
            ModelCheck.Demand(model);
            return model;
        }
        catch (JsonException problem)
        {
            throw new FormatException($"The linkage model is not readable at {problem.Path ?? "its start"}, line {problem.LineNumber + 1}: {problem.Message}", problem);
        }
    }

    /// <summary>Writes the model; the same model gives the same text.</summary>
    public string Save() => JsonSerializer.Serialize(this, Json);

    /// <summary>The same knowledge for a register of another size.</summary>
    public LinkageModel ForRegister(long persons) => this with { Persons = Math.Max(persons, 1_000) };

    private static LinkageModel ReadShipped()
    {
        using var stream = typeof(LinkageModel).Assembly.GetManifestResourceStream("Spmis.Linkage.default-model.json")
            ?? throw new InvalidOperationException("The default model is not embedded in Spmis.Linkage.");
        using var reader = new StreamReader(stream);
        return Load(reader.ReadToEnd());
    }
}
