using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Spmis.Kernel.Data;

/// <summary>The database engines SPMIS runs on.</summary>
public enum DatabaseProvider
{
    /// <summary>Embedded: one file per module.</summary>
    Sqlite,

    /// <summary>Microsoft SQL Server: one schema per module.</summary>
    SqlServer,

    /// <summary>PostgreSQL: one schema per module.</summary>
    PostgreSql,
}

/// <summary>The provider switch: settings <c>Database:Provider</c>, <c>Database:ConnectionString</c> and, embedded, the data folder.</summary>
/// <param name="Provider">The engine.</param>
/// <param name="ConnectionString">For the servers; unused embedded.</param>
/// <param name="DataFolder">Where files live; embedded, the databases too.</param>
public sealed record SpmisDatabase(DatabaseProvider Provider, string? ConnectionString, string DataFolder)
{
    /// <summary>The connection of one module.</summary>
    /// <exception cref="InvalidOperationException">A server is chosen and no connection string is given.</exception>
    public string ConnectionFor(string module) => Provider == DatabaseProvider.Sqlite
        ? new SqliteConnectionStringBuilder { DataSource = Path.Combine(DataFolder, module + ".db"), ForeignKeys = true, DefaultTimeout = 60 }.ToString()
        : ConnectionString ?? throw new InvalidOperationException($"Database:Provider is {Provider} but Database:ConnectionString is empty; set it, or choose Sqlite.");

    /// <summary>Points a module's context at its database and its migrations.</summary>
    /// <param name="options">The context's.</param>
    /// <param name="module">The module.</param>
    /// <param name="isLookedAt">Whether somebody is shown what is read. Only then are rows told one by one, which costs EF more than to read them: runs and consumers go without.</param>
    public void Configure(DbContextOptionsBuilder options, string module, bool isLookedAt = false)
    {
        var connection = ConnectionFor(module);
        const string table = "migrations";
        options.ReplaceService<IModelCacheKeyFactory, OfficeModels>();
        if (isLookedAt)
        {
            options.AddInterceptors(RowsShown.Instance);
        }

        _ = Provider switch
        {
            DatabaseProvider.Sqlite => options.UseSqlite(connection, o => o.MigrationsAssembly("Spmis.Migrations.Sqlite").MigrationsHistoryTable(table)).AddInterceptors(SqlitePragmas.Instance),
            DatabaseProvider.SqlServer => options.UseSqlServer(connection, o => o.MigrationsAssembly("Spmis.Migrations.SqlServer").MigrationsHistoryTable(table, module)),
            DatabaseProvider.PostgreSql => options.UseNpgsql(connection, o => o.MigrationsAssembly("Spmis.Migrations.PostgreSql").MigrationsHistoryTable(table, module)),
            _ => throw new InvalidOperationException($"Unknown provider {Provider}."),
        };
    }

    /// <summary>Sets up each connection to a file once: it stays as it is in the pool, and EF opens it anew for every statement outside a transaction.</summary>
    private sealed class SqlitePragmas : DbConnectionInterceptor
    {
        public static readonly SqlitePragmas Instance = new();

        // FULL: a committed payment survives a power cut, not only a crash of the process. FILE: what is sorted and does not fit into the cache goes to a temporary file that nobody else can
        // open; in memory a grouped sum over a million payments took hundreds of megabytes, and more with every payment.
        private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=FILE; PRAGMA cache_size=-4000;";

        private readonly ConditionalWeakTable<object, object> done = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            // What the pool keeps is the handle.
            if (connection is not SqliteConnection { Handle: { } handle } || done.TryGetValue(handle, out _))
            {
                return;
            }

            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            done.AddOrUpdate(handle, this);
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData); // SQLite's own commands never wait for anything but the file.
            return Task.CompletedTask;
        }
    }

    /// <summary>Up to four models of each module: with the filters of <see cref="ModuleDb.Scope"/> for who is bound to an office, with those of <see cref="ModuleDb.HideRestricted"/> for who may not see restricted records, with both or none.</summary>
    private sealed class OfficeModels : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (context.GetType(), (context as ModuleDb)?.OfficesSeen is not null, (context as ModuleDb)?.HidesRestricted ?? false, (context as ModuleDb)?.HidesFromReaders ?? false, designTime);
    }
}
