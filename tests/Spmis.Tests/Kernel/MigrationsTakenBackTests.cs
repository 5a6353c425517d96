using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Host;
using Spmis.Kernel.Data;
using Spmis.TestKit;
using HostModules = Spmis.Host.Modules;

namespace Spmis.Tests.Kernel;

/// <summary>Whoever took a version that does not do can go back to the one before, and forward again.</summary>
public sealed class MigrationsTakenBackTests
{
    public static TheoryData<string> Modules => new(HostModules.All.Select(m => m.Name));

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Migrations_TakenBackOneByOne_CanAllBeAppliedAgain(string module)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var host = SpmisHost.Build(database.Settings);
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module);
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync();
        var all = db.Database.GetMigrations().ToList();

        foreach (var before in all.AsEnumerable().Reverse().Skip(1).Append(Migration.InitialDatabase))
        {
            await migrator.MigrateAsync(before);
        }

        (await db.Database.GetAppliedMigrationsAsync()).ShouldBeEmpty();
        await migrator.MigrateAsync();
        (await db.Database.GetAppliedMigrationsAsync()).ShouldBe(all);
    }
}
