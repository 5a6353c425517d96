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
    private static readonly Lazy<Task<string>> SqliteTemplate = new(MigrateTemplateAsync);
    private readonly DatabaseProvider provider;
    private readonly string? connection;

    private TestDatabase(string folder, DatabaseProvider provider, string? connection) => (Folder, this.provider, this.connection) = (folder, provider, connection);

    /// <summary>The data folder.</summary>
    public string Folder { get; }

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
            var name = "spmis_" + Guid.CreateVersion7().ToString("N");
            var connection = server.Provider == DatabaseProvider.PostgreSql
                ? new NpgsqlConnectionStringBuilder(server.Connection) { Database = name, MaxPoolSize = 30 }.ToString()
                : new SqlConnectionStringBuilder(server.Connection) { InitialCatalog = name }.ToString();
            return new TestDatabase(folder, server.Provider, connection);
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
        if (provider == DatabaseProvider.PostgreSql)
        {
            NpgsqlConnection.ClearAllPools();
            await using var admin = new NpgsqlConnection(ServerSetting()!.Value.Connection); // Set, since this database was made from it.
            await admin.OpenAsync();
            await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connection).Database}\" WITH (FORCE)", admin);
            await drop.ExecuteNonQueryAsync();
        }

        foreach (var file in Directory.GetFiles(Folder, "*.db"))
        {
            using var pooled = new SqliteConnection($"Data Source={file}");
            SqliteConnection.ClearPool(pooled);
        }

        SqliteConnection.ClearAllPools();
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

    private static async Task<string> MigrateTemplateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("spmis-template-").FullName;
        await using (var app = SpmisHost.Build(new Dictionary<string, string?> { ["Data"] = folder, ["Database:Provider"] = nameof(DatabaseProvider.Sqlite) }))
        {
            await SpmisHost.MigrateAsync(app.Services, default);
            _ = app.Services.GetRequiredService<TokenKeys>();
        }

        SqliteConnection.ClearAllPools();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
