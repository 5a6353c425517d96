using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Spmis.Tests.Payments;

/// <summary>The OpenAPI files of GovStack in the shared folder; a test that needs them is skipped where they are not.</summary>
internal static class GovStackSchemas
{
    /// <summary>Where they are; null when they are not there.</summary>
    public static string? Folder
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
            {
                root = root.Parent;
            }

            var folder = Path.Combine(Environment.GetEnvironmentVariable("SPMIS_SHARED") ?? Path.Combine(root?.Parent?.FullName ?? "", "shared"), "specs/govstack/payments");
            return Directory.Exists(folder) ? folder : null;
        }
    }

    /// <summary>What of a request or answer does not fit its schema.</summary>
    /// <param name="file">The file below the folder.</param>
    /// <param name="path">The path as the file spells it.</param>
    /// <param name="method">get, post ...</param>
    /// <param name="status">The answer's status, or null for the request.</param>
    /// <param name="json">The body.</param>
    public static List<string> Faults(string file, string path, string method, int? status, string json)
    {
        using var reader = new StreamReader(Path.Combine(Folder ?? throw new InvalidOperationException("The folder is not there."), file));
        var document = new DeserializerBuilder().Build().Deserialize<object>(reader); // JSON is YAML too.
        var operation = At(document, "paths", path, method) ?? throw new InvalidOperationException($"{file} has no {method} {path}.");
        var body = status is { } code ? At(operation, "responses", code.ToString(CultureInfo.InvariantCulture)) : At(operation, "requestBody");
        var content = (IDictionary<object, object>?)At(body, "content") ?? throw new InvalidOperationException($"{file} says nothing of {status} of {method} {path}.");
        List<string> faults = [];
        Check(document, At(content.Values.First(), "schema"), JsonDocument.Parse(json).RootElement, "$", faults);
        return faults;
    }

    /// <summary>What of a JSON value does not fit a named schema of a file.</summary>
    public static List<string> Faults(string file, string schema, JsonElement value)
    {
        using var reader = new StreamReader(Path.Combine(Folder ?? throw new InvalidOperationException("The folder is not there."), file));
        var document = new DeserializerBuilder().Build().Deserialize<object>(reader);
        List<string> faults = [];
        Check(document, At(document, "components", "schemas", schema) ?? throw new InvalidOperationException($"{file} has no {schema}."), value, "$", faults);
        return faults;
    }

    private static object? At(object? node, params string[] names) => names.Aggregate(node, (at, name) => at is IDictionary<object, object> map && map.TryGetValue(name, out var found) ? found : null);

    private static void Check(object document, object? schema, JsonElement value, string at, List<string> faults)
    {
        if (At(schema, "$ref") is string reference)
        {
            schema = At(document, reference[2..].Split('/')) ?? throw new InvalidOperationException($"{reference} leads nowhere.");
        }

        var fits = At(schema, "type") switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String || (value.ValueKind == JsonValueKind.Null && At(schema, "nullable") is "true"),
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" or "float" => value.ValueKind == JsonValueKind.Number,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            null => true,
            var other => throw new InvalidOperationException($"A schema has the type '{other}'."),
        };
        if (!fits)
        {
            faults.Add($"{at} is {value.ValueKind}, not {At(schema, "type")}");
            return;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            faults.AddRange(((IEnumerable<object>?)At(schema, "required") ?? []).Select(r => $"{r}").Where(r => !value.TryGetProperty(r, out _)).Select(r => $"{at} lacks {r}"));
            foreach (var property in value.EnumerateObject())
            {
                if (At(schema, "properties", property.Name) is { } inner)
                {
                    Check(document, inner, property.Value, $"{at}.{property.Name}", faults);
                }
                else if (At(schema, "properties") is not null)
                {
                    faults.Add($"{at} has {property.Name}, which the schema does not know");
                }
            }
        }

        foreach (var (element, n) in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select((e, n) => (e, n)) : [])
        {
            Check(document, At(schema, "items"), element, $"{at}[{n}]", faults);
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            CheckText(schema, value.GetString() ?? "", at, faults);
        }
    }

    private static void CheckText(object? schema, string text, string at, List<string> faults)
    {
        int Limit(string name, int otherwise) => At(schema, name) is string limit ? int.Parse(limit, CultureInfo.InvariantCulture) : otherwise;
        if (text.Length < Limit("minLength", 0) || text.Length > Limit("maxLength", int.MaxValue))
        {
            faults.Add($"{at} has {text.Length} characters");
        }

        if (At(schema, "enum") is IEnumerable<object> allowed && !allowed.Contains(text))
        {
            faults.Add($"{at} is '{text}', which is not allowed");
        }

        if (At(schema, "pattern") is string pattern && !Regex.IsMatch(text, pattern))
        {
            faults.Add($"{at} does not fit {pattern}");
        }

        if (At(schema, "format") is "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            faults.Add($"{at} is no instant");
        }
    }
}
