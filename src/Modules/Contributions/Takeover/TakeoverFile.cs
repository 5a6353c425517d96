using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Spmis.Contributions.Profiles;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Contributions.Takeover;

/// <summary>
/// The two templates, and the reading of them: CSV or Excel, one row held at a time.
/// <para>History: <c>person_number</c>; <c>employer_number</c>, blank for own contributions; <c>from</c>, <c>to</c> (months of one year, <c>to</c> blank for one month); <c>wage</c>, <c>employee</c>, <c>employer</c>
/// of the whole period; <c>insured_months</c> or <c>insured_days</c> as the old system counted them; <c>reference</c>.</para>
/// <para>Balances: <c>employer_number</c>; <c>kind</c> (contribution, interest, credit); <c>month</c>; <c>amount</c>; <c>due_on</c> (of a credit the day it was received); <c>interest_from</c>, blank when no interest runs; <c>limitation_from</c>, the day from which the period of limitation runs by the old books (the due day, or their last notice, action or payment), blank when they do not say: then it runs from the takeover; <c>reference</c>.</para>
/// </summary>
internal static class TakeoverFile
{
    public const int MostReference = 60;

    public static readonly TabularFormat History = new()
    {
        Columns =
        [
            new("person_number", true, "worker_number", "registration_number"), new("employer_number", true), new("from", true, "month", "from_month"), new("to", false, "to_month"), new("wage", true, "wages"),
            new("employee", true, "employee_contribution", "employee_share"), new("employer", true, "employer_contribution", "employer_share"), new("insured_months", false, "months"), new("insured_days", false, "days"), new("reference", true, "old_reference"),
        ],
    };

    public static readonly TabularFormat Balances = new()
    {
        Columns =
        [
            new("employer_number", true), new("kind", true), new("month", true), new("amount", true), new("due_on", true, "due", "due_day", "date"), new("interest_from"), new("limitation_from"), new("reference", true, "old_reference"),
        ],
    };

    public static TabularFormat FormatOf(TakeoverKind kind) => kind == TakeoverKind.History ? History : Balances;

    /// <summary>The headings, to be filled in.</summary>
    public static string Template(TakeoverKind kind) => CsvLine.Of([.. FormatOf(kind).Columns.Select(c => c.Name)]);

    /// <summary>The rows behind a line.</summary>
    /// <param name="kind">Which template.</param>
    /// <param name="open">Opens the content; called once or, for a workbook, twice.</param>
    /// <param name="after">The last line not wanted.</param>
    /// <param name="warnings">Receives what is odd about the file as a whole.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">It is no such table.</exception>
    public static async IAsyncEnumerable<TabularRow> ReadAsync(TakeoverKind kind, Func<Stream> open, long after, List<LineProblem> warnings, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var content = open();
        if (ProfileFile.IsWorkbook(content))
        {
            await foreach (var row in SheetAsync(FormatOf(kind), SheetCells.ReadAsync(content, open, ct), warnings, ct))
            {
                if (row.LineNumber > after)
                {
                    yield return row;
                }
            }

            yield break;
        }

        var file = await TabularFile.OpenAsync(content, FormatOf(kind), ct);
        await foreach (var row in file.ReadAsync(after, ct))
        {
            yield return row;
        }

        warnings.AddRange(file.Warnings);
    }

    private static async IAsyncEnumerable<TabularRow> SheetAsync(TabularFormat format, IAsyncEnumerable<CellRow> rows, List<LineProblem> warnings, [EnumeratorCancellation] CancellationToken ct)
    {
        FrozenDictionary<string, int>? columns = null;
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (row.Blank)
            {
                continue;
            }

            if (columns is null)
            {
                columns = TabularHeadings.Match(row.Problem is null ? row.Cells : throw new Refused("file.header", $"Row {row.Line}, the header, cannot be read: {row.Problem.Text} {row.Problem.Remedy}", "file"), format, row.Line, warnings);
                continue;
            }

            var problem = row.Problem ?? (row.Formulas.Where(f => columns.Values.Contains(f.Column)).Select(f => f.Place).ToList() is { Count: > 0 } formulas
                ? new FieldProblem("cell.formula", $"{string.Join(", ", formulas)} {(formulas.Count == 1 ? "is" : "are")} worked out by a formula; what it gives may have changed since anybody looked.", "Copy the cells and paste them as values.")
                : null);
            yield return TabularRow.Of(row.Line, row.Raw, columns, row.Cells, problem is null ? null : new LineProblem(row.Line, null, problem.Code, problem.Text, problem.Remedy, LineProblem.Shown(row.Raw)));
        }
    }
}
