using Spmis.Rules.Parameters;
using Spmis.Values;

namespace Spmis.Rules.Packages;

/// <summary>Reads the figures of the law.</summary>
internal sealed class ParameterReader(PackageFiles files, Currency currency, ErrorList errors)
{
    private const int MostFigures = 2000;

    public Dictionary<string, Place> Places { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Parameter> Read(Yaml? node)
    {
        var parameters = new List<Parameter>();
        foreach (var (key, value) in MapReader.Of(node, "'parameters'", errors)?.Map.Entries ?? [])
        {
            if (MapReader.IsName(key, "a figure", errors)
                && MapReader.Of(value, $"Figure '{key.Value}'", errors)?.Only("unit", "label", "article", "by", "value", "values", "source", "choices") is { } reader
                && ReadParameter(key, reader) is { } parameter)
            {
                parameters.Add(parameter);
                Places[parameter.Id] = key.Place;
            }
        }

        if (parameters.Count > MostFigures)
        {
            errors.Add(node!.Place, $"The package has more than {MostFigures} figures.", "Put figures of one kind into a table: by: [name], source: tables/name.csv."); // Figures were found in it.
        }

        return parameters;
    }

    private Parameter? ReadParameter(YamlText key, MapReader reader)
    {
        if (reader.Text("unit", needed: true) is not { } unit)
        {
            return null;
        }

        var isBrackets = unit.Value == "brackets";
        var kind = isBrackets ? ValueKind.Rate : FactReader.Kind(unit, errors);
        var dimensions = reader.TextList("by").Select(Dimension).ToList();
        if (kind is null)
        {
            return null;
        }

        var choices = reader.TextList("choices").Select(c => c.Value).ToList();
        var type = new RuleType(kind.Value, choices.Count > 0 ? choices : null);
        var cells = new CellReader(type, isBrackets, dimensions, currency, errors);
        var article = reader.Text("article")?.Value;
        var given = new[] { "value", "values", "source" }.Count(k => reader.Map[k] is not null);
        if (given == 0 && reader.HasUnknown)
        {
            return null; // A misspelt key has been named already.
        }

        if (given != 1)
        {
            errors.Add(key.Place, $"Figure '{key.Value}' needs exactly one of value, values and source.", "Write value: for a constant, values: for dated values, source: for a table in a file.");
            return null;
        }

        var drafts = reader.Map["value"] is { } constant ? [new EntryDraft(constant.Place, null, null, null, article, cells.Read(constant, 0))]
            : reader.Map["source"] is not null ? new TableReader(files, cells, errors).Read(reader.Text("source"), dimensions, article)
            : ReadEntries(reader, cells, article);
        var entries = drafts is null ? null : new Timeline(key.Value, errors).Build(key.Place, drafts);
        return entries is null || drafts is null ? null : new Parameter
        {
            Id = key.Value,
            Type = type,
            Labels = reader.Languages("label"),
            Dimensions = dimensions,
            Entries = entries,
            IsBrackets = isBrackets,
            IsConstant = drafts.All(d => d.From is null),
        };
    }

    private List<EntryDraft> ReadEntries(MapReader parameter, CellReader cells, string? article)
    {
        var drafts = new List<EntryDraft>();
        foreach (var item in parameter.Items("values"))
        {
            if (MapReader.Of(item, "A dated value", errors)?.Only("from", "to", "recorded", "value", "article") is not { } reader)
            {
                continue;
            }

            var value = reader.Map["value"];
            var from = reader.Date("from");
            if (value is null || reader.Map["from"] is null)
            {
                errors.Add(item.Place, "A dated value lacks 'from' or 'value'.", "Write {from: 2026-02-01, value: 9000, article: ...}.");
                continue;
            }

            var text = reader.Text("article")?.Value ?? article;
            drafts.Add(new EntryDraft(item.Place, from, reader.Date("to"), reader.Date("recorded"), text, cells.Read(value, 0)));
        }

        return drafts;
    }

    private static Dimension Dimension(YamlText text) => text.Value.StartsWith("class ", StringComparison.Ordinal)
        ? new Dimension(text.Value[6..].Trim(), true)
        : new Dimension(text.Value, false);
}

/// <summary>One dated value as written. A constant has no start.</summary>
internal sealed record EntryDraft(Place Place, DateOnly? From, DateOnly? To, DateOnly? Recorded, string? Article, Cell? Cell);
