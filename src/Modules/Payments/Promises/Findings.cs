using Microsoft.EntityFrameworkCore;

namespace Spmis.Payments.Promises;

/// <summary>Something that is not as it must be.</summary>
/// <param name="Check">Which invariant is broken.</param>
/// <param name="Record">The record at fault: a payment reference, a batch, a payment run, an account, an entry.</param>
/// <param name="Text">What is wrong.</param>
public sealed record Violation(string Check, string Record, string Text);

/// <summary>What one check found: all violations are counted, the first are named.</summary>
/// <param name="check">The invariant.</param>
public sealed class Findings(string check)
{
    /// <summary>Violations named of each check.</summary>
    public const int Shown = 100;

    private readonly List<Violation> violations = [];

    /// <summary>The invariant.</summary>
    public string Check { get; } = check;

    /// <summary>Rows looked at.</summary>
    public long Rows { get; set; }

    /// <summary>Violations in all.</summary>
    public long Count { get; private set; }

    /// <summary>Figures, when it holds.</summary>
    public string Detail { get; set; } = "";

    /// <summary>The first violations.</summary>
    public IReadOnlyList<Violation> Violations => violations;

    internal void Add(string record, string text)
    {
        Count++;
        if (violations.Count < Shown)
        {
            violations.Add(new(Check, record, text));
        }
    }

    /// <summary>Every row of a query that finds what must not be.</summary>
    internal async Task AddAsync<T>(IQueryable<T> rows, Func<T, (string Record, string Text)> say, CancellationToken ct)
    {
        // Any of them will do, so they are cut as they come.
        var first = await rows.AsAsyncEnumerable().Take(Shown + 1).ToListAsync(ct);
        foreach (var (record, text) in first.Select(say))
        {
            Add(record, text);
        }

        if (first.Count > Shown)
        {
            Count += await rows.LongCountAsync(ct) - first.Count;
        }
    }
}
