using FsCheck;
using FsCheck.Fluent;
using Spmis.Kernel.Statistics;

namespace Spmis.Tests.Statistics;

/// <summary>Small cells are hidden, and nobody reckons them back.</summary>
public sealed class SuppressSmallCellsTests
{
    private const int Smallest = 5;
    private const int Near = 3;

    [Fact]
    public void Table_OfTwoByTwoWithOneSmallCell_HidesThatRowAndColumnOverCross()
    {
        var table = Table([2, 2], 3, 20, 30, 40);

        Shown(table).ShouldBe(
        [
            "·", "·", "23",
            "·", "·", "70",
            "33", "60", "93",
        ]);
    }

    [Fact]
    public void Table_WithoutSmallCells_HidesNothing() => Table([2, 3], 5, 6, 7, 8, 9, 0).Hidden.ShouldAllBe(h => !h);

    [Fact]
    public void Table_WhereTwoSmallCellsMakeASmallSum_HidesAThird()
    {
        // 1 + 1 = 2 would follow from the row's total, and each of them could only be 1, or 0 and 2.
        var table = Table([4], 1, 1, 30, 40);

        Shown(table).ShouldBe(["·", "·", "·", "40", "72"]);
    }

    [Fact]
    public void Table_OfTwoBlocksHeldTogetherByOneCell_ProtectsThatCell()
    {
        // Each line has two hidden cells or more, and yet the cell at (1, 2) follows: it is what the sums of the first two rows have more than those of the first two columns.
        var table = Table(
            [4, 4],
            1, 9, 90, 90,
            9, 1, 4, 90,
            90, 90, 1, 9,
            90, 90, 9, 1);

        Alternatives(table, table.Place([1, 2])).ShouldBeTrue();
    }

