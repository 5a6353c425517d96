namespace Spmis.Rules.Compilation;

/// <summary>The largest of many numbers without sorting them all.</summary>
internal static class Selection
{
    private const int Short = 24;
    private const int MostRounds = 40;

    public static long Sum(ReadOnlySpan<long> values)
    {
        var sum = 0L;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Sum of the largest; the order of the values is lost.</summary>
    public static long SumOfLargest(Span<long> values, int most)
    {
        var (low, high) = (0, values.Length - 1);
        var border = values.Length - most;

        // Quickselect: each round leaves a smaller stretch in which the border lies. Unlucky splits end in a sort.
        for (var rounds = 0; rounds < MostRounds && border > low && border <= high && high - low > Short; rounds++)
        {
            var stretch = values[low..(high + 1)];
            var pivot = MiddleOfThree(stretch);
            var place = low + MoveLeft(stretch, pivot);
            if (border < place)
            {
                high = place - 1;
            }
            else if (place > low)
            {
                low = place;
            }
            else
            {
                // None is smaller than the pivot: those that equal it go left, and are as good as each other.
                low += MoveLeft(stretch, pivot + 1);
            }
        }

        if (border > low && border <= high)
        {
            values[low..(high + 1)].Sort();
        }

        return Sum(values[border..]);
    }

    private static long MiddleOfThree(ReadOnlySpan<long> values)
    {
        var (a, b, c) = (values[0], values[values.Length >>> 1], values[^1]);
        return Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
    }

    /// <summary>Moves what is below a limit to the left and says how much that is; without branches, which random amounts would mislead.</summary>
    private static int MoveLeft(Span<long> values, long limit)
    {
        var place = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = values[place];
            values[place] = value;
            place += value < limit ? 1 : 0;
        }

        return place;
    }
}
