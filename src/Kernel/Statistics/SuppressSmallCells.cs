namespace Spmis.Kernel.Statistics;

/// <summary>
/// Hides small cells of a table and as many others as it takes that nobody reckons them back. The table has all its totals: each dimension has one place more, the last, for the sum over it.
/// Hidden are cells of 1 to smallest - 1 persons (primary). A line (all places of one dimension, its total among them) with a single hidden cell, or whose hidden cells together are fewer persons than the smallest, hides one more (secondary),
/// the smallest inside the table before any total. What then still follows from all sums together, by linear algebra, is protected in the same way until nothing follows.
/// Source of the method: A. Hundepool and others, Statistical Disclosure Control (Wiley, 2012), chapter 4. Bounds that follow from cells being no less than zero are looked at within a line only.
/// </summary>
public sealed class SuppressSmallCells
{
    private readonly int[] sizes;
    private readonly int[] strides;
    private readonly int smallest;
    private IReadOnlyList<long> persons;
    private bool overlapping;

    private SuppressSmallCells(IReadOnlyList<int> values, int smallest)
    {
        sizes = [.. values.Select(v => v + 1)];
        strides = new int[sizes.Length];
        for (int d = sizes.Length - 1, stride = 1; d >= 0; stride *= sizes[d], d--)
        {
            strides[d] = stride;
        }

        this.smallest = smallest;
        Counts = new long[Places(values)];
        persons = Counts;
        Hidden = new bool[Counts.Length];
    }

    /// <summary>Rows of each place, totals included; the place of a cell is <see cref="Place"/>.</summary>
    public long[] Counts { get; }

    /// <summary>Which of them are not shown.</summary>
    public bool[] Hidden { get; }

    /// <summary>All places that a cell adds to: its own and those of all totals over it.</summary>
    public static IEnumerable<int> PlacesOf(IReadOnlyList<int> at, IReadOnlyList<int> values)
    {
        IEnumerable<int> places = [0];
        for (var d = 0; d < values.Count; d++)
        {
            var (size, n, total) = (values[d] + 1, at[d], values[d]);
            places = places.SelectMany(p => new[] { (p * size) + n, (p * size) + total });
        }

        return places;
    }

    /// <summary>How many places a table of so many values in each dimension has, totals included.</summary>
    public static int Places(IReadOnlyList<int> values) => values.Aggregate(1, (all, v) => checked(all * (v + 1)));

    /// <summary>Fills and protects a table.</summary>
    /// <param name="values">How many values each dimension has.</param>
    /// <param name="cells">Cells that are not empty: a value's number in each dimension, and rows.</param>
    /// <param name="smallest">The smallest number of persons of which anything is shown.</param>
    /// <param name="persons">Of how many persons the rows of each place are; null where each has one row.</param>
    /// <param name="overlapping">Whether a person may be in several cells: then hidden cells together are of no more persons for certain than the largest of them.</param>
    public static SuppressSmallCells Of(IReadOnlyList<int> values, IEnumerable<(IReadOnlyList<int> At, long Rows)> cells, int smallest, IReadOnlyList<long>? persons = null, bool overlapping = false)
    {
        var table = new SuppressSmallCells(values, smallest);
        (table.persons, table.overlapping) = (persons ?? table.Counts, overlapping);
        foreach (var (at, rows) in cells)
        {
            table.Counts[table.Place(at)] += rows;
        }

        table.AddTotals();
        for (var place = 0; place < table.Counts.Length; place++)
        {
            table.Hidden[place] = table.persons[place] > 0 && table.persons[place] < smallest;
        }

        do
        {
            table.ProtectLines();
        }
        while (table.ProtectWhatFollows());
        return table;
    }

    /// <summary>The place of a cell; a number equal to how many values a dimension has is its total.</summary>
    public int Place(IReadOnlyList<int> at) => at.Select((n, d) => n * strides[d]).Sum();

    /// <summary>The numbers of a place.</summary>
    public int[] At(int place) => [.. strides.Select((stride, d) => place / stride % sizes[d])];

    private void AddTotals()
    {
        for (var d = 0; d < sizes.Length; d++)
        {
            foreach (var line in Lines(d))
            {
                Counts[line[^1]] = line[..^1].Sum(p => Counts[p]);
            }
        }
    }

    private void ProtectLines()
    {
        for (var again = true; again;)
        {
            again = false;
            for (var d = 0; d < sizes.Length; d++)
            {
                foreach (var line in Lines(d))
                {
                    again |= Weak(line) && HideOneMore(line);
                }
            }
        }
    }

