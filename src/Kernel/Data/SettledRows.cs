using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Spmis.Kernel.Data;

/// <summary>Up to which row nothing more comes in: a number is taken before its row commits, so on a server a lower one may still be on its way when a higher one is there.</summary>
public static class SettledRows
{
    private const int SqlServerLockTimeout = 1222;

    /// <summary>Waits, two seconds at most, for who writes to the table at this moment, and reads the highest number. SQLite has one writer at a time.</summary>
    /// <typeparam name="T">A row with a running number as its key.</typeparam>
    /// <returns>The highest number; 0 for an empty table, and where somebody went on writing: new writers must not wait behind us, and a later look finds the rows.</returns>
    public static async Task<long> UpToAsync<T>(ModuleDb db, CancellationToken ct)
        where T : class
    {
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is no row of {db.Module}.");
        var (key, highest) = (entity.FindPrimaryKey()!.Properties[0], 0L); // A row without a key is not numbered.
        try
        {
            await db.WriteAsync(
                async () =>
                {
                    await LockAsync(db, entity, ct);
                    highest = await db.Set<T>().MaxAsync(NumberOf<T>(key), ct) ?? 0;
                },
                ct);
        }
        catch (DbException busy) when (busy is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } or SqlException { Number: SqlServerLockTimeout })
        {
            return 0;
        }

        return highest;
    }

    private static async Task LockAsync(ModuleDb db, IEntityType entity, CancellationToken ct)
    {
        var (schema, table) = (entity.GetSchema(), entity.GetTableName());
        if (db.Database.IsNpgsql())
        {
            var wait = $"SET LOCAL lock_timeout = '2s'; LOCK TABLE \"{schema}\".\"{table}\" IN SHARE MODE"; // Names of our own model.
            await db.Database.ExecuteSqlRawAsync(wait, ct);
        }
        else if (db.Database.IsSqlServer())
        {
            var wait = $"SET LOCK_TIMEOUT 2000; DECLARE @rows bigint = (SELECT COUNT_BIG(*) FROM (SELECT TOP (1) 1 AS one FROM [{schema}].[{table}] WITH (TABLOCK, HOLDLOCK)) AS first_row); SET LOCK_TIMEOUT -1";
            await db.Database.ExecuteSqlRawAsync(wait, ct);
        }
    }

    private static Expression<Func<T, long?>> NumberOf<T>(IProperty key)
    {
        var row = Expression.Parameter(typeof(T));
        return Expression.Lambda<Func<T, long?>>(Expression.Convert(Expression.Property(row, key.Name), typeof(long?)), row);
    }
}
