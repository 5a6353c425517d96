using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Host;
using Spmis.Identity.Clients;
using Spmis.Identity.Tokens;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Servers.Processes;

/// <summary>SPMIS in one process, or some modules in one and the others in another; with three programs that may call it.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-cycle-").FullName;
    private readonly IReadOnlyDictionary<string, string?> settings;
    private readonly Dictionary<string, (HostProcess Host, Uri Address)> processes = [];

    private Deployment(IReadOnlyDictionary<string, string?> settings) => this.settings = settings;

    /// <summary>Where Registration answers.</summary>
    public Uri Registration => processes.GetValueOrDefault("registration", processes.Values.First()).Address;

    /// <summary>Where everything else answers.</summary>
    public Uri Rest => processes.Values.Last().Address;

    /// <summary>Prepares.</summary>
    public Api Officer { get; private set; } = null!; // Set by StartAsync.

    /// <summary>Approves.</summary>
    public Api Supervisor { get; private set; } = null!; // Set by StartAsync.

    /// <summary>Releases.</summary>
    public Api Treasurer { get; private set; } = null!; // Set by StartAsync.

    /// <summary>The same databases, read from outside.</summary>
    public Books Books { get; private set; } = null!; // Set by StartAsync.

    /// <summary>A folder for files.</summary>
    public string Files => Path.Combine(folder, "files");

    /// <summary>Starts one process for each list of modules; the last one issues tokens.</summary>
    public static async Task<Deployment> StartAsync(IReadOnlyDictionary<string, string?> settings, params string[] modules)
    {
        var deployment = new Deployment(settings);
        Directory.CreateDirectory(deployment.Files);
        var clients = await deployment.RegisterClientsAsync();
        foreach (var list in modules)
        {
            deployment.processes[list] = (deployment.Start(list, out var address), address);
        }

        foreach (var (host, address) in deployment.processes.Values)
        {
            await ReadyAsync(host, address);
        }

        (deployment.Officer, deployment.Supervisor, deployment.Treasurer) = (deployment.Of(clients[0]), deployment.Of(clients[1]), deployment.Of(clients[2]));
        deployment.Books = new Books(deployment.Settings("all"), modules.Length > 1);
        return deployment;
    }

    /// <summary><c>kill -9</c> of Registration's process.</summary>
    public Task KillRegistrationAsync() => KillAsync("registration");

    /// <summary>Starts Registration's process again, at its old address.</summary>
    public Task RestartRegistrationAsync() => RestartAsync("registration");

    /// <summary><c>kill -9</c> of the process of a list of modules.</summary>
    public Task KillAsync(string modules) => processes[modules].Host.KillAsync();

    /// <summary>Starts it again, at its old address.</summary>
    public async Task RestartAsync(string modules)
    {
        var (dead, address) = processes[modules];
        await dead.DisposeAsync();
        var host = Serve(modules, address);
        processes[modules] = (host, address);
        await ReadyAsync(host, address);
    }

    /// <summary>The same databases and files, looked at and decided on from outside; never started, and on no broker.</summary>
    public WebApplication Beside(string modules) => SpmisHost.Build(new Dictionary<string, string?>(Settings(modules)) { ["Bus:RabbitMq"] = null });

    /// <summary>What the processes said last.</summary>
    public string Output => string.Join("\n\n", processes.Select(p => $"== {p.Key}\n{p.Value.Host.Output}"));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var (host, _) in processes.Values)
        {
            await host.DisposeAsync();
        }

        Officer?.Dispose();
        Supervisor?.Dispose();
        Treasurer?.Dispose();
        if (Books is not null)
        {
            await Books.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Waits until a process says that it is ready.</summary>
    internal static async Task ReadyAsync(HostProcess host, Uri address)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.ReachAsync($"{address} ready", async () =>
        {
            host.Running.ShouldBeTrue(host.Output);
            try
            {
                return (await http.GetAsync(new Uri(address, "/health/ready"))).StatusCode.ToString();
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                return e.Message;
            }
        }, status => status == nameof(HttpStatusCode.OK), seconds: 120);
    }

    private HostProcess Start(string modules, out Uri address)
    {
        address = HostProcess.FreeAddress();
        return Serve(modules, address);
    }

    private HostProcess Serve(string modules, Uri address) =>
        HostProcess.Start(["serve", "--data", Path.Combine(folder, "data"), "--urls", address.ToString()], Settings(modules));

    private Dictionary<string, string?> Settings(string modules) =>
        new(settings) { ["Modules"] = modules, ["Data"] = Path.Combine(folder, "data"), ["SignIn:Issuer"] = "http://spmis.example/" };

    private async Task<IReadOnlyList<ClientSecret>> RegisterClientsAsync()
    {
        await using var host = SpmisHost.Build(new Dictionary<string, string?>(Settings("identity")) { ["Bus:RabbitMq"] = null });
        await SpmisHost.MigrateAsync(host.Services, default);
        List<ClientSecret> clients = [];
        foreach (var role in new[] { Roles.Officer, Roles.Supervisor, Roles.Supervisor })
        {
            // Each is registered by another person, whom it stands for under four eyes.
            await using var scope = host.Services.CreateAsyncScope();
            var registrar = await scope.ServiceProvider.GetRequiredService<CreateUser>().HandleAsync(
                new NewUser { UserName = $"registrar-{clients.Count}", DisplayName = $"Registrar {clients.Count}", Roles = [Roles.Administrator], Person = $"STAFF-{clients.Count}" }, SpmisApp.Change("users.create"), default);
            var client = new NewClient { Name = $"Cycle {clients.Count}", Roles = [role], Scopes = [.. ApiScopes.All] };
            clients.Add(await scope.ServiceProvider.GetRequiredService<RegisterClient>().HandleAsync(client, SpmisApp.Change("clients.register", new Actor(registrar.User.Id.ToString(), registrar.User.DisplayName, [Roles.Administrator])), default));
        }

        return clients;
    }

    private Api Of(ClientSecret client) => new(Rest, client.ClientId, client.Secret);
}
