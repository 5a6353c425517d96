namespace Spmis.Iso20022;

/// <summary>The file as a whole cannot be read or written. Problems of single payments are data, not this exception.</summary>
/// <param name="code">Stable, dotted, for machines: <c>xml.truncated</c>.</param>
/// <param name="text">For people: what is wrong, where, and how to mend it.</param>
/// <param name="line">Line in the file, from 1; 0 when there is none.</param>
/// <param name="column">Column in that line, from 1; 0 when there is none.</param>
/// <param name="cause">What the XML reader said.</param>
#pragma warning disable CA1032 // A refusal without code and text would say nothing.
public sealed class MessageRefused(string code, string text, int line = 0, int column = 0, Exception? cause = null) : Exception(text, cause)
#pragma warning restore CA1032
{
    /// <summary>Stable code for machines.</summary>
    public string Code { get; } = code;

    /// <summary>Line in the file, from 1; 0 when there is none.</summary>
    public int Line { get; } = line;

    /// <summary>Column in that line, from 1; 0 when there is none.</summary>
    public int Column { get; } = column;
}

/// <summary>What is wrong with one payment, entry or total in a file that could otherwise be read.</summary>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Field">The element at fault: <c>Amt/InstdAmt</c>.</param>
/// <param name="Code">Stable, dotted, for machines: <c>iso.amount</c>.</param>
/// <param name="Text">What is wrong and how to mend it.</param>
public sealed record MessageProblem(int Line, string Field, string Code, string Text);

/// <summary>How much of a stranger's XML is taken into memory. The file itself may be as long as it likes: it is read as a stream.</summary>
public sealed record ReadLimits
{
    /// <summary>The usual limits.</summary>
    public static ReadLimits Usual { get; } = new();

    /// <summary>Bytes one payment, entry head, transaction detail or header may take: real ones stay under 20 KB.</summary>
    public int BytesPerRecord { get; init; } = 1024 * 1024;

    /// <summary>How deep elements may nest: the deepest of these messages is 16.</summary>
    public int Depth { get; init; } = 48;

    /// <summary>Bytes the whole file may take.</summary>
    public long BytesPerFile { get; init; } = 8L * 1024 * 1024 * 1024;
}
