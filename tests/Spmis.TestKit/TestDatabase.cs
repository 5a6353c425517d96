using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Spmis.Host;
using Spmis.Identity.Tokens;
using Spmis.Kernel.Data;

namespace Spmis.TestKit;

/// <summary>
/// An empty database of the provider under test: SQLite, or what the environment variable <c>SPMIS_TEST_DATABASE</c> names as
/// <c>PostgreSql|connection</c> or <c>SqlServer|connection</c>. Gone when disposed.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> SqliteTemplate = new(() => MigrateTemplateAsync(DatabaseProvider.Sqlite, connection: null));
    private static readonly Lazy<PostgreSqlCopies> PostgreSql = new(ServePostgreSql);
    private static string? keysOnPostgreSql;
    private readonly DatabaseProvider provider;
    private readonly string? connection;
    private readonly PostgreSqlCopy? copy;

    private TestDatabase(string folder, DatabaseProvider provider, string? connection, PostgreSqlCopy? copy = null) =>
        (Folder, this.provider, this.connection, this.copy) = (folder, provider, connection, copy);

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>A copy of a database that has every table already; looking for missing migrations would take half of a host's start.</summary>
    public bool IsMigrated => provider != DatabaseProvider.SqlServer;

    /// <summary>Settings that point a host at it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Data"] = Folder,
        ["Database:Provider"] = provider.ToString(),
        ["Database:ConnectionString"] = connection,
    };

    /// <summary>The provider under test.</summary>
    public static DatabaseProvider Provider => ServerSetting() is { } server ? server.Provider : DatabaseProvider.Sqlite;

    /// <summary>Makes one.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("spmis-test-").FullName;
        if (ServerSetting() is { } server)
        {
            if (server.Provider == DatabaseProvider.PostgreSql)
            {
                // A copy of a migrated database takes a fraction of all its migrations.
                var copy = await PostgreSql.Value.TakeAsync();
                CopyKeys(keysOnPostgreSql!, folder); // Set when the first copy was made.
                return new TestDatabase(folder, server.Provider, copy.Connection, copy);
            }

            return new TestDatabase(folder, server.Provider, new SqlConnectionStringBuilder(server.Connection) { InitialCatalog = "spmis_" + Guid.CreateVersion7().ToString("N") }.ToString());
        }

        foreach (var file in Directory.GetFiles(await SqliteTemplate.Value, "*.db"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        // Making a signing key takes longer than most tests.
        CopyKeys(await SqliteTemplate.Value, folder);
        return new TestDatabase(folder, DatabaseProvider.Sqlite, null);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (copy is not null)
        {
            await PostgreSql.Value.GiveBackAsync(copy);
        }

        foreach (var file in Directory.GetFiles(Folder, "*.db"))
        {
            using var pooled = new SqliteConnection(new SpmisDatabase(DatabaseProvider.Sqlite, null, Folder).ConnectionFor(Path.GetFileNameWithoutExtension(file)));
            SqliteConnection.ClearPool(pooled); // Only its own: other tests are using theirs.
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static (DatabaseProvider Provider, string Connection)? ServerSetting() =>
        Environment.GetEnvironmentVariable("SPMIS_TEST_DATABASE")?.Split('|', 2) is [var name, var connection] ? (Enum.Parse<DatabaseProvider>(name), connection) : null;

    private static void CopyKeys(string from, string to)
    {
        Directory.CreateDirectory(Path.Combine(to, "keys"));
        foreach (var file in Directory.GetFiles(Path.Combine(from, "keys"), "token-*"))
        {
            File.Copy(file, Path.Combine(to, "keys", Path.GetFileName(file)));
        }
    }

    private static PostgreSqlCopies ServePostgreSql()
    {
        var copies = new PostgreSqlCopies(
            ServerSetting()!.Value.Connection, // Set: asked for by a test on this server.
            async connection => keysOnPostgreSql = await MigrateTemplateAsync(DatabaseProvider.PostgreSql, connection));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => copies.DropAllAsync().GetAwaiter().GetResult(); // The last moment of the process cannot wait otherwise.
        return copies;
    }

    private static async Task<string> MigrateTemplateAsync(DatabaseProvider provider, string? connection)
    {
        var folder = Directory.CreateTempSubdirectory("spmis-template-").FullName;
        await using (var app = SpmisHost.Build(new Dictionary<string, string?> { ["Data"] = folder, ["Database:Provider"] = provider.ToString(), ["Database:ConnectionString"] = connection }))
        {
            await SpmisHost.MigrateAsync(app.Services, default);
            _ = app.Services.GetRequiredService<TokenKeys>();
        }

        SqliteConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
