using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Runs;

/// <summary>Does one kind of run. The Kernel commits each chunk with its verdicts and the checkpoint in one transaction, in a scope of its own, so memory stays flat and a crash costs one chunk.</summary>
public interface IRunWorker
{
    /// <summary>The kind of run it does.</summary>
    string Kind { get; }

    /// <summary>The permission, by name, of whoever may have it done and may stop it half way; a supervisor may stop any.</summary>
    string Permission { get; }

    /// <summary>Whether people may stop it half way. Not where it carries out what was approved: half of that would be nobody's decision.</summary>
    bool MayStop => true;

    /// <summary>The chunks still to do, in a stable order, starting behind <see cref="Run.Checkpoint"/>. A <see cref="Refused"/> thrown here fails the run with its words.</summary>
    IAsyncEnumerable<RunChunk> ChunksAsync(Run run, CancellationToken ct);
}

/// <summary>A piece of a run, at most 1,000 rows.</summary>
/// <param name="Checkpoint">Where the next worker goes on once this has committed.</param>
/// <param name="ApplyAsync">Does the work with services of a fresh scope, inside the Kernel's transaction; messages and tracked changes are saved by the Kernel.</param>
public sealed record RunChunk(string Checkpoint, Func<IServiceProvider, RunStep, CancellationToken, Task> ApplyAsync)
{
    /// <summary>A last piece that says what is odd about the file as a whole.</summary>
    public static RunChunk OfWarnings(string checkpoint, IReadOnlyList<Files.LineProblem> warnings) => new(checkpoint, (_, step, _) =>
    {
        step.Warn(warnings);
        return Task.CompletedTask;
    });
}

/// <summary>What a chunk reports while it is applied.</summary>
/// <param name="run">The run, tracked by the chunk's context.</param>
/// <param name="change">The change under which the chunk is recorded.</param>
public sealed class RunStep(Run run, Change change)
{
    private readonly List<RunLine> lines = [];

    /// <summary>The run, tracked: set <see cref="Run.Total"/> and <see cref="Run.Outcome"/> here.</summary>
    public Run Run { get; } = run;

    /// <summary>The change that started the run.</summary>
    public Change Change { get; } = change;

    /// <summary>The verdicts so far.</summary>
    public IReadOnlyList<RunLine> Lines => lines;

    /// <summary>The line was taken over.</summary>
    public void Accept(long line, string? reference = null, string? number = null)
    {
        Count(1, 0);
        lines.Add(new RunLine { RunId = Run.Id, Line = line, Verdict = RunLine.AcceptedVerdict, Reference = reference, Number = number });
    }

    /// <summary>The line was taken over, and somebody should look at it.</summary>
    public void Note(long line, string code, string text, string? column = null, string? value = null, string? reference = null, string? number = null)
    {
        Count(1, 0);
        lines.Add(new RunLine { RunId = Run.Id, Line = line, Verdict = RunLine.NotedVerdict, Code = code, Text = Cut(text, 1000), Column = column, Value = Cut(value, 400), Reference = Cut(reference, 200), Number = number });
    }

    /// <summary>The line was not taken over; one or more reasons.</summary>
    public void Refuse(long line, IEnumerable<(string Code, string Text, string? Column, string? Value)> reasons, string? reference = null)
    {
        Count(0, 1);
        var part = 0;
        foreach (var (code, text, column, value) in reasons)
        {
            lines.Add(new RunLine { RunId = Run.Id, Line = line, Part = part++, Verdict = RunLine.RefusedVerdict, Code = code, Text = Cut(text, 1000), Column = Cut(column, 200), Value = Cut(value, 400), Reference = Cut(reference, 200) });
        }

        if (part == 0)
        {
            throw new InvalidOperationException($"Line {line} was refused without a reason.");
        }
    }

    /// <summary>The line was not taken over, for one reason.</summary>
    public void Refuse(long line, string code, string text, string? column = null, string? value = null, string? reference = null) => Refuse(line, [(code, text, column, value)], reference);

    /// <summary>Something odd about the file, beside the verdicts of its lines: counted as no row. Called once, when the whole file was read.</summary>
    public void Warn(IEnumerable<Files.LineProblem> warnings) => lines.AddRange(Warnings(Run.Id, warnings));

    /// <summary>Lines for what is odd about a file, for who writes them without a step; their parts lie far behind those of a line's own verdict.</summary>
    public static IReadOnlyList<RunLine> Warnings(long runId, IEnumerable<Files.LineProblem> warnings)
    {
        const int most = 100;
        return [.. warnings.Take(most).GroupBy(w => w.Line).SelectMany(g => g.Select((w, part) => new RunLine
        {
            RunId = runId, Line = w.Line, Part = RunLine.OfTheFile + part, Verdict = RunLine.NotedVerdict, Code = w.Code, Text = Cut(w.Words, 1000), Column = Cut(w.Column, 200), Value = Cut(w.Value, 400),
        }))];
    }

    /// <summary>Rows done that need no line of their own.</summary>
    public void Count(long accepted, long refused)
    {
        Run.Done += accepted + refused;
        Run.Accepted += accepted;
        Run.Refused += refused;
    }

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..(length - 1)] + "…" : text;
}
