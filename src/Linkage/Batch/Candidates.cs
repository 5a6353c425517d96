using Spmis.Linkage.Blocking;

namespace Spmis.Linkage.Batch;

/// <summary>Which pairs are worth comparing: all of them in a small file, those that share a key in a register.</summary>
internal sealed class Candidates
{
    private const long PairsInChunk = 100_000;
    private readonly int count;
    private readonly KeyMatrix? matrix;
    private readonly IReadOnlySet<ulong> generic;
    private readonly BatchOptions options;

    public Candidates(LinkageRegister register, IReadOnlySet<ulong> generic, BatchOptions options)
    {
        (this.generic, this.options, count) = (generic, options, register.Count);
        AllPairs = (long)count * (count - 1) / 2;
        matrix = AllPairs <= options.ExhaustivePairs ? null : new KeyMatrix(register, generic, options);
        Cost = matrix is null ? AllPairs : matrix.Columns.Sum(c => c.Pairs);
    }

    public long AllPairs { get; }

    public bool IsExhaustive => matrix is null;

    /// <summary>Pairs to be compared; those that meet in several places are counted in each.</summary>
    public long Cost { get; }

    /// <summary>Whether these are the pairs for the same values and limits.</summary>
    public bool IsFor(IReadOnlySet<ulong> otherGeneric, BatchOptions other) =>
        options.Blocking == other.Blocking && generic.SetEquals(otherGeneric);

    /// <summary>Whether the pair shares a key.</summary>
    public bool Meet(int a, int b) => matrix is null || matrix.MeetBefore(a, b, matrix.Columns.Count);

    public IEnumerable<PairChunk> Chunks() => matrix is null ? Rows() : Blocks(matrix);

    private IEnumerable<PairChunk> Rows()
    {
        var rows = (int)Math.Max(1, PairsInChunk / Math.Max(1, count));
        for (var from = 0; from < count; from += rows)
        {
            yield return new PairChunk.Rows(count, from, Math.Min(count, from + rows));
        }
    }

    private static IEnumerable<PairChunk> Blocks(KeyMatrix matrix)
    {
        for (var place = 0; place < matrix.Columns.Count; place++)
        {
            var column = matrix.Columns[place];
            var (first, start) = (0, 0);
            long pairs = 0;
            for (var block = 0; block < column.Ends.Length; block++)
            {
                var size = column.Ends[block] - start;
                start = column.Ends[block];
                pairs += (long)size * (size - 1) / 2;
                if (pairs >= PairsInChunk)
                {
                    yield return new PairChunk.Blocks(matrix, place, first, block + 1);
                    (first, pairs) = (block + 1, 0);
                }
            }

            if (first < column.Ends.Length)
            {
                yield return new PairChunk.Blocks(matrix, place, first, column.Ends.Length);
            }
        }
    }
}
