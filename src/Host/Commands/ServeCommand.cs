using System.CommandLine;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Host.Commands;

/// <summary><c>serve</c>, and what happens without a command: the portal and the API.</summary>
internal static class ServeCommand
{
    public static void AddTo(RootCommand root)
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen; default http://localhost:5080.", Recursive = true };
        root.Options.Add(urls);
        root.SetAction((parse, ct) => ServeAsync(parse, parse.GetValue(urls), ct));
        var serve = new ActCommand(CommandPermissions.Serve, "serve", "Serve the portal and the API.");
        serve.SetAction((parse, ct) => ServeAsync(parse, parse.GetValue(urls), ct));
        root.Subcommands.Add(serve);
    }

    // Under --json the one object says where it listens, once it does.
    private static Task<int> ServeAsync(ParseResult parse, string? urls, CancellationToken ct) => CommandRun.PrintedAsync(parse, async print =>
    {
        var settings = CommandOptions.SettingsOf(parse);
        if (urls is not null)
        {
            settings["Urls"] = urls;
        }

        await using var app = SpmisHost.Build(settings);
        await SpmisHost.MigrateAsync(app.Services, ct);
        await app.StartAsync(ct);
        await MakeFirstAdministratorAsync(app.Services, ct);
        await Console.Error.WriteLineAsync($"SPMIS listens on {string.Join(", ", app.Urls)}; stop with Ctrl+C.");
        print(new CommandOutcome(true, new { holds = true, app.Urls }, ""));
        await app.WaitForShutdownAsync(ct);
    });

    // On standard error, not in the log: logs are kept and read by others.
    private static async Task MakeFirstAdministratorAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<FirstAdministrator>() is not { } first)
        {
            return; // The identity module runs elsewhere.
        }

        var change = new Change { Act = "users.create-first", Actor = Actor.System, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        if (await first.HandleAsync(change, ct) is { } made)
        {
            await Console.Error.WriteLineAsync($"First start: sign in as '{made.User.UserName}' with the password {made.Password} (shown only now, to be changed at the first sign-in).");
        }
    }
}
