using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Spmis.Tests.Servers.Processes;

/// <summary>The real program in a process of its own, which a test may kill.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    private HostProcess(Process process) => this.process = process;

    /// <summary>What it wrote to standard output and standard error, the last lines.</summary>
    public string Output => string.Join('\n', lines.TakeLast(60));

    /// <summary>Whether a line it wrote, also long ago, begins with these words.</summary>
    public bool Said(string words) => lines.Any(l => l.StartsWith(words, StringComparison.Ordinal));

    /// <summary>Starts it.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="settings">Settings as environment variables: <c>Bus__RabbitMq</c>.</param>
    public static HostProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? settings = null) =>
        Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "Spmis.Host.dll"), .. arguments], settings);

    /// <summary>Starts it through another program.</summary>
    public static HostProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var host = new HostProcess(new Process { StartInfo = start });
        host.process.OutputDataReceived += host.Keep;
        host.process.ErrorDataReceived += host.Keep;
        host.process.Start();
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    /// <summary>An address nobody listens at.</summary>
    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> EndAsync(TimeSpan atMost)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(atMost);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"It did not end within {atMost}. Its last words:\n{Output}", e);
        }

        return process.ExitCode;
    }

    /// <summary><c>kill -9</c> once the time is up; false when it had ended by itself before.</summary>
    public async Task<bool> KillAfterAsync(TimeSpan delay)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(delay);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return false;
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            await KillAsync();
            return true;
        }
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Whether it still runs.</summary>
    public bool Running => !process.HasExited;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            lines.Enqueue(line.Data);
        }
    }
}
