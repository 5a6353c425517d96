using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Spectre.Console;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.History;

namespace Spmis.Host.Commands;

/// <summary>Runs one command and prints what came of it: under <c>--json</c> exactly one object on standard output, whatever happens.</summary>
internal static class CommandRun
{
    /// <summary>Who a command line acts as: whoever may log on to the server and read its data folder.</summary>
    public static Actor Operator { get; } = new("operator", $"{Environment.UserName} at the command line", [Kernel.Access.Roles.Administrator]);

    /// <summary>For people; on standard error, so that standard output stays clean under <c>--json</c>.</summary>
    public static IAnsiConsole Progress { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Does the work in the real host without its web server: migrates, starts relay, consumers and jobs, does the work, stops in good order.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="work">The work.</param>
    /// <param name="ct">Ctrl+C.</param>
    /// <param name="background">Whether relay, consumers and jobs run meanwhile.</param>
    /// <param name="check">Refuses before anything is touched.</param>
    /// <param name="settings">Settings on top of those of the command line.</param>
    /// <param name="seal">Whether what it wrote is sealed at its end.</param>
    public static Task<int> InHostAsync(ParseResult parse, Func<IServiceProvider, Task<CommandOutcome>> work, CancellationToken ct, bool background = true, Action? check = null, IEnumerable<KeyValuePair<string, string?>>? settings = null, bool seal = true) => PrintedAsync(parse, async () =>
    {
        check?.Invoke();
        var all = CommandOptions.SettingsOf(parse);
        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        await using var app = SpmisHost.Build(all, builder =>
        {
            builder.Services.AddSingleton<IServer, NoServer>();
            builder.Logging.AddFilter("Microsoft.Hosting", LogLevel.Warning);
            builder.Logging.AddFilter(typeof(SealRecords).FullName, LogLevel.Warning); // A server's log keeps the heads; people at a command line ask audit verify.
        });
        CommandsAllowed.Check(parse, app.Services);
        await SpmisHost.MigrateAsync(app.Services, ct);
        if (!background)
        {
            return await SealedAsync(app.Services, work, seal);
        }

        await app.StartAsync(ct);
        try
        {
            return await work(app.Services);
        }
        finally
        {
            await app.StopAsync(CancellationToken.None);
        }
    });

    // A host that was started seals when it stops.
    private static async Task<CommandOutcome> SealedAsync(IServiceProvider services, Func<IServiceProvider, Task<CommandOutcome>> work, bool seal)
    {
        try
        {
            return await work(services);
        }
        finally
        {
            await (seal ? services.GetRequiredService<SealRecords>().SealAsync(CancellationToken.None) : Task.CompletedTask);
        }
    }

    /// <summary>Does the work and prints its outcome; refusals and failures become words on standard error (under <c>--json</c> the object on standard output too) and exit code 1.</summary>
    public static Task<int> PrintedAsync(ParseResult parse, Func<Task<CommandOutcome>> work) => PrintedAsync(parse, async print => print(await work()));

    /// <summary>The same for work that goes on after it has printed.</summary>
    public static async Task<int> PrintedAsync(ParseResult parse, Func<Action<CommandOutcome>, Task> work)
    {
        var (json, holds, printed) = (CommandOptions.JsonOf(parse), false, false);
        try
        {
            await work(outcome =>
            {
                (holds, printed) = (outcome.Holds, true);
                if (!json)
                {
                    outcome.Show();
                }
                else if (outcome.Json is { } one)
                {
                    Print(one);
                }
            });
            return holds ? 0 : 1;
        }
        catch (Refused refused)
        {
            return await FailAsync(json && !printed, refused.Code, refused.Message, null);
        }
        catch (OperationCanceledException)
        {
            return await FailAsync(json && !printed, "command.cancelled", "Stopped before it was done.", null);
        }
#pragma warning disable CA1031 // The outermost place: whatever broke, a program that reads the output gets its one object, and the words go to standard error.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return await FailAsync(json && !printed, "command.failed", $"{e.GetType().Name}: {e.Message}", e);
        }
    }

    /// <summary>A command line that could not be understood: the words on standard error, one object on standard output where JSON was asked for.</summary>
    public static async Task<int> NotUnderstoodAsync(ParseResult parse)
    {
        var words = string.Join(" ", parse.Errors.Select(e => e.Message));
        var json = parse.Tokens.Any(t => t.Value == CommandOptions.JsonName);
        return await FailAsync(json, "command.not-understood", $"{words} See --help.", null);
    }

    private static async Task<int> FailAsync(bool json, string code, string text, Exception? e)
    {
        await Console.Error.WriteLineAsync(e is null ? $"{text} ({code})" : $"{text} ({code})\n{e}");
        if (json)
        {
            Print(CommandOutcome.Failed(code, text));
        }

        return 1;
    }

    private static void Print(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, SpmisJson.Indented));

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
