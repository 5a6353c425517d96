using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>Reads a file once from end to end and compares it with the control totals; nothing is written.</summary>
internal static class ProveTakeover
{
    private const int MostShown = 5;

    /// <summary>What the file comes to.</summary>
    /// <exception cref="Refused">It is no such table, or lines cannot be summed.</exception>
    public static async Task<ControlTotals> SumAsync(TakeoverKind kind, Func<Stream> open, Currency currency, int daysPerMonth, CancellationToken ct)
    {
        Dictionary<(int, TotalKind), long> sums = [];
        List<LineProblem> unprovable = [];
        var (lines, wrong) = (0L, 0L);
        await foreach (var row in TakeoverFile.ReadAsync(kind, open, 0, [], ct))
        {
            lines++;
            var read = TakeoverRow.Of(row, kind, currency, daysPerMonth);
            if (read.Unprovable is { } problem)
            {
                wrong++;
                if (unprovable.Count < MostShown)
                {
                    unprovable.Add(problem);
                }

                continue;
            }

            foreach (var (key, value) in read.Adds())
            {
                sums[key] = checked(sums.GetValueOrDefault(key) + value);
            }
        }

        return wrong > 0
            ? throw new Refused("takeover.unreadable", $"The file proves nothing, since {wrong} of its lines have a month, kind or amount that cannot be read. {string.Join(" ", unprovable)}", "file")
            : lines == 0 ? throw new Refused("file.no-lines", "The file has a header and no line; was it saved and sent to the end?", "file")
            : new ControlTotals(lines, sums);
    }

    /// <summary>Refuses a file that does not come to what was stated, as a whole.</summary>
    /// <exception cref="Refused">They differ.</exception>
    public static void Compare(ControlTotals stated, ControlTotals found, Currency currency)
    {
        if (stated.Differences(found, currency) is { Count: > 0 } differences)
        {
            throw new Refused("takeover.totals", $"The file does not come to the control totals, so nothing of it was taken. {string.Join("; ", differences)}.", "controls");
        }
    }
}
