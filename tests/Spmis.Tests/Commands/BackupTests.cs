using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Host;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Backups;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Kernel.Hosting;
using Spmis.Payments.Instructions;
using Spmis.Registration;
using Spmis.Registration.Persons;
using Spmis.TestKit;
using Spmis.Tests.Registration;

namespace Spmis.Tests.Commands;

/// <summary>A backup taken while the portal runs, put back elsewhere, holds what was there at one moment.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-backup-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private DirectoryInfo Copy => new(Path.Combine(folder, "copy"));

    private SpmisDatabase Restored => new(DatabaseProvider.Sqlite, null, Path.Combine(folder, "restored"));

    [Fact]
    public async Task Backup_WhileWritersWrite_RestoresToWhatStoodAtOneMoment()
    {
        Assert.SkipUnless(TestDatabase.Provider == DatabaseProvider.Sqlite, "a server has tools of its own");
        await using var app = await SpmisApp.StartAsync();
        var first = await app.ImportedAsync(Registry.Header + Registry.Line("P1", "Amina", "Wanjiru"));
        _ = app.Services.GetRequiredService<InstructionSeal>(); // Makes the secret that payments are sealed with.
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(app, stop.Token);

        await Task.Delay(200); // So that writers are in the middle of it.
        await new TakeBackup(app.Services).HandleAsync(Copy, default);
        await stop.CancelAsync();
        await writing;
        var manifest = await RestoreBackup.HandleAsync(Copy, Restored, Known(app.Services), default);

        manifest.Files.ShouldContain(f => f.Path.StartsWith("keys/", StringComparison.Ordinal));
        (await File.ReadAllBytesAsync(Path.Combine(Restored.DataFolder, "payments.seal"))).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(app.DataFolder, "payments.seal")));
        var input = System.Text.Json.JsonDocument.Parse(first.Input).RootElement.GetProperty("sha256").GetString()!;
        new FileStore(Path.Combine(Restored.DataFolder, "files")).Has(input).ShouldBeTrue();
        await using var host = SpmisHost.Build(new Dictionary<string, string?> { ["Data"] = Restored.DataFolder });
        await using var scope = host.Services.CreateAsyncScope();
        var registration = scope.ServiceProvider.GetRequiredService<RegistrationDb>();
        (await registration.Set<Person>().CountAsync(p => p.Reference == "P1")).ShouldBe(1);

        // The cut is one for all modules: no consumer has applied a message that its publisher's copy does not know.
        var published = new HashSet<Guid>();
        var applied = new HashSet<Guid>();
        foreach (var module in host.Services.GetServices<IModule>())
        {
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            published.UnionWith(await db.Outbox.Select(o => o.MessageId).ToListAsync());
            applied.UnionWith(await db.Inbox.Select(i => i.MessageId).ToListAsync());
        }

        applied.ShouldNotBeEmpty();
        applied.Except(published).ShouldBeEmpty();
    }

    [Fact]
    public async Task Restore_OfADamagedNewerOrBrokenOffBackup_IsRefusedAndTouchesNothing()
    {
        Assert.SkipUnless(TestDatabase.Provider == DatabaseProvider.Sqlite, "a server has tools of its own");
        await using var app = await SpmisApp.StartAsync();
        await new TakeBackup(app.Services).HandleAsync(Copy, default);
        var (known, database) = (Known(app.Services), Path.Combine(Copy.FullName, "payments.db"));
        async Task<string> RefusalAsync() => (await Should.ThrowAsync<Refused>(() => RestoreBackup.HandleAsync(Copy, Restored, known, default))).Code;

        var whole = await File.ReadAllBytesAsync(database);
        await File.WriteAllBytesAsync(database, [.. whole[..5_000], (byte)~whole[5_000], .. whole[5_001..]]);
        (await RefusalAsync()).ShouldBe("backup.damaged");
        File.Delete(database);
        (await RefusalAsync()).ShouldBe("backup.damaged");
        await File.WriteAllBytesAsync(database, whole);
        known = known.ToDictionary(k => k.Key, IReadOnlyCollection<string> (k) => [.. k.Value.SkipLast(1)]);
        (await RefusalAsync()).ShouldBe("restore.newer");
        known = Known(app.Services);
        Directory.CreateDirectory(Restored.DataFolder);
        await File.WriteAllTextAsync(Path.Combine(Restored.DataFolder, "mine.txt"), "mine");
        (await RefusalAsync()).ShouldBe("restore.not-empty");
        Directory.GetFileSystemEntries(Restored.DataFolder).ShouldHaveSingleItem();
        File.Delete(Path.Combine(Copy.FullName, BackupManifest.FileName));
        Directory.Delete(Restored.DataFolder, recursive: true);
        (await RefusalAsync()).ShouldBe("backup.none");
        Directory.GetDirectories(folder).ShouldBe([Copy.FullName]);
    }

    [Fact]
    public async Task BackupAndRestore_OnAServer_AreRefusedWithItsOwnTool()
    {
        var services = new ServiceCollection().AddSingleton(new SpmisDatabase(DatabaseProvider.PostgreSql, "Host=x", folder)).BuildServiceProvider();

        (await Should.ThrowAsync<Refused>(() => new TakeBackup(services).HandleAsync(Copy, default))).Message.ShouldContain("pg_dump");
        var restore = await Should.ThrowAsync<Refused>(() => RestoreBackup.HandleAsync(Copy, new SpmisDatabase(DatabaseProvider.SqlServer, "Server=x", folder), Known(services), default));
        (restore.Code, restore.Message.Contains("RESTORE DATABASE", StringComparison.Ordinal)).ShouldBe(("restore.server", true));
    }

    private static async Task WriteAsync(SpmisApp app, CancellationToken stop)
    {
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            await app.ImportAsync(Registry.Header + Registry.Line($"W{n}", "Otieno", "Okello", born: ""), $"{n}.csv");
        }

        await app.SettleAsync();
    }

    private static Dictionary<string, IReadOnlyCollection<string>> Known(IServiceProvider services) => services.GetServices<IModule>().ToDictionary(m => m.Name, IReadOnlyCollection<string> (m) =>
    {
        using var scope = services.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(m.Name).Database.GetMigrations()];
    });
}
