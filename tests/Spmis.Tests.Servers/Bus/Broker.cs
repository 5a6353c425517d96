using System.Diagnostics;
using RabbitMQ.Client;
using Spmis.TestKit;

namespace Spmis.Tests.Servers.Bus;

/// <summary>The RabbitMQ that <c>infra/tools/servers/start.sh</c> started, without the queues of an earlier test.</summary>
internal sealed class Broker
{
    /// <summary>The collection of all tests with the broker: there is one, and a test may stop it.</summary>
    public const string OneAfterTheOther = "broker";

    private const string AddressName = "SPMIS_TEST_RABBITMQ";
    private const string FolderName = "SPMIS_TEST_SERVERS";

    private Broker(string address) => Address = address;

    public string Address { get; }

    /// <summary>The setting that puts a host on this broker.</summary>
    public KeyValuePair<string, string?> Setting => new("Bus:RabbitMq", Address);

    public static async Task<Broker> UseAsync()
    {
        if (Environment.GetEnvironmentVariable(AddressName) is not { Length: > 0 } address)
        {
            Assert.Skip($"no RabbitMQ: {AddressName} is not set; infra/tools/servers/start.sh starts one");
            throw new UnreachableException();
        }

        var broker = new Broker(address);
        string[] modules = ["notes", "echo", "registration", "contributions", "eligibility", "payments", "identity"];
        await broker.OnChannelAsync(async channel =>
        {
            foreach (var queue in modules.SelectMany(m => new[] { $"spmis-{m}", $"spmis-{m}_error", $"spmis-{m}_skipped" }))
            {
                await channel.QueueDeleteAsync(queue);
            }
        });
        return broker;
    }

    /// <summary>Messages that wait in a queue.</summary>
    public async Task<uint> WaitingAsync(string queue)
    {
        uint count = 0;
        await OnChannelAsync(async channel => count = (await channel.QueueDeclarePassiveAsync(queue)).MessageCount);
        return count;
    }

    /// <summary>Uses a channel of its own.</summary>
    public async Task OnChannelAsync(Func<IChannel, Task> use)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(Address) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await use(channel);
    }

    /// <summary>Kills the broker, as a crash would.</summary>
    public static Task KillAsync() => ScriptAsync("kill");

    /// <summary>Stops the broker in good order.</summary>
    public static Task StopAsync() => ScriptAsync("stop");

    /// <summary>Starts it again with the data it had.</summary>
    public static Task StartAsync() => ScriptAsync("start");

    /// <summary>Skips the test where the broker is not ours to stop.</summary>
    public static void MustBeOurs()
    {
        if (Environment.GetEnvironmentVariable(FolderName) is not { Length: > 0 })
        {
            Assert.Skip($"this broker is not the tests' own to stop: {FolderName} is not set");
        }
    }

    private static async Task ScriptAsync(string verb)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "infra", "tools", "servers", "rabbitmq.sh"), [verb, Environment.GetEnvironmentVariable(FolderName) ?? ""]);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("rabbitmq.sh did not start.");
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"rabbitmq.sh {verb}");
    }
}
