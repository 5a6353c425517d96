using Spmis.Linkage.Blocking;

namespace Spmis.Linkage.Batch;

/// <summary>Some blocks of one place, or some rows of an exhaustive comparison: work for one thread.</summary>
internal abstract record PairChunk
{
    /// <summary>Pairs before those that met earlier are left out.</summary>
    public abstract long Cost { get; }

    /// <summary>Calls the taker with each pair, each pair once over all chunks.</summary>
    public abstract void ForEach(Action<int, int> take);

    /// <summary>Blocks of one sorted key column.</summary>
    internal sealed record Blocks(KeyMatrix Matrix, int Place, int[] Persons, List<KeyBlock> Runs) : PairChunk
    {
        public override long Cost => Runs.Sum(r => r.Pairs);

        public override void ForEach(Action<int, int> take)
        {
            foreach (var block in Runs)
            {
                for (var i = block.Start; i < block.End; i++)
                {
                    for (var j = i + 1; j < block.End; j++)
                    {
                        if (!Matrix.MeetBefore(Persons[i], Persons[j], Place))
                        {
                            take(Persons[i], Persons[j]);
                        }
                    }
                }
            }
        }
    }

    /// <summary>All pairs of which the first is one of these rows.</summary>
    internal sealed record Rows(int Count, int From, int To) : PairChunk
    {
        public override long Cost => (long)Count * (To - From);

        public override void ForEach(Action<int, int> take)
        {
            for (var i = From; i < To; i++)
            {
                for (var j = i + 1; j < Count; j++)
                {
                    take(i, j);
                }
            }
        }
    }
}
