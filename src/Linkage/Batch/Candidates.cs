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
        matrix = AllPairs <= options.ExhaustivePairs ? null : new KeyMatrix(persons, generic, options.MostInBlock);
    }

    public long AllPairs { get; }

    public bool IsExhaustive => matrix is null;

    /// <summary>Whether the pair shares a key.</summary>
    public bool Meet(int a, int b) => matrix is null || matrix.MeetBefore(a, b, KeySlots.Count);

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
        for (var slot = 0; slot < KeySlots.Count; slot++)
        {
            var (keys, persons) = matrix.Sorted(slot);
            var from = 0;
            long pairs = 0;
            for (var start = 0; start < keys.Length;)
            {
                var end = start + 1;
                while (end < keys.Length && keys[end] == keys[start])
                {
                    end++;
                }

                pairs += (long)(end - start) * (end - start - 1) / 2;
                start = end;
                if (pairs >= PairsInChunk || end == keys.Length)
                {
                    if (pairs > 0)
                    {
                        yield return new PairChunk.Blocks(matrix, slot, keys, persons, from, end);
                    }

                    (from, pairs) = (end, 0);
                }
            }
        }
    }
}
