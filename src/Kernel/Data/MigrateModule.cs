using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Kernel.Data;

/// <summary>Brings a module's tables up to date, whatever became of the process that tried before.</summary>
public static class MigrateModule
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);
    private const int Tries = 3_000; // Five minutes.

    /// <summary>
    /// Applies what is missing. On SQLite Entity Framework keeps a lock in a row, which a killed process leaves behind and on which every later
    /// start would wait for ever. So only who holds a file that the operating system frees at death migrates, and takes such a row away first.
    /// </summary>
    /// <param name="db">The module's database.</param>
    /// <param name="database">Provider and data folder.</param>
    /// <param name="ct">Stops waiting for another process that migrates.</param>
    /// <exception cref="Refused">For five minutes another process held the data, or the folder cannot be written.</exception>
    public static async Task HandleAsync(ModuleDb db, SpmisDatabase database, CancellationToken ct)
    {
        if (database.Provider != DatabaseProvider.Sqlite)
        {
            await db.Database.MigrateAsync(ct);
            return;
        }

        await using var alone = await AloneAsync(Path.Combine(database.DataFolder, $"{db.Module}.migrating"), ct);
        await ForgetAsync(db, ct);
        await db.Database.MigrateAsync(ct);
    }

    private static async Task<FileStream> AloneAsync(string path, CancellationToken ct)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (tried >= Tries)
            {
                throw new Refused("data.in-use", $"{path} cannot be held: {e.Message} Another SPMIS process migrates this data, or the folder cannot be written. Wait for it or stop it, and start again.");
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Again, TimeProvider.System, ct); // Another process migrates; it ends or dies.
            }
        }
    }

    private static async Task ForgetAsync(ModuleDb db, CancellationToken ct)
    {
        if (await db.Database.CanConnectAsync(ct)
            && await db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(ct) > 0)
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", ct);
        }
    }
}
