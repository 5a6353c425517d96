using System.Globalization;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Profiles;

/// <summary>The values of one record by their meaning, gathering everything that is wrong with it, so that a person mends a line once.</summary>
/// <param name="row">The record.</param>
/// <param name="currency">The currency of its amounts.</param>
internal sealed class LineFields(ProfileRow row, Currency currency)
{
    private readonly List<LineProblem> problems = [.. row.Rows.Select(r => r.Problem).OfType<LineProblem>()];

    private delegate FieldProblem? Reader<T>(ProfileField field, string text, out T value);

    public IReadOnlyList<LineProblem> Problems => problems;

    public bool Spoiled => row.Rows.Any(r => r.Problem is not null);

    /// <summary>Checks every field of the record, whatever its meaning.</summary>
    public void CheckAll()
    {
        if (Spoiled)
        {
            return; // It could not be cut into values; saying of each that it is missing would not help.
        }

        foreach (var part in row.Rows)
        {
            foreach (var field in row.Record.Fields)
            {
                var text = part[field.Name];
                var problem = text.Length > 0 ? FieldReader.Check(field, text, currency)
                    : field.Required && (field.Unless is null || part[field.Unless].Length == 0) ? new FieldProblem("value.missing", "The value is missing.", "Fill it in.") : null;
                if (problem is not null)
                {
                    Add(field.Name, problem, part);
                }
            }
        }
    }

    public string? Text(string role) => Read(role, (ProfileField f, string text, out string value) => FieldReader.Text(f, text, out value), out var read) ? read : null;

    public string? Number(string role) => Read(role, (ProfileField f, string text, out string value) => FieldReader.Number(f, text, out value), out var read) ? read : null;

    public DateOnly? Date(string role) => Read(role, (ProfileField f, string text, out DateOnly value) => FieldReader.Date(f, text, out value), out var read) ? read : null;

    public Money? Money(string role) => Read(role, (ProfileField f, string text, out Money value) => FieldReader.Amount(f, text, currency, out value), out var read) ? read : null;

    /// <summary>The amounts of all rows of the line.</summary>
    public IReadOnlyList<Money> Moneys(string role) =>
        row.Record.Of(role) is not { } field || Spoiled ? [] : [.. row.Rows.Where(r => r[field.Name].Length > 0 && FieldReader.Amount(field, r[field.Name], currency, out _) is null).Select(r => FieldReader.Amount(field, r[field.Name], currency, out var money) is null ? money : default)];

    /// <summary>The month, from one field or from year and month of the year; and the field to name when it is wrong.</summary>
    public (Month? Month, string? Field) Period()
    {
        if (row.Record.Of(FieldRoles.Period) is { } period)
        {
            return (Read(FieldRoles.Period, (ProfileField f, string text, out Month value) => FieldReader.Month(f, text, out value), out var read) ? read : null, period.Name);
        }

        return row.Record.Of(FieldRoles.Year) is { } year && row.Record.Of(FieldRoles.MonthOfYear) is { } month && !Spoiled
            && ReadField.Integer(row.Row[year.Name], 1900, 2999, out var y) is null && ReadField.Integer(row.Row[month.Name], 1, 12, out var m) is null
            ? (new Month((int)y, (int)m), month.Name) : (null, null);
    }

    /// <summary>Adds what the meaning shows to be wrong, under the field of a role.</summary>
    public void Refuse(string role, string code, string text, string remedy) => Add(row.Record.Of(role)?.Name, new(code, text, remedy), row.Row);

    /// <summary>Adds what is wrong with a field.</summary>
    public void RefuseField(string? name, string code, string text, string remedy, TabularRow? part = null) => Add(name, new(code, text, remedy), part ?? row.Row);

    /// <summary>A number with sign and point; what cannot be read so is null.</summary>
    public static decimal? Plain(string text) => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool Read<T>(string role, Reader<T> reader, out T value)
    {
        value = default!; // Not looked at when false is returned.
        return !Spoiled && row.Record.Of(role) is { } field && row.Row[field.Name] is { Length: > 0 } text && reader(field, text, out value) is null;
    }

    private void Add(string? name, FieldProblem problem, TabularRow part)
    {
        var sent = name is null ? null : part[name];
        if (problems.TrueForAll(p => p.Column != name || p.Line != part.LineNumber || p.Code != problem.Code))
        {
            problems.Add(new(part.LineNumber, name, problem.Code, problem.Text, problem.Remedy, LineProblem.Shown(sent)));
        }
    }
}
