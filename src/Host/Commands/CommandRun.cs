using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Spectre.Console;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Host.Commands;

/// <summary>Runs one command in the real host without its web server: migrates, starts relay, consumers and jobs, does the work, stops in good order.</summary>
internal static class CommandRun
{
    /// <summary>Who a command line acts as: whoever may log on to the server and read its data folder.</summary>
    public static Actor Operator { get; } = new("operator", "Operator at the command line", [Kernel.Access.Roles.Administrator]);

    /// <summary>Does the work; refusals and broken promises become words on standard error and exit code 1.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="work">The work; returns whether all held.</param>
    /// <param name="ct">Ctrl+C.</param>
    /// <param name="background">Whether relay, consumers and jobs run meanwhile.</param>
    /// <param name="check">Refuses before anything is touched.</param>
    /// <param name="modules">These modules only; as configured when left out.</param>
    /// <param name="embedded">On databases in the data folder, whatever is configured.</param>
    public static async Task<int> InHostAsync(DirectoryInfo data, Func<IServiceProvider, Task<bool>> work, CancellationToken ct, bool background = true, Action? check = null, string? modules = null, bool embedded = false)
    {
        try
        {
            check?.Invoke();
            var settings = new Dictionary<string, string?> { ["Data"] = data.FullName };
            if (modules is not null)
            {
                settings["Modules"] = modules;
            }

            if (embedded)
            {
                (settings["Database:Provider"], settings["Jobs:Storage"], settings["Bus:RabbitMq"]) = (nameof(DatabaseProvider.Sqlite), null, null);
            }

            await using var app = SpmisHost.Build(settings, builder =>
            {
                builder.Services.AddSingleton<IServer, NoServer>();
                builder.Logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);
            });
            await SpmisHost.MigrateAsync(app.Services, ct);
            if (!background)
            {
                return await work(app.Services) ? 0 : 1;
            }

            await app.StartAsync(ct);
            try
            {
                return await work(app.Services) ? 0 : 1;
            }
            finally
            {
                await app.StopAsync(CancellationToken.None);
            }
        }
        catch (Refused refused)
        {
            await Console.Error.WriteLineAsync($"{refused.Message} ({refused.Code})");
            return 1;
        }
    }

    /// <summary>The one JSON object on standard output.</summary>
    public static void PrintJson(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, SpmisJson.Indented));

    /// <summary>For people; on standard error, so that standard output stays clean under <c>--json</c>.</summary>
    public static IAnsiConsole Progress { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>A command opens no port.</summary>
    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
