using System.Text.RegularExpressions;

namespace Spmis.Rules.Packages;

/// <summary>Takes the entries of a mapping one by one and complains about what is missing, wrong or left over.</summary>
internal sealed partial class MapReader(YamlMap map, string what, ErrorList errors)
{
    public YamlMap Map { get; } = map;

    public ErrorList Errors { get; } = errors;

    public static MapReader? Of(Yaml? node, string what, ErrorList errors)
    {
        if (node is YamlMap map)
        {
            return new MapReader(map, what, errors);
        }

        if (node is not null)
        {
            errors.Add(node.Place, $"{what} is not a mapping.", "Write it as key: value, one a line.");
        }

        return null;
    }

    /// <summary>Whether keys without meaning were found.</summary>
    public bool HasUnknown { get; private set; }

    /// <summary>Complains about keys that have no meaning here.</summary>
    public MapReader Only(params string[] keys)
    {
        foreach (var (key, _) in Map.Entries.Where(e => !keys.Contains(e.Key.Value)))
        {
            HasUnknown = true;
            var nearest = Suggestion.Nearest(key.Value, keys);
            Errors.Add(key.Place, $"{what} has no '{key.Value}'.", nearest is null ? $"Allowed: {string.Join(", ", keys)}." : $"Did you mean '{nearest}'? Allowed: {string.Join(", ", keys)}.");
        }

        return this;
    }

    public YamlText? Text(string key, bool needed = false)
    {
        var node = Map[key];
        if (node is YamlText text && (text.Value.Length > 0 || !needed))
        {
            return text;
        }

        if (node is not null)
        {
            Errors.Add(node.Place, $"'{key}' of {what} is not a text.", $"Write {key}: text.");
        }
        else if (needed)
        {
            Errors.Add(Map.Place, $"{what} has no '{key}'.", $"Add {key}: ...");
        }

        return null;
    }

    /// <summary>Texts by language, or one text that is then English.</summary>
    public IReadOnlyDictionary<string, string> Languages(string key)
    {
        if (Map[key] is YamlText single)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = single.Value };
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, value) in Of(Map[key], $"'{key}' of {what}", Errors)?.Map.Entries ?? [])
        {
            if (value is YamlText text && LanguageCode().IsMatch(language.Value))
            {
                texts[language.Value] = text.Value;
            }
            else
            {
                Errors.Add(language.Place, $"'{key}' of {what} is not a list of texts by language.", "Write {en: text, fr: texte} with ISO 639 codes; a text with a comma stands between quotes.");
            }
        }

        return texts.Count == 0 ? Texts.None : texts;
    }

    public IReadOnlyList<YamlText> TextList(string key)
    {
        switch (Map[key])
        {
            case null:
                return [];
            case YamlText single:
                return [single];
            case YamlList list when list.Items.All(i => i is YamlText):
                return [.. list.Items.Cast<YamlText>()];
            case var other:
                Errors.Add(other.Place, $"'{key}' of {what} is not a list of texts.", "Write [one, two].");
                return [];
        }
    }

    public IEnumerable<Yaml> Items(string key)
    {
        if (Map[key] is YamlList list)
        {
            return list.Items;
        }

        if (Map[key] is { } other)
        {
            Errors.Add(other.Place, $"'{key}' of {what} is not a list.", "Write one item a line, each behind a dash.");
        }

        return [];
    }

    public DateOnly? Date(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Literals.Date(text.Value) is { } date)
        {
            return date;
        }

        Errors.Add(text.Place, $"'{text.Value}' is no date.", "Write year, month and day as 2026-02-09.");
        return null;
    }

    /// <summary>Whether a name can be used in expressions; complains when not.</summary>
    public static bool IsName(YamlText key, string what, ErrorList errors)
    {
        if (NamePattern().IsMatch(key.Value) && key.Value.Length <= 100)
        {
            return true;
        }

        errors.Add(key.Place, $"'{key.Value}' is not a name for {what}.", "Use lower-case letters, digits and _, with points between parts: contribution.base.");
        return false;
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)*$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    private static partial Regex LanguageCode();
}
