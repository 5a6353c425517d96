using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Data;
using Spmis.TestKit;

namespace Spmis.Tests.Kernel;

/// <summary>Every connection to a file is durable and bounded, whether it is new or comes from the pool.</summary>
public sealed class SqliteTests
{
    [Fact]
    public async Task Connections_NewAndFromThePool_AreSetUp()
    {
        Assert.SkipWhen(TestDatabase.Provider != DatabaseProvider.Sqlite, "about SQLite's files");
        await using var app = await SpmisApp.StartAsync("payments");
        await using var first = app.Services.CreateAsyncScope();
        await using var second = app.Services.CreateAsyncScope();
        var contexts = new[] { first, second }.Select(s => s.ServiceProvider.GetRequiredKeyedService<ModuleDb>("payments")).ToList();
        await contexts[0].Database.OpenConnectionAsync(); // So that the other needs a connection of its own, which goes back to the pool after every statement.
        for (var i = 0; i < 3; i++)
        {
            foreach (var db in contexts)
            {
                (await NumberAsync(db, $"SELECT synchronous AS Value FROM pragma_synchronous")).ShouldBe(2); // FULL
                (await NumberAsync(db, $"SELECT cache_size AS Value FROM pragma_cache_size")).ShouldBe(-4000);
                (await NumberAsync(db, $"SELECT foreign_keys AS Value FROM pragma_foreign_keys")).ShouldBe(1);
            }
        }
    }

    private static Task<long> NumberAsync(ModuleDb db, FormattableString sql) => db.Database.SqlQuery<long>(sql).SingleAsync();
}
