using System.Collections.Concurrent;
using Npgsql;

namespace Spmis.TestKit;

/// <summary>A migrated database without rows, used by one test at a time.</summary>
/// <param name="Connection">How to connect.</param>
/// <param name="Schema">What its schema looked like when it was made.</param>
internal sealed record PostgreSqlCopy(string Connection, string Schema);

/// <summary>
/// Copies of one migrated database on a PostgreSQL server. A copy that a test leaves is emptied and used again: making and dropping one costs
/// several times what emptying does, and whoever comes next finds connections open and the catalogue read. A copy whose tables, triggers or
/// migrations a test has changed, or in which somebody is still at work, is dropped instead.
/// </summary>
internal sealed class PostgreSqlCopies(string server, Func<string, Task> migrate)
{
    // Any change of the schema changes one of these: objects are counted by number and highest id, columns taken away stay as rows marked so.
    private const string Schema = """
        SELECT concat_ws('/',
          (SELECT concat_ws(',', count(*), max(oid)) FROM pg_class),
          (SELECT concat_ws(',', count(*), sum(attisdropped::int), sum(attnotnull::int), sum(atttypmod)) FROM pg_attribute),
          (SELECT concat_ws(',', count(*), max(oid)) FROM pg_constraint),
          (SELECT concat_ws(',', count(*), max(oid)) FROM pg_proc),
          (SELECT md5(string_agg(concat_ws(',', oid, tgname, tgenabled), ';' ORDER BY oid)) FROM pg_trigger),
          (SELECT md5(string_agg(query_to_xml(format('SELECT * FROM %I.migrations ORDER BY 1', schemaname), true, false, '')::text, ';' ORDER BY schemaname))
             FROM pg_tables WHERE tablename = 'migrations'))
        """;

    // Anybody but idle connections of the pool, or one of these with a lock that outlives its transaction.
    private const string AtWork = """
        SELECT count(*) FROM pg_stat_activity a
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
          AND (state <> 'idle' OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND locktype = 'advisory'))
        """;

    // Triggers that keep records from being deleted are for users of the system, not for its tests.
    private const string Empty = """
        SET session_replication_role = replica;
        SET lock_timeout = '5s';
        DO $$
        DECLARE filled text;
        BEGIN
          SELECT string_agg(format('%I.%I', nspname, relname), ', ') INTO filled FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
            WHERE relkind = 'r' AND relname <> 'migrations' AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema' AND pg_relation_size(c.oid) > 0;
          IF filled IS NOT NULL THEN EXECUTE 'TRUNCATE ' || filled || ' CASCADE'; END IF;
          PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences WHERE last_value IS NOT NULL;
        END $$;
        RESET session_replication_role;
        RESET lock_timeout;
        """;

    private readonly ConcurrentBag<PostgreSqlCopy> free = [];
    private readonly ConcurrentBag<string> made = [];
    private readonly Lazy<Task<string>> template = new(async () =>
    {
        var name = NewName();
        await migrate(Named(server, name));
        NpgsqlConnection.ClearAllPools(); // Nobody may be connected to a database that is copied.
        return name;
    });

    /// <summary>A database with every table and no rows.</summary>
    public async Task<PostgreSqlCopy> TakeAsync()
    {
        if (free.TryTake(out var used))
        {
            return used;
        }

        var (from, name) = (await template.Value, NewName());
        // File by file (PostgreSQL 15) takes less than through the log.
        await RunAsync<object>(server, $"CREATE DATABASE \"{name}\" TEMPLATE \"{from}\" STRATEGY FILE_COPY");
        made.Add(name);
        var connection = Named(server, name);
        return new PostgreSqlCopy(connection, await RunAsync<string>(connection, Schema) ?? "");
    }

    /// <summary>Empties it for the next test, or drops it.</summary>
    public async Task GiveBackAsync(PostgreSqlCopy copy)
    {
        if (await RunAsync<long>(copy.Connection, AtWork) == 0 && await RunAsync<string>(copy.Connection, Schema) == copy.Schema)
        {
            await RunAsync<object>(copy.Connection, Empty);
            free.Add(copy);
            return;
        }

        await using (var pooled = new NpgsqlConnection(copy.Connection))
        {
            NpgsqlConnection.ClearPool(pooled); // Only its own: other tests are using theirs.
        }

        await DropAsync(new NpgsqlConnectionStringBuilder(copy.Connection).Database);
    }

    /// <summary>Leaves nothing on the server.</summary>
    public async Task DropAllAsync()
    {
        foreach (var name in made.Append(await template.Value))
        {
            await DropAsync(name);
        }
    }

    private static string NewName() => "spmis_" + Guid.CreateVersion7().ToString("N");

    private static string Named(string server, string name) => new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 30 }.ToString();

    private Task DropAsync(string? name) => RunAsync<object>(server, $"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");

    private static async Task<T?> RunAsync<T>(string to, string statement)
    {
        await using var connection = new NpgsqlConnection(to);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return (T?)await command.ExecuteScalarAsync();
    }
}
