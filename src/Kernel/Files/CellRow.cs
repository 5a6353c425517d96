
namespace Spmis.Kernel.Files;

/// <summary>A row of a table, cut into cells.</summary>
/// <param name="Line">Line or row number, from 1.</param>
/// <param name="Raw">As sent; for a sheet its cells with bars between.</param>
/// <param name="Cells">The cells, trimmed.</param>
/// <param name="Problem">Why the row as a whole cannot be taken.</param>
/// <param name="Formulas">Which cells (from 0) hold a formula, with its place such as C5.</param>
public readonly record struct CellRow(long Line, string Raw, string[] Cells, FieldProblem? Problem, IReadOnlyList<(int Column, string Place)> Formulas)
{
    /// <summary>Nothing is in it.</summary>
    public bool Blank => Problem is null && Array.TrueForAll(Cells, string.IsNullOrWhiteSpace);
}
