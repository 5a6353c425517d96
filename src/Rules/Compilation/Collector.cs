using Spmis.Values;

namespace Spmis.Rules.Compilation;

/// <summary>Gathers values of records for best, last, highest_quarter and overlaps; used again from row to row.</summary>
internal sealed class Collector
{
    private long[] small = new long[64];
    private long[] keys = new long[64];
    private decimal[] wide = [];
    private bool isWide;
    private bool ascending = true;
    private bool inOrder = true;
    private int count;

    public void Clear() => (count, isWide, ascending, inOrder) = (0, false, true, true);

    /// <summary>Room for as many amounts in ten-thousandths, for code that fills it itself.</summary>
    public long[] Room(int records)
    {
        if (small.Length < records)
        {
            Array.Resize(ref small, Math.Max(records, small.Length * 2));
            Array.Resize(ref keys, small.Length);
        }

        return small;
    }

    /// <summary>Sum of the n largest of the first amounts in such a room.</summary>
    public static decimal BestOf(long[] room, int filled, long n) =>
        ScaledAmount.ToDecimal(Selection.SumOfLargest(room.AsSpan(0, filled), (int)Math.Clamp(n, 0, filled)));

    public void Add(decimal value, long key)
    {
        if (count == keys.Length)
        {
            Array.Resize(ref small, count * 2);
            Array.Resize(ref keys, count * 2);
        }

        if (!isWide && ScaledAmount.TryOf(value, out var scaled))
        {
            small[count] = scaled;
        }
        else
        {
            AddWide(value);
        }

        ascending &= count == 0 || keys[count - 1] < key;
        inOrder &= count == 0 || keys[count - 1] <= key;
        keys[count++] = key;
    }

    /// <summary>Sum of the n largest.</summary>
    public decimal Best(long n)
    {
        var most = (int)Math.Clamp(n, 0, count);
        if (!isWide)
        {
            return ScaledAmount.ToDecimal(Selection.SumOfLargest(small.AsSpan(0, count), most));
        }

        var all = wide.AsSpan(0, count);
        all.Sort();
        var sum = 0m;
        for (var i = count - 1; i >= count - most; i--)
        {
            sum += all[i]; // From the largest on, as the interpreter adds.
        }

        return sum;
    }

    /// <summary>Sum of the n with the largest keys; of equal keys the first come first.</summary>
    public decimal Last(long n)
    {
        var most = (int)Math.Clamp(n, 0, count);
        if (ascending && !isWide)
        {
            return ScaledAmount.ToDecimal(Selection.Sum(small.AsSpan(count - most, most)));
        }

        // The position is the tie-break, so that the order is that of a stable sort.
        return Enumerable.Range(0, count).OrderByDescending(i => keys[i]).Take(most).Sum(At);
    }

    /// <summary>Largest sum of the values with one key; 0 when there are none.</summary>
    public decimal HighestGroup()
    {
        if (count == 0)
        {
            return 0;
        }

        // A history mostly comes in the order of time.
        var order = inOrder ? null : Enumerable.Range(0, count).OrderBy(i => keys[i]).ToArray();
        var (best, sum) = (decimal.MinValue, 0m);
        for (var i = 0; i < count; i++)
        {
            var (at, key) = order is null ? (i, keys[i]) : (order[i], keys[order[i]]);
            var before = i == 0 ? -1 : keys[order is null ? i - 1 : order[i - 1]];
            sum = key == before ? sum + At(at) : At(at);
            best = i + 1 == count || keys[order is null ? i + 1 : order[i + 1]] != key ? Math.Max(best, sum) : best;
        }

        return best;
    }

    /// <summary>Whether one of the periods (value: first day, key: last day) begins before another that began earlier has ended.</summary>
    public bool Overlap()
    {
        // Days and months are whole numbers, so they are always held in ten-thousandths.
        Array.Sort(small, keys, 0, count);
        var end = 0L;
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && ScaledAmount.ToDecimal(small[i]) <= end)
            {
                return true;
            }

            end = i == 0 ? keys[i] : Math.Max(end, keys[i]);
        }

        return false;
    }

    public static long KeyOfDate(DateOnly day) => day.DayNumber;

    public static long KeyOfMonth(Month month) => month.Code;

    public static long QuarterOfMonth(Month month) => (month.Year * 4L) + ((month.Number - 1) / 3);

    private decimal At(int index) => isWide ? wide[index] : ScaledAmount.ToDecimal(small[index]);

    private void AddWide(decimal value)
    {
        if (wide.Length < keys.Length)
        {
            Array.Resize(ref wide, keys.Length);
        }

        for (var i = 0; !isWide && i < count; i++)
        {
            wide[i] = ScaledAmount.ToDecimal(small[i]);
        }

        (wide[count], isWide) = (value, true);
    }
}
