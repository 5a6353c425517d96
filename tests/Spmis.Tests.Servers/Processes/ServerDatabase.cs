using Npgsql;

namespace Spmis.Tests.Servers.Processes;

/// <summary>An empty database on the tests' PostgreSQL for processes, with the jobs' storage in it too; gone when disposed.</summary>
internal sealed class ServerDatabase : IAsyncDisposable
{
    private readonly string server;
    private readonly string name = "spmis_" + Guid.CreateVersion7().ToString("N");

    private ServerDatabase(string server) => this.server = server;

    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ToString();

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Database:Provider"] = "PostgreSql", ["Database:ConnectionString"] = ConnectionString, ["Jobs:Storage"] = "PostgreSql",
    };

    public static async Task<ServerDatabase> CreateAsync(string server)
    {
        var database = new ServerDatabase(server);
        await database.DoAsync($"CREATE DATABASE \"{database.name}\"");
        return database;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await DoAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");

    private async Task DoAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
