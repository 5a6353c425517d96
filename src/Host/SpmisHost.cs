using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Host;

/// <summary>Builds the one process that hosts the chosen modules: for the portal, for commands and for tests alike.</summary>
public static class SpmisHost
{
    /// <summary>Builds the host from <c>appsettings.json</c>, environment and these settings, which win.</summary>
    /// <param name="settings">For example <c>Data</c> = folder, <c>Database:Provider</c>, <c>Modules</c>.</param>
    /// <param name="configure">Last changes: a test server, a log sink.</param>
    public static WebApplication Build(IReadOnlyDictionary<string, string?> settings, Action<WebApplicationBuilder>? configure = null)
    {
        // The name lets Razor find the modules' pages whoever is the entry assembly.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(SpmisHost).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSpmisKernel(builder.Configuration, Modules.All, Shape(builder.Configuration));
        configure?.Invoke(builder);
        var app = builder.Build();
        return app;
    }

    /// <summary>Creates or updates the databases of the modules hosted here.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken ct)
    {
        Directory.CreateDirectory(services.GetRequiredService<SpmisDatabase>().DataFolder);
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name).Database.MigrateAsync(ct);
        }
    }

    private static ProcessShape Shape(ConfigurationManager configuration)
    {
        var modules = configuration["Modules"] is { Length: > 0 } and not "all" ? List(configuration["Modules"]!) : null; // Just seen to be there.
        var roles = configuration["Roles"] is { Length: > 0 } list ? List(list) : ["web", "consumers", "jobs"];
        return new ProcessShape(modules, roles.Contains("web"), roles.Contains("consumers"), roles.Contains("jobs"));
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
