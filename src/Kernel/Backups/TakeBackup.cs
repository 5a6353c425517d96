using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Kernel.Backups;

/// <summary>
/// Copies an embedded installation while it runs: every module's database as it stood at one moment, the files and the keys.
/// All databases are locked for writing together and then copied (VACUUM INTO), so no message is in one module's copy and missing from the other's; writers wait meanwhile.
/// </summary>
/// <param name="services">The host's services.</param>
public sealed class TakeBackup(IServiceProvider services)
{
    /// <summary>What lies beside the databases and belongs to the installation.</summary>
    internal static readonly string[] Folders = ["files", "keys"];

    private const string Seal = ".seal"; // A module's secret beside its database.
    private const string Incoming = "incoming"; // Uploads still under way.
    private readonly SpmisDatabase database = services.GetRequiredService<SpmisDatabase>();

    /// <summary>Copies everything into a folder that is empty or not there yet.</summary>
    /// <exception cref="Refused">The databases are on a server, or the folder is not empty.</exception>
    public async Task<BackupManifest> HandleAsync(DirectoryInfo target, CancellationToken ct)
    {
        RefuseServers(database, "backup");
        if (target.Exists && target.EnumerateFileSystemInfos().Any())
        {
            throw new Refused("backup.not-empty", $"{target.FullName} is not empty; give a new folder, so that no backup is written over.");
        }

        target.Create();
        var takenAt = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var migrations = await CopyDatabasesAsync(target.FullName, ct);

        // Files are written before the rows that name them and never changed, so copied after the databases none is missing.
        foreach (var folder in Folders)
        {
            Copy(new DirectoryInfo(Path.Combine(database.DataFolder, folder)), Path.Combine(target.FullName, folder), ct);
        }

        foreach (var secret in new DirectoryInfo(database.DataFolder).EnumerateFiles("*" + Seal))
        {
            secret.CopyTo(Path.Combine(target.FullName, secret.Name));
        }

        List<BackedUpFile> files = [];
        foreach (var path in Directory.EnumerateFiles(target.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            files.Add(await BackupManifest.DescribeAsync(target.FullName, path, ct));
        }

        var manifest = new BackupManifest { TakenAt = takenAt, Migrations = migrations, Files = files };
        await manifest.SaveAsync(target.FullName, ct);
        return manifest;
    }

    internal static void RefuseServers(SpmisDatabase database, string what)
    {
        if (database.Provider != DatabaseProvider.Sqlite)
        {
            var tool = database.Provider == DatabaseProvider.SqlServer ? "BACKUP DATABASE and RESTORE DATABASE" : "pg_dump and pg_restore";
            throw new Refused($"{what}.server", $"The databases are on {database.Provider}; use the server's own {tool}, and copy the folders {string.Join(" and ", Folders)} of {database.DataFolder} besides.");
        }
    }

    /// <summary>Copies a folder with all below it; keys stay readable by their owner only.</summary>
    internal static void Copy(DirectoryInfo from, string to, CancellationToken ct)
    {
        if (!from.Exists)
        {
            return;
        }

        Directory.CreateDirectory(to);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, from.UnixFileMode);
        }

        foreach (var folder in from.EnumerateDirectories().Where(d => d.Name != Incoming))
        {
            Copy(folder, Path.Combine(to, folder.Name), ct);
        }

        foreach (var file in from.EnumerateFiles())
        {
            ct.ThrowIfCancellationRequested();
            file.CopyTo(Path.Combine(to, file.Name)); // With its rights.
        }
    }

    private async Task<Dictionary<string, string?>> CopyDatabasesAsync(string target, CancellationToken ct)
    {
        var modules = services.GetServices<IModule>().Select(m => m.Name).Order(StringComparer.Ordinal).ToList();
        List<SqliteConnection> locked = [];
        Dictionary<string, string?> migrations = [];
        try
        {
            foreach (var module in modules)
            {
                locked.Add(await LockAsync(module, ct));
            }

            foreach (var module in modules)
            {
                migrations[module] = await CopyAsync(module, Path.Combine(target, module + ".db"), ct);
            }
        }
        finally
        {
            // Closing ends the transaction, which wrote nothing.
            foreach (var connection in locked)
            {
                await connection.DisposeAsync();
            }
        }

        foreach (var module in modules)
        {
            await BackupManifest.CheckDatabaseAsync(Path.Combine(target, module + ".db"), ct);
        }

        return migrations;
    }

    private async Task<SqliteConnection> LockAsync(string module, CancellationToken ct)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(database.ConnectionFor(module)) { Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        await ExecuteAsync(connection, "BEGIN IMMEDIATE", null, ct);
        return connection;
    }

    private async Task<string?> CopyAsync(string module, string path, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var last = (await scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module).Database.GetAppliedMigrationsAsync(ct)).LastOrDefault();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(database.ConnectionFor(module)) { Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        await ExecuteAsync(connection, "VACUUM INTO $path", path, ct);
        return last;
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, string? path, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (path is not null)
        {
            command.Parameters.AddWithValue("$path", path);
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
