using Spmis.Rules.Parameters;
using Spmis.Values;

namespace Spmis.Rules.Packages;

/// <summary>Reads a value, a table by dimension, or brackets.</summary>
internal sealed class CellReader(RuleType type, bool isBrackets, IReadOnlyList<Dimension> dimensions, Currency currency, ErrorList errors)
{
    public Cell? Read(Yaml node, int depth)
    {
        if (depth < dimensions.Count)
        {
            if (node is YamlText { Value: "none" })
            {
                return new Cell();
            }

            if (node is YamlMap map)
            {
                return Table([.. map.Entries.Select(e => (e.Key.Value, e.Key.Place, Read(e.Value, depth + 1)))], dimensions[depth]);
            }

            errors.Add(node.Place, $"A table by {dimensions[depth].Name} is expected here.", "Write {key: value, key: value}.");
            return null;
        }

        if (isBrackets)
        {
            return ReadBrackets(node);
        }

        if (node is YamlText text)
        {
            return Leaf(text.Value, text.Place, null);
        }

        errors.Add(node.Place, "A single value is expected here.", dimensions.Count == 0 ? "For a table name its dimensions with by: [name]." : $"The table has {dimensions.Count} dimension(s).");
        return null;
    }

    public Cell? Leaf(string text, Place place, string? article)
    {
        if (text == "none")
        {
            return new Cell { Article = article };
        }

        if (Literals.Read(text, type, currency, out var right) is { } value)
        {
            return new Cell { Value = value, Article = article };
        }

        errors.Add(place, $"'{Short(text)}' is not {(type.Choices is null ? "a " : "")}{type}.", right);
        return null;
    }

    /// <summary>One level of a table; null when a row was unreadable, which has been said already.</summary>
    public Cell? Table(IReadOnlyList<(string Key, Place Place, Cell? Cell)> rows, Dimension dimension)
    {
        var read = new List<(RuleValue Key, Cell Cell)>();
        var taken = new HashSet<RuleValue>();
        foreach (var (key, place, cell) in rows)
        {
            var value = dimension.IsClass ? Lower(key) : Exact(key);
            if (value is null)
            {
                errors.Add(place, $"'{Short(key)}' is no lower bound of a class.", "Write a number, a year or a duration such as 60 years.");
            }
            else if (!taken.Add(value.Value))
            {
                errors.Add(place, $"The row '{Short(key)}' of {dimension.Name} is there twice for the same day.", "Keep one of them.");
            }
            else if (cell is not null)
            {
                read.Add((value.Value, cell));
            }
        }

        return read.Count != rows.Count ? null
            : dimension.IsClass ? new Cell { Classes = [.. read.Select(r => (r.Key.Raw, r.Cell)).OrderBy(r => r.Raw)] }
            : new Cell { Rows = read.ToDictionary(r => r.Key, r => r.Cell) };
    }

    private static RuleValue Exact(string key) => key switch
    {
        "yes" or "true" => RuleValue.Bool(true),
        "no" or "false" => RuleValue.Bool(false),
        _ when Month.TryParse(key, out var month) => RuleValue.Number(month.Code),
        _ => Literals.Number(key) is { } number ? RuleValue.Number(number) : RuleValue.Text(key),
    };

    private static RuleValue? Lower(string key) =>
        Month.TryParse(key, out var month) ? RuleValue.Number(month.Code)
        : Literals.Date(key) is { } date ? RuleValue.Number(date.DayNumber)
        : (Literals.Number(key) ?? Literals.Read(key, new RuleType(ValueKind.Months), default, out _)?.Raw) is { } number ? RuleValue.Number(number) : null;

    private Cell? ReadBrackets(Yaml node)
    {
        var brackets = new List<Bracket>();
        foreach (var item in (node as YamlList)?.Items ?? [])
        {
            var reader = MapReader.Of(item, "A bracket", errors)?.Only("over", "rate");
            var over = reader?.Text("over", needed: true);
            var rate = reader?.Text("rate", needed: true);
            if (over is null || rate is null)
            {
                return null;
            }

            var from = Literals.Number(over.Value);
            var share = Literals.Read(rate.Value, new RuleType(ValueKind.Rate), currency, out var right);
            if (from is null || share is null || (brackets.Count > 0 && from <= brackets[^1].Over))
            {
                errors.Add(item.Place, "This is no bracket, or not above the one before.", $"Write {{over: 180000, rate: 9%}}, lowest first. {right}");
                return null;
            }

            brackets.Add(new Bracket(from.Value, share.Value.Raw));
        }

        if (brackets.Count == 0)
        {
            errors.Add(node.Place, "Brackets are expected here.", "Write [{over: 0, rate: 12%}, {over: 180000, rate: 9%}].");
            return null;
        }

        return new Cell { Brackets = brackets };
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
