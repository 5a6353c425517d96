using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Host;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Tests.Architecture;

public sealed class MigrationTests
{
    public static TheoryData<string, DatabaseProvider> ModulesAndProviders
    {
        get
        {
            var data = new TheoryData<string, DatabaseProvider>();
            foreach (var module in Modules.All)
            {
                foreach (var provider in Enum.GetValues<DatabaseProvider>())
                {
                    data.Add(module.Name, provider);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ModulesAndProviders))]
    public void Model_HasAMigrationForEveryChange(string module, DatabaseProvider provider)
    {
        var settings = new Dictionary<string, string?> { ["Database:Provider"] = provider.ToString(), ["Database:ConnectionString"] = provider == DatabaseProvider.PostgreSql ? "Host=none" : "Server=none" };
        var services = new ServiceCollection().AddLogging().AddSpmisKernel(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Modules.All, ProcessShape.All);
        using var provided = services.BuildServiceProvider();
        using var scope = provided.CreateScope();

        scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module).Database.HasPendingModelChanges()
            .ShouldBeFalse($"run: dotnet run --project infra/tools/Migrations -- add {module} NAME");
    }
}
