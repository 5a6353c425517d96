using Microsoft.EntityFrameworkCore;
using Spmis.Registration;
using Spmis.TestKit;

namespace Spmis.Tests.Kernel;

public sealed class StartTests
{
    [Fact]
    public async Task Start_OnAnEmptyFolder_HasEveryModuleMigratedAndIdle()
    {
        await using var app = await SpmisApp.StartAsync();

        await app.SettleAsync();

        (await app.UseAsync<RegistrationDb, int>(db => db.Runs.CountAsync())).ShouldBe(0);
    }
}
