namespace Spmis.Rules.Packages;

/// <summary>A node of the safe subset of YAML that packages use.</summary>
internal abstract record Yaml(Place Place);

internal sealed record YamlText(Place Place, string Value, YamlStyle Style, IReadOnlyList<string> Lines) : Yaml(Place)
{
    /// <summary>Where a character of the value stands in the file.</summary>
    public Place At(int offset)
    {
        var before = Value[..Math.Clamp(offset, 0, Value.Length)];
        var line = before.Count(c => c == '\n');
        if (Style is YamlStyle.Block)
        {
            var number = Place.Line + 1 + line;
            var raw = number <= Lines.Count ? Lines[number - 1] : "";
            return Place with { Line = number, Column = raw.Length - raw.TrimStart().Length + 1 + before.Length - (before.LastIndexOf('\n') + 1) };
        }

        return Place with { Column = Place.Column + before.Length + (Style is YamlStyle.Quoted ? 1 : 0) };
    }
}

internal sealed record YamlList(Place Place, IReadOnlyList<Yaml> Items) : Yaml(Place);

internal sealed record YamlMap(Place Place, IReadOnlyList<(YamlText Key, Yaml Value)> Entries) : Yaml(Place)
{
    public Yaml? this[string key] => Entries.FirstOrDefault(e => e.Key.Value == key).Value;

    public YamlText? KeyOf(string key) => Entries.FirstOrDefault(e => e.Key.Value == key).Key;
}

internal enum YamlStyle
{
    Plain,
    Quoted,
    Block,
}
