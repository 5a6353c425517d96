using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Console;
using Spmis.Host.Demo;
using Spmis.Identity;
using Spmis.Identity.Reads;
using Spmis.Identity.SignIn;
using Spmis.Identity.Tokens;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Web;
using Spmis.Web.Home;
using Spmis.Web.Work;

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
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false); // What serves is nobody's business.
        // Standard output belongs to what a command prints.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var shape = Shape(builder.Configuration);
        builder.Services.AddSpmisKernel(builder.Configuration, Modules.All, shape, [.. WorkPermissions.All, DemoTasks.Load]);
        builder.Services.AddSpmisWeb(builder.Configuration).AddWorkPages();
        builder.Services.AddSpmisSignIn(builder.Configuration, shape);
        builder.Services.AddRazorPages().ConfigureApplicationPartManager(parts => KeepPagesOf(parts, shape));
        if (Modules.All.All(m => shape.Has(m.Name)))
        {
            builder.Services.AddSingleton<DemoLoader>().AddScoped<IHomeTasks, DemoTasks>();
        }

        builder.Services.AddProblemDetails();
        builder.AddSpmisTelemetry();
        builder.Services.AddSpmisOpenApi();
        builder.Services.AddHealthChecks().AddCheck<DatabasesReady>("databases", tags: [DatabasesReady.Tag]);
        configure?.Invoke(builder);
        builder.AddQuietLogs();
        var app = builder.Build();
        Map(app, shape);
        return app;
    }

    /// <summary>Creates or updates the databases of the modules hosted here.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken ct)
    {
        var database = services.GetRequiredService<SpmisDatabase>();
        Directory.CreateDirectory(database.DataFolder);
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            await MigrateModule.HandleAsync(scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name), database, ct);
        }

        // Every process records who looked at whom, also one without the module that keeps it.
        if (services.GetServices<IModule>().Any(m => m.Name == IdentityModule.ModuleName))
        {
            return;
        }

        await using var reads = services.CreateAsyncScope();
        await MigrateModule.HandleAsync(reads.ServiceProvider.GetRequiredService<IdentityDb>(), database, ct);
    }

    private static void Map(WebApplication app, ProcessShape shape)
    {
        app.UseSpmisApi();
        app.UseSpmisWeb();
        app.UseCallerLimits();
        app.UseRefusalLog();
        app.UseRestrictedRecords();
        app.UseRecordedReads();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(DatabasesReady.Tag) }).AllowAnonymous();
        if (!shape.Web)
        {
            return;
        }

        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapRazorPages();
        if (shape.Has(IdentityModule.ModuleName))
        {
            app.MapAuthorizeEndpoint();
            app.MapTokenEndpoint();
        }

        foreach (var module in app.Services.GetServices<IModule>())
        {
            var api = app.MapGroup($"/api/{module.Name}").WithTags(module.Name);
            module.MapApi(api);
            ApprovalsApi.Map(api, module.Name);
        }
    }

    // A process without a module has its assembly, but not its pages: they stay where their data is. Named here, not found by the build,
    // because an incremental build overlooks a module that has gained its first page.
    private static void KeepPagesOf(ApplicationPartManager parts, ProcessShape shape)
    {
        foreach (var module in Modules.All)
        {
            var assembly = module.GetType().Assembly;
            foreach (var part in parts.ApplicationParts.Where(p => p.Name == assembly.GetName().Name).ToList())
            {
                parts.ApplicationParts.Remove(part);
            }

            foreach (var part in shape.Has(module.Name) ? ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly) : [])
            {
                parts.ApplicationParts.Add(part);
            }
        }
    }

    private static ProcessShape Shape(ConfigurationManager configuration)
    {
        var modules = configuration["Modules"] is { Length: > 0 } names && names != "all" ? List(names) : null;
        var roles = configuration["Roles"] is { Length: > 0 } list ? List(list) : ["web", "consumers", "jobs"];
        if (modules?.FirstOrDefault(name => Modules.All.All(m => m.Name != name)) is { } unknown)
        {
            throw new InvalidOperationException($"Setting Modules names '{unknown}'; use all, or some of {string.Join(", ", Modules.All.Select(m => m.Name))}.");
        }

        return new ProcessShape(modules, roles.Contains("web"), roles.Contains("consumers"), roles.Contains("jobs"));
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
