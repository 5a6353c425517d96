using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Backups;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Host.Commands;

/// <summary><c>backup DIR</c> and <c>restore DIR</c>: a whole embedded installation copied at one moment, also while the portal runs, and put back into an empty folder.</summary>
internal static class BackupCommands
{
    public static Command Backup()
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "A new or empty folder for the copy." };
        var command = new ActCommand(CommandPermissions.Backup, "backup", "Copy databases, files and keys as they stand at one moment; the portal may run meanwhile. (On a database server use the server's own tools.)") { folder };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, async services =>
        {
            var target = parse.GetRequiredValue(folder);
            var made = await new TakeBackup(services).HandleAsync(target, ct);
            var bytes = made.Files.Sum(f => f.Length);
            return new CommandOutcome(
                true, new { holds = true, folder = target.FullName, made.TakenAt, files = made.Files.Count, bytes }, $"{made.Files.Count} files, {bytes} bytes in {target.FullName}, as of {made.TakenAt:u}.");
        }, ct, background: false));
        return command;
    }

    public static Command Restore()
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "The folder with the backup." };
        folder.AcceptExistingOnly();
        var command = new ActCommand(CommandPermissions.Backup, "restore", "Put a backup into an empty data folder, after proving that it is whole, and verify its history.") { folder };
        command.SetAction((parse, ct) => CommandRun.PrintedAsync(parse, async () =>
        {
            await using (var app = SpmisHost.Build(CommandOptions.SettingsOf(parse)))
            {
                CommandsAllowed.Check(parse, app.Services);
                await RestoreBackup.HandleAsync(parse.GetRequiredValue(folder), app.Services.GetRequiredService<SpmisDatabase>(), await KnownAsync(app.Services), ct);
            }

            await using var restored = SpmisHost.Build(CommandOptions.SettingsOf(parse));
            await SpmisHost.MigrateAsync(restored.Services, ct);
            return await AuditCommand.VerifyAsync(restored.Services, seal: false, ct);
        }));
        return command;
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlyCollection<string>>> KnownAsync(IServiceProvider services)
    {
        var known = new Dictionary<string, IReadOnlyCollection<string>>();
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            known[module.Name] = [.. scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name).Database.GetMigrations()];
        }

        return known;
    }
}
