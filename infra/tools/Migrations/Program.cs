// Migrations of all modules on all providers with one command:
//   dotnet run --project infra/tools/Migrations -- add MODULE NAME      a migration for SQLite, SQL Server and PostgreSQL
//                                                                       (and thins those before it)
//   dotnet run --project infra/tools/Migrations -- thin                 leaves out of migrations' second files what no SQL is written from
//   dotnet run --project infra/tools/Migrations -- redo MODULE          before the first release only: the module's migrations as one Initial
//   dotnet run --project infra/tools/Migrations -- check                fails when a model has changes without a migration
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Host;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

#pragma warning disable EF1001 // The scaffolder behind dotnet-ef: the same outcome for three providers in one go, and no tool to install.
var root = FindRoot();
return args switch
{
    ["add", var module, var name] => Each(module, provider =>
    {
        ThinOut(provider, module);
        Scaffold(provider, module, name);
    }),
    ["thin"] => Modules.All.Max(m => Each(m.Name, provider => ThinOut(provider, m.Name))),
    ["redo", var module] => Each(module, provider => Redo(provider, module)),
    ["check"] => Check(),
    _ => Usage(),
};

int Each(string module, Action<DatabaseProvider> act)
{
    if (Modules.All.All(m => !m.Name.Equals(module, StringComparison.OrdinalIgnoreCase)))
    {
        Console.Error.WriteLine($"There is no module '{module}'; use one of {string.Join(", ", Modules.All.Select(m => m.Name))}.");
        return 2;
    }

    foreach (var provider in Enum.GetValues<DatabaseProvider>())
    {
        act(provider);
    }

    return 0;
}

void Scaffold(DatabaseProvider provider, string module, string name, bool fresh = false)
{
    using var scope = Services(provider).CreateScope();
    using var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.ToLowerInvariant());
    var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
    DesignTimeServicesOf(provider).ConfigureDesignTimeServices(services);
    if (fresh)
    {
        services.AddScoped<IMigrationsAssembly>(_ => new NoMigrations());
    }

    using var built = services.BuildServiceProvider();
    using var designScope = built.CreateScope();
    var scaffolder = designScope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();
    var folder = Title(module);
    var project = Path.Combine(root, "migrations", provider.ToString());
    var migration = scaffolder.ScaffoldMigration(name, $"Spmis.Migrations.{provider}", folder);
    var files = scaffolder.Save(project, migration, Path.Combine(project, folder));
    Console.WriteLine($"{provider}: {Path.GetRelativePath(root, files.MigrationFile!)}"); // Save always writes it.
}

void Redo(DatabaseProvider provider, string module)
{
    var folder = Path.Combine(root, "migrations", provider.ToString(), Title(module));
    if (Directory.Exists(folder))
    {
        Directory.Delete(folder, recursive: true);
    }

    Scaffold(provider, module, "Initial", fresh: true);
}

int Check()
{
    var missing = 0;
    foreach (var provider in Enum.GetValues<DatabaseProvider>())
    {
        using var scope = Services(provider).CreateScope();
        foreach (var module in Modules.All)
        {
            if (scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name).Database.HasPendingModelChanges())
            {
                Console.Error.WriteLine($"{module.Name} on {provider}: the model has changes without a migration; run: add {module.Name} NAME");
                missing++;
            }
        }
    }

    return missing == 0 ? 0 : 1;
}

void ThinOut(DatabaseProvider provider, string module)
{
    using var scope = Services(provider).CreateScope();
    var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.ToLowerInvariant());
    var (thinned, needed) = Thin.Apply(db, Path.Combine(root, "migrations", provider.ToString(), Title(module)));
    Console.WriteLine($"{provider}, {module}: {thinned} migrations thinned, {needed} need their model");
}

int Usage()
{
    Console.Error.WriteLine("Use: add MODULE NAME | thin | redo MODULE | check");
    return 2;
}

static IServiceProvider Services(DatabaseProvider provider) => new ServiceCollection()
    .AddLogging()
    .AddSpmisKernel(
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Database:Provider"] = provider.ToString(), ["Database:ConnectionString"] = provider == DatabaseProvider.PostgreSql ? "Host=design" : "Server=design" }).Build(),
        Modules.All, ProcessShape.All)
    .BuildServiceProvider();

static IDesignTimeServices DesignTimeServicesOf(DatabaseProvider provider) => provider switch
{
    DatabaseProvider.Sqlite => new Microsoft.EntityFrameworkCore.Sqlite.Design.Internal.SqliteDesignTimeServices(),
    DatabaseProvider.SqlServer => new Microsoft.EntityFrameworkCore.SqlServer.Design.Internal.SqlServerDesignTimeServices(),
    _ => new Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal.NpgsqlDesignTimeServices(),
};

static string Title(string module) => char.ToUpperInvariant(module[0]) + module[1..].ToLowerInvariant();

static string FindRoot()
{
    var folder = new DirectoryInfo(Environment.CurrentDirectory);
    while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SPMIS.sln")))
    {
        folder = folder.Parent;
    }

    return folder?.FullName ?? throw new InvalidOperationException("Run this inside the repository.");
}

/// <summary>As if nothing had been migrated yet.</summary>
internal sealed class NoMigrations : IMigrationsAssembly
{
    public IReadOnlyDictionary<string, System.Reflection.TypeInfo> Migrations { get; } = new Dictionary<string, System.Reflection.TypeInfo>();

    public Microsoft.EntityFrameworkCore.Infrastructure.ModelSnapshot? ModelSnapshot => null;

    public System.Reflection.Assembly Assembly => typeof(NoMigrations).Assembly;

    public string? FindMigrationId(string nameOrId) => null;

    public Migration CreateMigration(System.Reflection.TypeInfo migrationClass, string activeProvider) => throw new InvalidOperationException("There are no migrations.");
}
