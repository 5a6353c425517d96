namespace Spmis.Kernel.Files;

/// <summary>What is wrong with one line of a file, or with the file (line 0 or the header's), as data: the verdict a person reads.</summary>
/// <param name="Line">Line of the file, from 1, the header being the first; 0 for the file as a whole.</param>
/// <param name="Column">Name of the column, or null when it is the whole line.</param>
/// <param name="Code">Stable, dotted, for machines: <c>date.no-such-day</c>.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Remedy">How to mend it.</param>
/// <param name="Value">What was sent, shortened to 60 characters.</param>
public sealed record LineProblem(long Line, string? Column, string Code, string Text, string Remedy, string? Value = null)
{
    /// <summary>One sentence with place, fault and remedy.</summary>
    public override string ToString() =>
        (Line > 0 ? $"Line {Line}" + (Column is null ? ": " : $", {Column}: ") : "") + Words;

    /// <summary>Fault and remedy.</summary>
    public string Words => Remedy.Length > 0 ? $"{Text} {Remedy}" : Text;

    /// <summary>A value as it is shown beside its fault: at most 60 characters, none of them a control character (no database keeps a NUL).</summary>
    public static string? Shown(string? value) => value is null ? null : string.Concat(value.Take(60).Select(c => char.IsControl(c) ? '\uFFFD' : c));
}

/// <summary>What is wrong with one value, wherever it came from: a file, a form, a request.</summary>
/// <param name="Code">Stable, dotted, for machines.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Remedy">How to mend it.</param>
public sealed record FieldProblem(string Code, string Text, string Remedy);
