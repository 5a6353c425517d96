using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Spmis.Rules.Evaluation;

namespace Spmis.Rules;

/// <summary>Why an answer is what it is: every number with its source. Stored with a determination and readable without the package.</summary>
public sealed record Explanation
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 2000,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutEmpty } },
    };

    /// <summary>The scheme's short name.</summary>
    public required string Scheme { get; init; }

    /// <summary>The package's version.</summary>
    public required string Version { get; init; }

    /// <summary>The package's SHA-256.</summary>
    public required string Hash { get; init; }

    /// <summary>The currency of every amount.</summary>
    public required string Currency { get; init; }

    /// <summary>Up to which recorded date the law was taken into account; null for all.</summary>
    public DateOnly? AsKnownOn { get; init; }

    /// <summary>The tree.</summary>
    public required ExplanationNode Root { get; init; }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is no explanation.</exception>
    public static Explanation FromJson(string json) => JsonSerializer.Deserialize<Explanation>(json, Json) ?? throw new JsonException("The explanation is null.");

    /// <summary>One line of JSON; the same explanation always gives the same bytes.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>For people, one step a line: "OK", "NO" or "??" in front of conditions, every figure with its dates and article.</summary>
    /// <param name="language">ISO 639 code; English where there is no text.</param>
    public string ToText(string language = "en") => new ExplanationText(this, language).Write();

    /// <summary>The conditions that made it a "no" or left it open, deepest first cause.</summary>
    public IReadOnlyList<ExplanationNode> WhyNot() => [.. Failed(Root)];

    /// <summary>For each failed comparison that has a gap: the step and by how much its left side would have to change.</summary>
    public IReadOnlyList<ExplanationNode> WhatWouldChange() => [.. WhyNot().Where(n => n.Gap is not null)];

    internal static Explanation Of(Scheme scheme, DateOnly? asKnownOn, ExplanationNode root) => new()
    {
        Scheme = scheme.Id,
        Version = scheme.Version,
        Hash = scheme.Hash,
        Currency = scheme.Currency.Code,
        AsKnownOn = asKnownOn,
        Root = root,
    };

    /// <summary>The deepest steps that failed or that nobody can tell.</summary>
    internal static IEnumerable<ExplanationNode> Failed(ExplanationNode node)
    {
        if (node.Answer is Answer.Yes)
        {
            return [];
        }

        var below = node.Kind is "rule" or "part" or "all" or "any" ? node.Children.Where(c => c.Type is ValueKind.Bool or ValueKind.Unknown).SelectMany(Failed).ToList() : [];
        return below.Count > 0 ? below : [node];
    }

    private static void LeaveOutEmpty(JsonTypeInfo info)
    {
        foreach (var property in info.Properties.Where(p => p.PropertyType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(p.PropertyType)))
        {
            property.ShouldSerialize = (_, value) => value is IEnumerable items && items.GetEnumerator().MoveNext();
        }
    }
}
