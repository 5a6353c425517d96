using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Spmis.Tests.Rules;

/// <summary>A package with one slip in it, as a hurried hand would make it.</summary>
/// <param name="What">File, line and the slip.</param>
/// <param name="File">The file that is changed.</param>
/// <param name="Text">Its text with the slip.</param>
internal sealed record Mutant(string What, string File, string Text);

/// <summary>Writes all single slips of a package: each figure, its dates and its rows a little off, each rounding changed, coarser or dropped, each comparison at the other side of its boundary.</summary>
internal sealed partial class Mutants(string file, string text)
{
    private static readonly string[] Modes = ["up", "down", "half_up", "half_down", "half_even"];

    /// <summary>The slips of all files of a package; each group is one slip with variants of which one must be noticed.</summary>
    public static IEnumerable<IReadOnlyList<Mutant>> Of(string folder) =>
        new Mutants("scheme.yaml", System.IO.File.ReadAllText(Path.Combine(folder, "scheme.yaml"))).OfScheme()
            .Concat(Tables(folder).SelectMany(f => new Mutants(f, System.IO.File.ReadAllText(Path.Combine(folder, f))).OfTable()));

    public static IEnumerable<string> Tables(string folder) => !Directory.Exists(Path.Combine(folder, "tables")) ? []
        : Directory.GetFiles(Path.Combine(folder, "tables"), "*.csv").Order(StringComparer.Ordinal).Select(f => "tables/" + Path.GetFileName(f));

    private IEnumerable<IReadOnlyList<Mutant>> OfScheme()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        foreach (var (_, parameter) in Entries(root, "parameters"))
        {
            foreach (var (key, node) in ((YamlMappingNode)parameter).Children)
            {
                foreach (var slip in ((YamlScalarNode)key).Value switch { "value" => Figures(node), "values" => Dated(node), _ => [] })
                {
                    yield return slip;
                }
            }
        }

