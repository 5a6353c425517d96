using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Backups;

/// <summary>Puts a backup in the place of an empty data folder: all of it or nothing.</summary>
public static class RestoreBackup
{
    /// <summary>Proves the backup, copies it aside and moves it to its place in one step.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="database">Provider and data folder.</param>
    /// <param name="known">The migrations this program knows, by module.</param>
    /// <param name="ct">Cancels; nothing was done then.</param>
    /// <exception cref="Refused">The data folder is not empty, the backup is damaged, or it is of a newer program.</exception>
    public static async Task<BackupManifest> HandleAsync(DirectoryInfo backup, SpmisDatabase database, IReadOnlyDictionary<string, IReadOnlyCollection<string>> known, CancellationToken ct)
    {
        TakeBackup.RefuseServers(database, "restore");
        var target = new DirectoryInfo(database.DataFolder);
        if (target.Exists && target.EnumerateFileSystemInfos().Any())
        {
            throw new Refused("restore.not-empty", $"{target.FullName} is not empty; a backup is restored into an empty folder only, so that nothing is written over. Move it aside first, or give another --data.");
        }

        var manifest = await BackupManifest.ReadAsync(backup.FullName, ct);
        RefuseNewer(manifest, known);
        await ProveAsync(backup.FullName, manifest, ct);

        var aside = target.FullName.TrimEnd(Path.DirectorySeparatorChar) + ".restoring-" + Guid.CreateVersion7().ToString("N");
        try
        {
            Directory.CreateDirectory(aside);
            foreach (var file in manifest.Files.Where(f => !f.Path.Contains('/', StringComparison.Ordinal)))
            {
                File.Copy(Path.Combine(backup.FullName, file.Path), Path.Combine(aside, file.Path));
            }

            foreach (var folder in TakeBackup.Folders)
            {
                TakeBackup.Copy(new DirectoryInfo(Path.Combine(backup.FullName, folder)), Path.Combine(aside, folder), ct);
            }

            if (target.Exists)
            {
                target.Delete();
            }

            Directory.Move(aside, target.FullName);
        }
        finally
        {
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }

        return manifest;
    }

    private static void RefuseNewer(BackupManifest manifest, IReadOnlyDictionary<string, IReadOnlyCollection<string>> known)
    {
        foreach (var (module, migration) in manifest.Migrations)
        {
            if (migration is not null && known.GetValueOrDefault(module)?.Contains(migration) != true)
            {
                throw new Refused("restore.newer", $"The backup's database of {module} has the migration {migration}, which this program does not know. Restore it with the program that made it, or a later one.");
            }
        }
    }

    private static async Task ProveAsync(string folder, BackupManifest manifest, CancellationToken ct)
    {
        foreach (var told in manifest.Files)
        {
            var path = Path.GetFullPath(Path.Combine(folder, told.Path));
            if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path))
            {
                throw new Refused("backup.damaged", $"The backup's file {told.Path} is missing. Choose another backup.");
            }

            if (await BackupManifest.DescribeAsync(folder, path, ct) != told)
            {
                throw new Refused("backup.damaged", $"The backup's file {told.Path} is not what was written there. Choose another backup.");
            }

            if (path.EndsWith(".db", StringComparison.Ordinal))
            {
                await BackupManifest.CheckDatabaseAsync(path, ct);
            }
        }
    }
}
