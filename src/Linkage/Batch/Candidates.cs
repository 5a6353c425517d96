using Spmis.Linkage.Blocking;

namespace Spmis.Linkage.Batch;

/// <summary>Which pairs are worth comparing: all of them in a small file, those that share a key in a register.</summary>
internal sealed class Candidates
{
    private const long PairsInChunk = 100_000;
    private readonly int count;
    private readonly KeyMatrix? matrix;

    public Candidates(IReadOnlyList<NormalisedPerson> persons, IReadOnlySet<ulong> generic, BatchOptions options)
    {
        count = persons.Count;
        AllPairs = (long)count * (count - 1) / 2;
        matrix = AllPairs <= options.ExhaustivePairs ? null : new KeyMatrix(persons, generic, options);
    }

    public long AllPairs { get; }

    public bool IsExhaustive => matrix is null;

    /// <summary>Pairs to be compared; those that meet in several places are counted in each.</summary>
    public long Cost => matrix is null ? AllPairs : Chunks().Sum(chunk => chunk.Cost);

    /// <summary>Whether the pair shares a key.</summary>
    public bool Meet(int a, int b) => matrix is null || matrix.MeetBefore(a, b, matrix.Places);

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
        for (var place = 0; place < matrix.Places; place++)
        {
            var column = matrix.Sorted(place);
            var blocks = new List<KeyBlock>();
            long pairs = 0;
            foreach (var block in column.Blocks().Where(b => b.Size > 1))
            {
                blocks.Add(block);
                pairs += block.Pairs;
                if (pairs >= PairsInChunk)
                {
                    yield return new PairChunk.Blocks(matrix, place, column.Persons, blocks);
                    (blocks, pairs) = ([], 0);
                }
            }

            if (blocks.Count > 0)
            {
                yield return new PairChunk.Blocks(matrix, place, column.Persons, blocks);
            }
        }
    }
}
