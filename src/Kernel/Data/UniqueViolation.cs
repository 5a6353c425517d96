using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Spmis.Kernel.Data;

/// <summary>Tells a broken "once" (primary key or unique constraint) from other database errors.</summary>
public static class UniqueViolation
{
    /// <summary>Whether the save failed because such a row exists.</summary>
    public static bool Is(DbUpdateException e) => IsCause(e.InnerException);

    /// <summary>Whether this provider error says that such a row exists.</summary>
    public static bool IsCause(Exception? cause) => cause switch
    {
        SqliteException { SqliteExtendedErrorCode: 1555 or 2067 } => true, // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        SqlException { Number: 2601 or 2627 } => true,
        _ => false,
    };
}
