namespace Spmis.Linkage.Comparing;

/// <summary>Whether two texts differ by one typing error: a letter wrong, missing or too many, or two neighbours swapped.</summary>
internal static class OneEdit
{
    public static bool Apart(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1)
        {
            return false;
        }

        var start = a.AsSpan().CommonPrefixLength(b);
        var x = a.AsSpan(start);
        var y = b.AsSpan(start);
        if (x.IsEmpty || y.IsEmpty)
        {
            return true;
        }

        if (x.Length == y.Length)
        {
            return x[1..].SequenceEqual(y[1..])
                || (x.Length > 1 && x[0] == y[1] && x[1] == y[0] && x[2..].SequenceEqual(y[2..]));
        }

        return x.Length > y.Length ? x[1..].SequenceEqual(y) : y[1..].SequenceEqual(x);
    }
}
