using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>Gathers reasons of refused and noted lines for a run's list of verdicts. Accepted lines need no row there: they are rows of the return.</summary>
internal sealed class LineVerdicts(Run run)
{
    private const int MostText = 1000;
    private readonly List<RunLine> rows = [];

    public void Refuse(long line, string? reference, IReadOnlyList<LineProblem> problems)
    {
        for (var part = 0; part < problems.Count; part++)
        {
            var p = problems[part];
            rows.Add(new RunLine
            {
                RunId = run.Id, Line = line, Part = part, Verdict = RunLine.RefusedVerdict, Code = p.Code, Column = p.Column, Value = p.Value,
                Text = Cut(p.Remedy.Length > 0 ? $"{p.Text} {p.Remedy}" : p.Text), Reference = reference,
            });
        }
    }

    public void Note(long line, string code, string text, string? reference, string? number) =>
        rows.Add(new RunLine { RunId = run.Id, Line = line, Verdict = RunLine.NotedVerdict, Code = code, Text = Cut(text), Reference = reference, Number = number });

    public async Task WriteAsync(ContributionsDb db, CancellationToken ct)
    {
        await db.BulkInsertAsync(rows, ct);
        rows.Clear();
    }

    private static string Cut(string text) => text.Length <= MostText ? text : text[..(MostText - 1)] + "…";
}
