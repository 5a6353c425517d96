using Spmis.Rules.Parameters;

namespace Spmis.Rules.Compilation;

/// <summary>A figure of the law as it was known on a day, laid out for quick look-up.</summary>
internal sealed class FigureTable
{
    private readonly DateOnly[] froms;
    private readonly DateOnly[] tos;
    private readonly Cell[] cells;
    private readonly decimal?[] numbers;
    private readonly bool constant;

    public FigureTable(Parameter parameter, DateOnly? asKnownOn)
    {
        var known = parameter.Entries.Where(e => asKnownOn is null || e.Recorded is null || e.Recorded <= asKnownOn).ToList();
        froms = [.. known.Select(e => e.From)];
        tos = [.. known.Select(e => e.To)];
        cells = [.. known.Select(e => e.Cell)];
        numbers = [.. cells.Select(Decimal)];
        constant = parameter.IsConstant && cells.Length == 1;
    }

    public Cell? At(DateOnly day) => constant ? cells[0] : Find(day) is >= 0 and var i ? cells[i] : null;

    /// <summary>The number of a figure without keys: the commonest look-up, without a detour.</summary>
    public decimal? NumberAt(DateOnly day) => constant ? numbers[0] : Find(day) is >= 0 and var i ? numbers[i] : null;

    /// <summary>The same for quick code, which sets a mark where there is none.</summary>
    public decimal Number(DateOnly day, ref bool lost)
    {
        if (NumberAt(day) is { } number)
        {
            return number;
        }

        lost = true;
        return 0;
    }

    private int Find(DateOnly day)
    {
        for (var i = froms.Length - 1; i >= 0; i--)
        {
            if (froms[i] <= day)
            {
                return day <= tos[i] ? i : -1;
            }
        }

        return -1;
    }

    public static Cell? Row(Cell? cell, RuleValue key) => cell?.Find(key);

    public static decimal? Decimal(Cell? cell) => cell is { Value: { IsKnown: true } value } ? value.Raw : null;

    public static T? Other<T>(Cell? cell)
        where T : struct => cell is { Value: { IsKnown: true } value } ? Evaluation.ClrValues.To<T>(value) : null;

    public static string? Text(Cell? cell) => cell is { Value: { IsKnown: true } value } ? value.AsText : null;
}
