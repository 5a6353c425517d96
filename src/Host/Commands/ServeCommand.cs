using System.CommandLine;
using Spmis.Identity.Users;
using Spmis.Kernel.Acts;

namespace Spmis.Host.Commands;

/// <summary><c>serve</c>, and what happens without a command: the portal and the API.</summary>
internal static class ServeCommand
{
    public static void AddTo(RootCommand root)
    {
        var data = CommandOptions.Data();
        var urls = new Option<string>("--urls") { Description = "Where to listen; default http://localhost:5080.", Recursive = true };
        root.Options.Add(data);
        root.Options.Add(urls);
        root.SetAction((parse, ct) => ServeAsync(parse.GetValue(data), parse.GetValue(urls), ct));
        var serve = new Command("serve", "Serve the portal and the API.");
        serve.SetAction((parse, ct) => ServeAsync(parse.GetValue(data), parse.GetValue(urls), ct));
        root.Subcommands.Add(serve);
    }

    private static async Task<int> ServeAsync(DirectoryInfo? data, string? urls, CancellationToken ct)
    {
        var settings = new Dictionary<string, string?>();
        if (data is not null)
        {
            settings["Data"] = data.FullName;
        }

        if (urls is not null)
        {
            settings["Urls"] = urls;
        }

        await using var app = SpmisHost.Build(settings);
        await SpmisHost.MigrateAsync(app.Services, ct);
        await app.StartAsync(ct);
        await MakeFirstAdministratorAsync(app.Services, ct);
        await Console.Error.WriteLineAsync($"SPMIS listens on {string.Join(", ", app.Urls)}; stop with Ctrl+C.");
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

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
