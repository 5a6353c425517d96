using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Spmis.Rules.Packages;

/// <summary>Reads YAML from strangers: no anchors, aliases or tags, bounded depth and count, no key twice.</summary>
internal sealed class YamlReader
{
    private const int Deepest = 20;
    private const int MostNodes = 200_000;

    private readonly string file;
    private readonly string[] lines;
    private readonly Parser parser;
    private int nodes;

    private YamlReader(string file, string text)
    {
        this.file = file;
        lines = text.Split('\n');
        parser = new Parser(new Scanner(new StringReader(text)));
    }

    /// <exception cref="SchemeErrors">It is no such YAML.</exception>
    public static Yaml Read(string file, string text)
    {
        RefuseDeepFlow(file, text);
        var reader = new YamlReader(file, text);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException e)
        {
            var hint = text.Split('\n').ElementAtOrDefault((int)e.Start.Line - 1)?.Contains('{', StringComparison.Ordinal) is true
                ? "Inside { } put expressions with commas, brackets or colons between quotes: {is: \"min(a, b)\"}."
                : "Check indentation, quotes and the blank behind each colon.";
            throw new SchemeErrors([reader.At(e.Start).Error($"This is not valid YAML: {e.Message}", hint)]);
        }
        catch (InvalidOperationException)
        {
            // What the parser throws at a bracket that is never closed, without a place of its own.
            throw reader.Bad(reader.parser.Current?.Start ?? new Mark(0, 1, 1), "A bracket that opens near here is never closed.", "Look for a missing } or ] behind it.");
        }
    }

    // The scanner itself recurses over flow collections, so their depth is bounded before it sees them.
    private static void RefuseDeepFlow(string file, string text)
    {
        var (depth, line) = (0, 1);
        foreach (var c in text)
        {
            depth = c switch { '[' or '{' => depth + 1, ']' or '}' => Math.Max(0, depth - 1), '\n' => depth, _ => depth };
            line += c == '\n' ? 1 : 0;
            if (depth > 200)
            {
                throw new SchemeErrors([new Place(file, line, 1).Error("Brackets are nested too deeply.", $"Nest at most {Deepest} levels.")]);
            }
        }
    }

    private Yaml ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            throw Bad(new Mark(0, 1, 1), "The file is empty.", "Write at least scheme, version, currency, facts, rules and outputs.");
        }

        parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            throw Bad(second.Start, "The file has a second document.", "One file holds one package; take the line --- away.");
        }

        return root;
    }

    private Yaml ReadNode(int depth)
    {
        var current = parser.Current ?? throw new InvalidOperationException("The YAML parser ended inside a document.");
        if (depth > Deepest || ++nodes > MostNodes)
        {
            throw Bad(current.Start, "The file is nested too deeply or has too many entries.", $"Nest at most {Deepest} levels and keep long tables in tables/*.csv.");
        }

        if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
        {
            throw Bad(current.Start, "Anchors (&) and aliases (*) are not allowed.", "Write the text out; put a text that starts with & or * between quotes.");
        }

        if (current is NodeEvent { Tag.IsEmpty: false } tagged && tagged.Tag.Value != "!")
        {
            throw Bad(current.Start, $"Tags such as {tagged.Tag} are not allowed.", "Take the tag away; types are declared in the package.");
        }

        return current switch
        {
            Scalar => ReadText(),
            SequenceStart => ReadList(depth),
            MappingStart => ReadMap(depth),
            _ => throw Bad(current.Start, "Something else than text, a list or a mapping stands here.", "Use text, lists (- item) and mappings (key: value)."),
        };
    }

    private YamlText ReadText()
    {
        var scalar = parser.Consume<Scalar>();
        var style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => YamlStyle.Quoted,
            ScalarStyle.Literal or ScalarStyle.Folded => YamlStyle.Block,
            _ => YamlStyle.Plain,
        };
        return new YamlText(At(scalar.Start), scalar.Value, style, lines);
    }

    private YamlList ReadList(int depth)
    {
        var start = parser.Consume<SequenceStart>();
        var items = new List<Yaml>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1));
        }

        return new YamlList(At(start.Start), items);
    }

    private YamlMap ReadMap(int depth)
    {
        var start = parser.Consume<MappingStart>();
        var entries = new List<(YamlText, Yaml)>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not YamlText key)
            {
                throw Bad(start.Start, "A key is a list or a mapping.", "Keys are plain words.");
            }

            if (!keys.Add(key.Value))
            {
                throw new SchemeErrors([key.Place.Error($"'{key.Value}' is written twice in the same mapping.", "Keep one of them, or give the other a name of its own.")]);
            }

            entries.Add((key, ReadNode(depth + 1)));
        }

        return new YamlMap(At(start.Start), entries);
    }

    private Place At(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    private SchemeErrors Bad(Mark mark, string wrong, string right) => new([At(mark).Error(wrong, right)]);
}
