using Microsoft.EntityFrameworkCore;
using Spmis.Host;
using Spmis.Kernel.Data;
using Spmis.Payments;
using Spmis.TestKit;

namespace Spmis.Tests.Kernel;

public sealed class MigrateModuleTests
{
    [Fact]
    public async Task Migrate_AfterAProcessWasKilledWhileItMigrated_DoesNotWaitForIt()
    {
        Assert.SkipUnless(TestDatabase.Provider == DatabaseProvider.Sqlite, "Of SQLite only: servers free the lock with the connection.");
        await using var app = await SpmisApp.StartAsync("payments");
        await app.UseAsync<PaymentsDb, int>(db => db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-07-01 09:00:00+00:00')"));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        await SpmisHost.MigrateAsync(app.Services, patience.Token);

        (await app.UseAsync<PaymentsDb, int>(db => db.Database.SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM \"__EFMigrationsLock\"").SingleAsync())).ShouldBe(0);
    }
}
