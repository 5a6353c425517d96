using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Backups;

/// <summary>What a backup holds. It is written last, so a backup without it was broken off.</summary>
public sealed record BackupManifest
{
    /// <summary>The manifest's own name in the backup.</summary>
    public const string FileName = "backup.json";

    /// <summary>When the copy was taken (UTC): every database as it stood at this one moment.</summary>
    public required DateTime TakenAt { get; init; }

    /// <summary>The last migration of each module's database.</summary>
    public required IReadOnlyDictionary<string, string?> Migrations { get; init; }

    /// <summary>Every file, with its path in the backup.</summary>
    public required IReadOnlyList<BackedUpFile> Files { get; init; }

    internal static async Task<BackedUpFile> DescribeAsync(string folder, string path, CancellationToken ct)
    {
        await using var content = File.OpenRead(path);
        return new(Path.GetRelativePath(folder, path).Replace('\\', '/'), content.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)));
    }

    internal async Task SaveAsync(string folder, CancellationToken ct) => await File.WriteAllTextAsync(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, SpmisJson.Indented), ct);

    internal static async Task<BackupManifest> ReadAsync(string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new Refused("backup.none", $"{folder} holds no {FileName}: it is no backup, or one that was broken off. Choose another.");
        }

        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(await File.ReadAllTextAsync(path, ct), SpmisJson.Options) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new Refused("backup.damaged", $"{path} cannot be read: {e.Message} Choose another backup.");
        }
    }

    /// <summary>Has SQLite look through a database file, page by page and index by index.</summary>
    /// <exception cref="Refused">It found something.</exception>
    internal static async Task CheckDatabaseAsync(string path, CancellationToken ct)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        string? said;
        try
        {
            await connection.OpenAsync(ct);
            await using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check(1)";
            said = (string?)await check.ExecuteScalarAsync(ct);
        }
        catch (SqliteException e)
        {
            said = e.Message;
        }

        if (said != "ok")
        {
            throw new Refused("backup.damaged", $"{path} is damaged: {said} Choose another backup.");
        }
    }
}

/// <summary>A file of a backup.</summary>
/// <param name="Path">Relative to the backup's folder, with slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record BackedUpFile(string Path, long Length, string Sha256);
