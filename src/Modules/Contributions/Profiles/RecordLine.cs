using System.Text.RegularExpressions;

namespace Spmis.Contributions.Profiles;

/// <summary>Writes a record anew with other control totals; everything else stays as it was sent.</summary>
internal static class RecordLine
{
    public static string With(Profile profile, ProfileRow record, IReadOnlyDictionary<string, string> totals)
    {
        var line = record.Row.Raw;
        foreach (var field in record.Record.Fields.Where(f => totals.ContainsKey(f.Name) && record.Row[f.Name].Length > 0))
        {
            line = profile.Form == ProfileForm.Fixed ? Placed(line, field, totals[field.Name]) : Tagged(line, profile.Separator, field.Name, totals[field.Name]);
        }

        return line;
    }

    /// <summary>At its place, zeros before it.</summary>
    private static string Placed(string line, ProfileField field, string value)
    {
        var text = value.PadLeft(field.Length, '0');
        return text.Length > field.Length
            ? throw new InvalidOperationException($"{value} does not fit into the {field.Length} characters of {field.Name}.")
            : line[..(field.At - 1)] + text + line[(field.At - 1 + field.Length)..];
    }

    /// <summary>Behind its code; totals are numbers, so no separator is in them.</summary>
    private static string Tagged(string line, string separator, string code, string value)
    {
        var mark = Regex.Escape(separator);
        return Regex.Replace(line, $"(^|{mark})(\\s*{Regex.Escape(code)}\\s*{mark})\\s*(\"?)[-0-9.]*\"?", m => $"{m.Groups[1].Value}{m.Groups[2].Value}{m.Groups[3].Value}{value}{m.Groups[3].Value}", RegexOptions.CultureInvariant);
    }
}
