namespace Spmis.Iso20022.Statements;

/// <summary>An entry to write, with its transactions.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Transactions">Its transactions; may be empty.</param>
public sealed record EntryToWrite(StatementEntry Entry, IReadOnlyList<StatementTransaction> Transactions);

/// <summary>Writes camt.053.001.08 and camt.054.001.08 as a stream, for agencies of our own and for tests.</summary>
public static class WriteStatements
{
    /// <summary>Writes a file. Entries are asked for statement by statement, in order, and never held.</summary>
    public static Task WriteAsync(Stream target, StatementKind kind, StatementFile file, IReadOnlyList<Statement> statements, Func<Statement, IAsyncEnumerable<EntryToWrite>> entries, CancellationToken ct) => throw new NotSupportedException();
}
