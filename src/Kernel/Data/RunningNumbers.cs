using Microsoft.EntityFrameworkCore;

namespace Spmis.Kernel.Data;

/// <summary>
/// Which numbers a table has given to its rows. SQLite takes a number back with the transaction that took it, so there a number that is missing is a row that was deleted.
/// Servers do not: whoever fails loses his number, and a gap says nothing.
/// </summary>
public static class RunningNumbers
{
    /// <summary>The last number given to a row that was committed.</summary>
    /// <typeparam name="T">A row with a running number as its key.</typeparam>
    /// <returns>0 before the first row; null where gaps say nothing.</returns>
    public static async Task<long?> LastAsync<T>(ModuleDb db, CancellationToken ct)
        where T : class
    {
        if (!db.Database.IsSqlite())
        {
            return null;
        }

        var table = db.Model.FindEntityType(typeof(T))?.GetTableName();
        return (await db.Database.SqlQuery<long>($"SELECT seq AS \"Value\" FROM sqlite_sequence WHERE name = {table}").ToListAsync(ct)).FirstOrDefault(); // One row, or none before the first.
    }

    /// <summary>Words for a gap that only a deletion can have left.</summary>
    /// <param name="what">What the rows are, for people.</param>
    /// <param name="from">First number that is not there.</param>
    /// <param name="to">Last number that is not there.</param>
    public static string Missing(string what, long from, long to) => from == to
        ? $"{what} {from} is missing: it was deleted."
        : $"{what} {from} to {to} are missing: they were deleted.";
}
