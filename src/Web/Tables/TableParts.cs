namespace Spmis.Web.Tables;

/// <summary>What a table's cells need to know of their column.</summary>
internal sealed class TableParts(string? sort)
{
    /// <summary>The sort in force: a column's name, with a minus for descending.</summary>
    public string? Sort { get; } = sort;

    public List<(string Label, bool Numeric)> Columns { get; } = [];

    public int Rows { get; set; }
}

/// <summary>How far a row is drawn.</summary>
internal sealed class RowParts
{
    public int Column { get; set; }
}
