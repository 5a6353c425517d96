using Spmis.Rules.Evaluation;
using Spmis.Rules.Packages;
using Spmis.Values;

namespace Spmis.Rules.Testing;

/// <summary>One expected answer of one case.</summary>
internal sealed record TestCase(string File, int Line, string Name, string Rule, RuleValue Expected, Facts Facts, DateOnly? AsKnownOn);

/// <summary>Reads a CSV of worked examples.</summary>
internal sealed class TestFile(Scheme scheme, string file, Csv table)
{
    private const int MostMonths = 1200;
    private const int MostCases = 20_000;
    private const int MostRecords = 200_000;

    private int records;

    private readonly Csv csv = table;

    public static IEnumerable<TestCase> Read(Scheme scheme, string file, string text)
    {
        var test = new TestFile(scheme, file, Csv.Read(file, text));
        test.CheckColumns();
        return test.csv.Rows.Count <= MostCases
            ? test.csv.Rows.SelectMany(test.Cases).ToList()
            : throw test.Bad(1, $"The file has more than {MostCases} cases.", "Keep the cases that show something of their own.");
    }

    private void CheckColumns()
    {
        var facts = scheme.Facts.SelectMany(f => f.Fields.Append(f)).Select(f => f.Name).ToList();
        foreach (var column in csv.Columns)
        {
            if (column.StartsWith('=') && !scheme.Has(column[1..].Trim()))
            {
                throw Bad(1, $"Column '{column}': there is no rule of that name.{Suggestion.For(column[1..].Trim(), scheme.Rules.Select(r => r.Id))}", "Name a rule of the package behind the =.");
            }

            if (!column.StartsWith('=') && column is not ("case" or "as_known_on") && !facts.Contains(column))
            {
                throw Bad(1, $"Column '{column}' is no fact{(scheme.Has(column) ? ", but a rule" : "")}.{Suggestion.For(column, facts)}", scheme.Has(column) ? $"Write ={column} for the answer expected of it." : "Columns are case, as_known_on, facts, and =rule for what is expected.");
            }
        }
    }

    private IEnumerable<TestCase> Cases(CsvRow row)
    {
        var facts = new Facts();
        DateOnly? asKnownOn = null;
        var name = "";
        foreach (var (column, cell) in csv.Columns.Zip(row.Cells).Where(c => c.Second.Length > 0 && !c.First.StartsWith('=')))
        {
            switch (column)
            {
                case "case":
                    name = cell;
                    break;
                case "as_known_on":
                    asKnownOn = Literals.Date(cell) ?? throw Bad(row.Line, $"'{cell}' is no date.", "Write year, month and day as 2026-02-09.");
                    break;
                default:
                    Set(facts, column, cell, row.Line);
                    break;
            }
        }

        foreach (var (column, cell) in csv.Columns.Zip(row.Cells).Where(c => c.Second.Length > 0 && c.First.StartsWith('=')))
        {
            var rule = scheme.Rules.First(r => r.Id == column[1..].Trim());
            var expected = cell == "?" ? RuleValue.Unknown : Value(cell, rule.Type, column, row.Line);
            yield return new TestCase(file, row.Line, name, rule.Id, expected, facts, asKnownOn);
        }
    }

    private void Set(Facts facts, string column, string cell, int line)
    {
        var fact = scheme.Facts.SelectMany(f => f.Fields.Append(f)).First(f => f.Name == column);
        if (fact.IsList)
        {
            facts.SetList(column, cell == "none" ? [] : Counted(line, cell.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(part => Records(fact, part, line))));
        }
        else
        {
            facts.Set(column, Value(cell, fact.Type, column, line));
        }
    }

    private IEnumerable<FactRecord> Counted(int line, IEnumerable<FactRecord> list)
    {
        var inList = 0;
        foreach (var record in list)
        {
            yield return ++inList <= FactBinder.MostRecords && ++records <= MostRecords ? record
                : throw Bad(line, $"A list has more than {FactBinder.MostRecords} records, or the file more than {MostRecords} in all.", "Keep to a person's own history.");
        }
    }

    /// <summary>month=2025-01..2025-06 base=9000 paid=1080: a record for each month.</summary>
    private List<FactRecord> Records(FactDeclaration list, string part, int line)
    {
        if (list.Fields is [{ Name: var only }] && only == list.Element)
        {
            return [new FactRecord().Set(FactRecord.Word, Value(part, list.Fields[0].Type, list.Name, line))];
        }

        var records = new List<FactRecord> { new() };
        foreach (var pair in part.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split('=', 2) is [var k, var v] ? (k, v) : (pair, "");
            var field = list.Fields.FirstOrDefault(f => list.KeyOf(f) == key)
                ?? throw Bad(line, $"'{pair}' in '{list.Name}' is no field.{Suggestion.For(key, list.Fields.Select(list.KeyOf))}", "Write month=2025-01..2025-06 base=9000 paid=1080; separate records with ;");
            records = field.Type.Kind is ValueKind.Month && value.Split("..") is [var first, var last]
                ? [.. Months(first, last, line).SelectMany(m => records.Select(r => Copy(r).Set(key, m)))]
                : [.. records.Select(r => r.Set(key, Value(value, field.Type, $"{list.Name} {key}", line)))];
            if (records.Count > FactBinder.MostRecords)
            {
                throw Bad(line, $"A list has more than {FactBinder.MostRecords} records.", "Keep to a person's own history.");
            }
        }

        return records;
    }

    private IEnumerable<Month> Months(string first, string last, int line)
    {
        if (!Month.TryParse(first, out var from) || !Month.TryParse(last, out var to) || to.MonthsSince(from) is < 0 or > MostMonths)
        {
            throw Bad(line, $"'{first}..{last}' is no range of months.", "Write 2025-01..2025-06, the earlier first.");
        }

        return Enumerable.Range(0, to.MonthsSince(from) + 1).Select(from.Add);
    }

    private static FactRecord Copy(FactRecord record)
    {
        var copy = new FactRecord();
        foreach (var (name, fact) in record.Values)
        {
            copy.Set(name, fact.Value);
        }

        return copy;
    }

    private RuleValue Value(string text, RuleType type, string column, int line) => Literals.Read(text, type, scheme.Currency, out var right)
        ?? throw Bad(line, $"'{text}' in column '{column}' is not {(type.Choices is null ? "a " : "")}{type}.", right);

    private SchemeErrors Bad(int line, string wrong, string right) => new([new SchemeError(file, line, 1, wrong, right)]);
}
