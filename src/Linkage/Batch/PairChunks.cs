using Spmis.Linkage.Blocking;

namespace Spmis.Linkage.Batch;

/// <summary>Takes the pairs of a chunk; a struct, so that taking costs no call.</summary>
internal interface IPairTaker
{
    void Take(int i, int j);
}

/// <summary>Some blocks of one place, or some rows of an exhaustive comparison: work for one thread.</summary>
internal abstract record PairChunk
{
    /// <summary>Gives the taker each pair, each pair once over all chunks.</summary>
    /// <param name="taker">Takes them.</param>
    /// <param name="chosen">Only pairs of which at least one is chosen; empty for all pairs.</param>
    public abstract void Give<TTaker>(ref TTaker taker, ReadOnlySpan<bool> chosen)
        where TTaker : struct, IPairTaker, allows ref struct;

    /// <summary>Blocks of one sorted key column.</summary>
    internal sealed record Blocks(KeyMatrix Matrix, int Place, int First, int Last) : PairChunk
    {
        public override void Give<TTaker>(ref TTaker taker, ReadOnlySpan<bool> chosen)
        {
            var column = Matrix.Columns[Place];
            var start = First == 0 ? 0 : column.Ends[First - 1];
            for (var block = First; block < Last; block++)
            {
                var members = column.Persons.AsSpan(start, column.Ends[block] - start);
                start = column.Ends[block];
                for (var i = 0; i < members.Length; i++)
                {
                    if (chosen.IsEmpty)
                    {
                        Give(ref taker, members[i], members[(i + 1)..]);
                    }
                    else if (chosen[members[i]])
                    {
                        GiveChosen(ref taker, members, i, chosen);
                    }
                }
            }
        }

        private void Give<TTaker>(ref TTaker taker, int one, ReadOnlySpan<int> others)
            where TTaker : struct, IPairTaker, allows ref struct
        {
            foreach (var other in others)
            {
                if (!Matrix.MeetBefore(one, other, Place))
                {
                    taker.Take(one, other);
                }
            }
        }

        /// <summary>A chosen one with everybody behind, and with those before who are not chosen themselves.</summary>
        private void GiveChosen<TTaker>(ref TTaker taker, ReadOnlySpan<int> members, int i, ReadOnlySpan<bool> chosen)
            where TTaker : struct, IPairTaker, allows ref struct
        {
            Give(ref taker, members[i], members[(i + 1)..]);
            foreach (var other in members[..i])
            {
                if (!chosen[other] && !Matrix.MeetBefore(members[i], other, Place))
                {
                    taker.Take(other, members[i]);
                }
            }
        }
    }

    /// <summary>All pairs of which the first is one of these rows.</summary>
    internal sealed record Rows(int Count, int From, int To) : PairChunk
    {
        public override void Give<TTaker>(ref TTaker taker, ReadOnlySpan<bool> chosen)
        {
            for (var i = From; i < To; i++)
            {
                for (var j = i + 1; j < Count; j++)
                {
                    if (chosen.IsEmpty || chosen[i] || chosen[j])
                    {
                        taker.Take(i, j);
                    }
                }
            }
        }
    }
}
