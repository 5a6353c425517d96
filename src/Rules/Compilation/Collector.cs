using Spmis.Values;

namespace Spmis.Rules.Compilation;

/// <summary>Gathers values of records for best, last, highest_quarter and overlaps; used again from row to row.</summary>
internal sealed class Collector
{
    private decimal[] values = new decimal[64];
    private long[] keys = new long[64];
    private int count;

    public void Clear() => count = 0;

    public void Add(decimal value, long key)
    {
        if (count == values.Length)
        {
            Array.Resize(ref values, count * 2);
            Array.Resize(ref keys, count * 2);
        }

        (values[count], keys[count]) = (value, key);
        count++;
    }

    /// <summary>Sum of the n largest.</summary>
    public decimal Best(long n)
    {
        var all = values.AsSpan(0, count);
        if (n < count)
        {
            all.Sort();
        }

        return Sum(all[Math.Max(0, count - (int)Math.Clamp(n, 0, count))..]);
    }

    /// <summary>Sum of the n with the largest keys; of equal keys the first come first.</summary>
    public decimal Last(long n)
    {
        // The position is the tie-break, so that the order is that of a stable sort.
        var order = Enumerable.Range(0, count).OrderByDescending(i => keys[i]).Take((int)Math.Clamp(n, 0, count));
        return order.Sum(i => values[i]);
    }

    /// <summary>Largest sum of the values with one key; 0 when there are none.</summary>
    public decimal HighestGroup()
    {
        if (count == 0)
        {
            return 0;
        }

        Array.Sort(keys, values, 0, count);
        var (best, sum) = (decimal.MinValue, 0m);
        for (var i = 0; i < count; i++)
        {
            sum = i > 0 && keys[i] == keys[i - 1] ? sum + values[i] : values[i];
            best = i + 1 == count || keys[i + 1] != keys[i] ? Math.Max(best, sum) : best;
        }

        return best;
    }

    /// <summary>Whether one of the periods (value: first day, key: last day) begins before another that began earlier has ended.</summary>
    public bool Overlap()
    {
        Array.Sort(values, keys, 0, count);
        var end = long.MinValue;
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && values[i] <= end)
            {
                return true;
            }

            end = Math.Max(end, keys[i]);
        }

        return false;
    }

    public static long KeyOfDate(DateOnly day) => day.DayNumber;

    public static long KeyOfMonth(Month month) => month.Code;

    public static long QuarterOfMonth(Month month) => (month.Year * 4L) + ((month.Number - 1) / 3);

    private static decimal Sum(ReadOnlySpan<decimal> some)
    {
        var sum = 0m;
        foreach (var value in some)
        {
            sum += value;
        }

        return sum;
    }
}
