namespace Spmis.Kernel.Statistics;

/// <summary>
/// Makes records k-anonymous (P. Samarati and L. Sweeney, 1998): every line given shares all its values with at least k - 1 others. Where a combination has fewer, the last column's value is left out,
/// then the one before, until enough are alike; those that stay too few even without any value are left out.
/// </summary>
public static class GeneraliseRecords
{
    /// <summary>What is given in place of each cell's values.</summary>
    /// <param name="cells">Values and how many rows have them.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <param name="smallest">The k.</param>
    /// <returns>For each cell, in their order, the values given, or null where its rows are left out.</returns>
    public static IReadOnlyList<IReadOnlyList<string>?> Of(IReadOnlyList<(IReadOnlyList<string> Values, long Rows)> cells, int columns, int smallest)
    {
        var given = new IReadOnlyList<string>?[cells.Count];
        var left = Enumerable.Range(0, cells.Count).ToList();
        for (var kept = columns; kept >= 0 && left.Count > 0; kept--)
        {
            foreach (var alike in left.GroupBy(i => StatisticsCell.Write(cells[i].Values.Take(kept))).Where(g => g.Sum(i => cells[i].Rows) >= smallest).ToList())
            {
                foreach (var i in alike)
                {
                    given[i] = [.. cells[i].Values.Select((v, c) => c < kept ? v : StatisticsCell.All)];
                }
            }

            left = [.. left.Where(i => given[i] is null)];
        }

        return given;
    }
}