    private bool Weak(int[] line)
    {
        var hidden = line.Where(p => Hidden[p]).ToList();
        return hidden.Count == 1 || (hidden.Count > 1 && !Hidden[line[^1]] && (overlapping ? hidden.Max(p => persons[p]) : hidden.Sum(p => persons[p])) < smallest);
    }

    private bool HideOneMore(int[] line)
    {
        var more = line.Where(p => !Hidden[p] && Counts[p] > 0).OrderBy(p => TotalsIn(p)).ThenByDescending(HiddenBeside).ThenBy(p => Counts[p]).ThenBy(p => p).Select(p => (int?)p).FirstOrDefault();
        if (more is { } place)
        {
            Hidden[place] = true;
        }

        return more is not null;
    }

    /// <summary>In how many of a place's lines something is hidden already: one more there opens no new line.</summary>
    private int HiddenBeside(int place)
    {
        var at = At(place);
        return Enumerable.Range(0, sizes.Length).Count(d => LineThrough(at, d).Any(p => Hidden[p]));
    }

    private int TotalsIn(int place) => At(place).Where((n, d) => n == sizes[d] - 1).Count();

    /// <summary>Whether hidden cells follow from all sums together; if so, one more is hidden beside each.</summary>
    private bool ProtectWhatFollows()
    {
        var more = false;
        foreach (var place in WhatFollows.Of(Enumerable.Range(0, sizes.Length).SelectMany(Lines).Select(line => line.Where(p => Hidden[p]).Select(p => (p, p == line[^1] ? -1 : 1)).ToList())))
        {
            var at = At(place);
            more |= Enumerable.Range(0, sizes.Length).Any(d => HideOneMore(LineThrough(at, d)));
        }

        return more;
    }

    private IEnumerable<int[]> Lines(int d)
    {
        for (var place = 0; place < Counts.Length; place++)
        {
            if (place / strides[d] % sizes[d] == 0)
            {
                yield return LineFrom(place, d);
            }
        }
    }

    private int[] LineThrough(int[] at, int d) => LineFrom(Place(at) - (at[d] * strides[d]), d);

    private int[] LineFrom(int first, int d) => [.. Enumerable.Range(0, sizes[d]).Select(n => first + (n * strides[d]))];
}

/// <summary>Which unknowns follow from linear equations: elimination over the numbers modulo a prime, where what follows over the rationals follows too.</summary>
internal static class WhatFollows
{
    private const long Prime = 2_147_483_647; // 2^31 - 1

    /// <summary>The unknowns that have one value only.</summary>
    /// <param name="equations">Unknowns and their factors; what they add up to is known and does not matter.</param>
    public static IReadOnlyList<int> Of(IEnumerable<List<(int Unknown, int Factor)>> equations)
    {
        Dictionary<int, Dictionary<int, long>> solved = []; // By the unknown that each row is solved for; it stands in no other row.
        foreach (var equation in equations.Where(e => e.Count > 0))
        {
            var row = equation.ToDictionary(e => e.Unknown, e => (long)(e.Factor + Prime) % Prime);
            foreach (var unknown in row.Keys.Where(solved.ContainsKey).ToList())
            {
                Subtract(row, solved[unknown], row[unknown]);
            }

            if (row.Count == 0)
            {
                continue;
            }

            var pivot = row.Keys.Min();
            Scale(row, Inverse(row[pivot]));
            foreach (var other in solved.Values.Where(o => o.ContainsKey(pivot)))
            {
                Subtract(other, row, other[pivot]);
            }

            solved.Add(pivot, row);
        }

        return [.. solved.Where(s => s.Value.Count == 1).Select(s => s.Key).Order()];
    }

    private static void Subtract(Dictionary<int, long> row, Dictionary<int, long> other, long times)
    {
        foreach (var (unknown, factor) in other)
        {
            var left = (row.GetValueOrDefault(unknown) + Prime - (times * factor % Prime)) % Prime;
            if (left == 0)
            {
                row.Remove(unknown);
            }
            else
            {
                row[unknown] = left;
            }
        }
    }

    private static void Scale(Dictionary<int, long> row, long by)
    {
        foreach (var unknown in row.Keys.ToList())
        {
            row[unknown] = row[unknown] * by % Prime;
        }
    }

    // Fermat: what is raised to the prime less two is its inverse.
    private static long Inverse(long number)
    {
        long result = 1;
        for (var power = Prime - 2; power > 0; power >>= 1)
        {
            result = (power & 1) == 1 ? result * number % Prime : result;
            number = number * number % Prime;
        }

        return result;
    }
}
