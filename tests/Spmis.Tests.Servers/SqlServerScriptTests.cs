using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Spmis.Host;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Tests.Servers;

/// <summary>SQL Server's part where no SQL Server runs: every migration script parses (ScriptDom), and the whole schema builds as a model without unresolved names (DacFx).</summary>
public sealed class SqlServerScriptTests
{
    public static TheoryData<string> Names => [.. Modules.All.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void MigrationScript_ParsesAsTransactSql(string module)
    {
        using var provided = Services();
        using var scope = provided.CreateScope();
        var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module);
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);

        new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);

        script.ShouldContain("CREATE TABLE");
        errors.Select(e => $"line {e.Line}: {e.Message}").ShouldBeEmpty();
    }

    [Fact]
    public void WholeSchema_BuildsAsAModel()
    {
        using var provided = Services();
        using var scope = provided.CreateScope();
        using var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var module in Modules.All)
        {
            var script = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name).Database.GenerateCreateScript();
            model.AddObjects($"CREATE SCHEMA [{module.Name}];");
            foreach (var batch in Batches(script).Where(b => !b.Contains("CREATE SCHEMA", StringComparison.Ordinal)))
            {
                model.AddObjects(batch);
            }
        }

        var problems = model.Validate().Where(m => m.MessageType == Microsoft.SqlServer.Dac.DacMessageType.Error).Select(m => m.ToString()).ToList();

        problems.ShouldBeEmpty();
        model.GetObjects(DacQueryScopes.UserDefined, Table.TypeClass).Count().ShouldBeGreaterThan(40);
    }

    private static IEnumerable<string> Batches(string script) => script
        .Split(["\nGO", "\r\nGO"], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(b => b.Length > 0);

    private static ServiceProvider Services()
    {
        var settings = new Dictionary<string, string?> { ["Database:Provider"] = nameof(DatabaseProvider.SqlServer), ["Database:ConnectionString"] = "Server=none" };
        return new ServiceCollection().AddLogging().AddSpmisKernel(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Modules.All, ProcessShape.All).BuildServiceProvider();
    }
}