    [Fact]
    public void Tables_OfAllKinds_LeaveEverySmallCellMoreThanOneValue() => Prop.ForAll(
        Tables().ToArbitrary(),
        given =>
        {
            var table = Table(given.Sizes, given.Counts);
            for (var place = 0; place < table.Counts.Length; place++)
            {
                var small = table.Counts[place] is > 0 and < Smallest;
                (small && !table.Hidden[place]).ShouldBeFalse("a small cell is shown");
                if (small && table.At(place).Select((n, d) => n < given.Sizes[d]).All(inside => inside))
                {
                    Alternatives(table, place).ShouldBeTrue($"{string.Join(" ", given.Counts)}: the cell at {place} follows from what is shown: {string.Join(" ", Shown(table))}");
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Table_WhereOnePersonMakesUpSeveralCells_TakesThemForOne()
    {
        // Five cells of the same person: their sum, which the total would tell, is one person's too.
        var table = SuppressSmallCells.Of([6], Enumerable.Range(0, 6).Select(i => ((IReadOnlyList<int>)[i], i < 5 ? 3L : 100L)), Smallest, [1, 1, 1, 1, 1, 100, 101], overlapping: true);

        Shown(table).ShouldBe(["·", "·", "·", "·", "·", "·", "115"]);
    }

    [Fact]
    public void Table_OfThreeDimensions_HasAllTotals()
    {
        var table = Table([2, 2, 2], 10, 20, 30, 40, 50, 60, 70, 80);

        table.Counts[table.Place([2, 2, 2])].ShouldBe(360);
        table.Counts[table.Place([0, 2, 1])].ShouldBe(60);
    }

    private static Gen<(int[] Sizes, long[] Counts)> Tables() =>
        from rows in Gen.Choose(2, 3)
        from columns in Gen.Choose(2, 3)
        from counts in Gen.ArrayOf(Gen.Frequency((3, Gen.Choose(0, 6)), (2, Gen.Choose(5, 12))), rows * columns)
        select (new[] { rows, columns }, counts.Select(c => (long)c).ToArray());

    private static SuppressSmallCells Table(int[] sizes, params long[] counts) => SuppressSmallCells.Of(sizes, counts.Select((rows, i) => ((IReadOnlyList<int>)At(sizes, i), rows)), Smallest);

    private static int[] At(int[] sizes, int i) => [.. sizes.Select((size, d) => i / sizes[(d + 1)..].Aggregate(1, (all, s) => all * s) % size)];

    private static string[] Shown(SuppressSmallCells table) => [.. table.Counts.Select((c, p) => table.Hidden[p] ? "·" : $"{c}")];

    /// <summary>Whether a table of two dimensions could look the same from outside with another number in a cell. Tries them, as an attacker would: no algebra that could be wrong in the same way.</summary>
    private static bool Alternatives(SuppressSmallCells table, int place)
    {
        var unknown = Enumerable.Range(0, table.Counts.Length).Where(p => table.Hidden[p] && table.At(p) is var at && at[0] < Last(table, 0) && at[1] < Last(table, 1)).OrderBy(p => p == place ? 0 : 1).ToArray();
        // What the hidden cells of each line, and of the whole, add up to, where the total is shown.
        List<(int[] Cells, long Sum)> sums = [];
        for (var total = 0; total < table.Counts.Length; total++)
        {
            var at = table.At(total);
            if ((at[0] == Last(table, 0) || at[1] == Last(table, 1)) && !table.Hidden[total])
            {
                var under = Enumerable.Range(0, table.Counts.Length).Where(p => table.At(p) is var c && c[0] < Last(table, 0) && c[1] < Last(table, 1) && (at[0] == Last(table, 0) || c[0] == at[0]) && (at[1] == Last(table, 1) || c[1] == at[1])).ToList();
                sums.Add(([.. under.Where(p => table.Hidden[p])], table.Counts[total] - under.Where(p => !table.Hidden[p]).Sum(p => table.Counts[p])));
            }
        }

        var values = new long[table.Counts.Length];
        var tries = 0;
        return Try(0);

        bool Try(int n)
        {
            if (n == unknown.Length)
            {
                return true;
            }

            (++tries).ShouldBeLessThan(2_000_000, "the attacker did not come to an end");
            // A table that looks the same differs by little somewhere: a cell one more, its neighbours one less.
            var (least, most) = (Math.Max(0, table.Counts[unknown[n]] - Near), table.Counts[unknown[n]] + Near);
            foreach (var (cells, sum) in sums.Where(s => s.Cells.Contains(unknown[n])))
            {
                var known = unknown.Take(n).Where(cells.Contains).ToList();
                var left = sum - known.Sum(c => values[c]);
                (least, most) = (known.Count == cells.Length - 1 ? Math.Max(least, left) : least, Math.Min(most, left)); // The last of a sum is what is left of it.
            }

            for (var value = least; value <= most; value++)
            {
                values[unknown[n]] = value;
                if ((n > 0 || value != table.Counts[place]) && Try(n + 1))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static int Last(SuppressSmallCells table, int d) => table.At(table.Counts.Length - 1)[d];
}

/// <summary>No line of an extract of records is alone.</summary>
public sealed class GeneraliseRecordsTests
{
    [Fact]
    public void Records_OfAFewAlike_LeaveOutTheLastColumnsFirst()
    {
        var given = GeneraliseRecords.Of([(["A", "F", "30-34"], 6), (["A", "M", "30-34"], 2), (["A", "M", "35-39"], 4), (["B", "F", "90+"], 1)], 3, 5);

        given.Select(g => g is null ? "-" : string.Join(" ", g)).ShouldBe(["A F 30-34", "A M *", "A M *", "-"]);
    }

    [Fact]
    public void Records_OfAllKinds_AreAlikeInGroupsOfTheSmallestAtLeast() => Prop.ForAll(
        Gen.ListOf(from a in Gen.Choose(0, 3) from b in Gen.Choose(0, 4) from c in Gen.Choose(0, 5) from rows in Gen.Choose(1, 4) select (a, b, c, rows)).ToArbitrary(),
        drawn =>
        {
            var cells = drawn.GroupBy(d => (d.a, d.b, d.c)).Select(g => ((IReadOnlyList<string>)[$"{g.Key.a}", $"{g.Key.b}", $"{g.Key.c}"], (long)g.Sum(d => d.rows))).ToList();
            var given = GeneraliseRecords.Of(cells, 3, 5);
            foreach (var alike in cells.Zip(given).Where(x => x.Second is not null).GroupBy(x => string.Join("|", x.Second!)))
            {
                alike.Sum(x => x.First.Item2).ShouldBeGreaterThanOrEqualTo(5);
            }
        }).QuickCheckThrowOnFailure();
}