        foreach (var (_, rule) in Entries(root, "rules"))
        {
            foreach (var slip in Expressions(rule))
            {
                yield return slip;
            }
        }
    }

    // The last column named 'value' of a statutory table, and its keys, are figures like others.
    private IEnumerable<IReadOnlyList<Mutant>> OfTable()
    {
        var start = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        foreach (Match cell in CellPattern().Matches(text, start))
        {
            if (Nudged(cell.Value) is { } other)
            {
                yield return [Slip(cell.Index, cell.Length, other)];
            }
        }
    }

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Entries(YamlMappingNode root, string key) =>
        root.Children.TryGetValue(new YamlScalarNode(key), out var node) ? ((YamlMappingNode)node).Children : [];

    private IEnumerable<IReadOnlyList<Mutant>> Dated(YamlNode values)
    {
        foreach (var (index, entry) in ((YamlSequenceNode)values).Children.Cast<YamlMappingNode>().Index())
        {
            foreach (var (key, node) in entry.Children)
            {
                var name = ((YamlScalarNode)key).Value;
                if (name is "from" or "to" or "recorded")
                {
                    var scalar = (YamlScalarNode)node;
                    var day = DateOnly.ParseExact(scalar.Value ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture);
                    yield return [Slip(scalar, Day(day.AddDays(1))), Slip(scalar, Day(day.AddMonths(1)))];
                    if (index > 0 || name != "from")
                    {
                        yield return [Slip(scalar, Day(day.AddDays(-1))), Slip(scalar, Day(day.AddMonths(-1)))]; // A first value that begins earlier changes no answer that was known.
                    }
                }
                else if (name == "value")
                {
                    foreach (var slip in Figures(node))
                    {
                        yield return slip;
                    }
                }
            }
        }
    }

    private IEnumerable<IReadOnlyList<Mutant>> Figures(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(e => Row((YamlScalarNode)e.Key).Concat(e is { Key: YamlScalarNode { Value: "over" }, Value: YamlScalarNode { Value: "0" } } ? [] : Figures(e.Value))),
        YamlSequenceNode list => list.Children.SelectMany(Figures),
        YamlScalarNode scalar when Nudged(scalar.Value ?? "") is { } other => [[Slip(scalar, other)]],
        _ => [],
    };

    // The lowest class begins at nought whatever lies below: moving it changes no answer.
    private IEnumerable<IReadOnlyList<Mutant>> Row(YamlScalarNode key) =>
        key.Value != "0" && Nudged(key.Value ?? "") is { } other ? [[Slip(key, other)]] : [];

    private IEnumerable<IReadOnlyList<Mutant>> Expressions(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.Where(e => ((YamlScalarNode)e.Key).Value is not ("label" or "article" or "id" or "from" or "to" or "at")).SelectMany(e => Expressions(e.Value)),
        YamlSequenceNode list => list.Children.SelectMany(Expressions),
        YamlScalarNode scalar => Expression((int)scalar.Start.Index, (int)scalar.End.Index),
        _ => [],
    };

    private IEnumerable<IReadOnlyList<Mutant>> Expression(int start, int end)
    {
        foreach (Match tail in TailPattern().Matches(text[start..end]))
        {
            var (step, mode) = (tail.Groups["step"], tail.Groups["mode"]);
            foreach (var other in Modes.Where(m => m != mode.Value))
            {
                yield return [Slip(start + mode.Index, mode.Length, other)];
            }

            yield return [Slip(start + step.Index, step.Length, (decimal.Parse(step.Value, CultureInfo.InvariantCulture) * 10).ToString(CultureInfo.InvariantCulture))];
            var open = Opening(start + tail.Index);
            var inner = text[(open + "round(".Length)..(start + tail.Index)];
            yield return [new Mutant(At(open) + ": rounding dropped", file, text[..open] + $"exact({inner})" + text[(start + tail.Index + tail.Length)..]), new Mutant(At(open) + ": rounding dropped", file, text[..open] + $"({inner})" + text[(start + tail.Index + tail.Length)..])];
        }

        foreach (Match sign in SignPattern().Matches(text[start..end]))
        {
            var other = sign.Value switch { ">=" => ">", "<=" => "<", ">" => ">=", "<" => "<=", "==" => "!=", _ => "==" };
            yield return [Slip(start + sign.Index, sign.Length, other)];
        }

        foreach (Match word in WordPattern().Matches(text[start..end]))
        {
            yield return [Slip(start + word.Index, word.Length, word.Value switch { "and" => "or", "or" => "and", "min" => "max", _ => "min" })];
        }
    }

    /// <summary>Where the round( begins that ends here.</summary>
    private int Opening(int end)
    {
        var depth = 1;
        for (var i = end - 1; ; i--)
        {
            depth += text[i] switch { ')' => 1, '(' => -1, _ => 0 };
            if (depth == 0)
            {
                return i + 1 - "round(".Length;
            }
        }
    }

    /// <summary>The smallest change of the last digit written; null for what is no number.</summary>
    private static string? Nudged(string value) => NumberPattern().Match(value) is { Success: true } match
        ? Next(match.Groups["number"].Value) + match.Groups["unit"].Value
        : value switch { "yes" => "no", "no" => "yes", "true" => "false", "false" => "true", _ => null };

    private static string Next(string number)
    {
        var value = decimal.Parse(number, CultureInfo.InvariantCulture);
        return (value + new decimal(1, 0, 0, false, value.Scale)).ToString(CultureInfo.InvariantCulture);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Mutant Slip(YamlScalarNode node, string other) => Slip((int)node.Start.Index, (int)(node.End.Index - node.Start.Index), other);

    private Mutant Slip(int at, int length, string other) => new($"{At(at)}: {text.Substring(at, length)} -> {other}", file, text[..at] + other + text[(at + length)..]);

    private string At(int offset) => $"{file}:{text.Take(offset).Count(c => c == '\n') + 1}";

    [GeneratedRegex(@",\s*(?<step>[0-9.]+),\s*(?<mode>up|down|half_up|half_down|half_even)\)")]
    private static partial Regex TailPattern();

    [GeneratedRegex("[<>=!]=|[<>]")]
    private static partial Regex SignPattern();

    [GeneratedRegex(@"\b(and|or|min|max)\b")]
    private static partial Regex WordPattern();

    [GeneratedRegex("^(?<number>-?[0-9]+([.][0-9]+)?)(?<unit>%| years?| months?| days?| weeks?)?$")]
    private static partial Regex NumberPattern();

    [GeneratedRegex("[^,\r\n]+")]
    private static partial Regex CellPattern();
}
