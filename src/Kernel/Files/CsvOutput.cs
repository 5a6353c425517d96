using Spmis.Values;

namespace Spmis.Kernel.Files;

/// <summary>Writes a CSV download as a stream. Text that a spreadsheet would run as a formula is written with an apostrophe before it (CWE-1236); <see cref="TabularFile"/> takes it off again.</summary>
public sealed class CsvOutput : IAsyncDisposable
{
    /// <summary>Starts a file with its header.</summary>
    public static Task<CsvOutput> StartAsync(Stream target, IReadOnlyList<string> headings, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Adds a line: text, numbers, dates, months, amounts, yes/no or null, one for each heading.</summary>
    public ValueTask RowAsync(CancellationToken ct, params IReadOnlyList<object?> values) => throw new NotSupportedException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
