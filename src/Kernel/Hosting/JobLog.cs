using Hangfire.AspNetCore;
using Hangfire.Logging;
using Microsoft.Extensions.Logging;
using LogLevel = Hangfire.Logging.LogLevel;

namespace Spmis.Kernel.Hosting;

/// <summary>Hangfire's log. Hangfire keeps it in a static, so it may outlive the host that set it: hosts side by side must not stumble over a log that is gone.</summary>
/// <param name="factory">This host's loggers.</param>
internal sealed class JobLog(ILoggerFactory factory) : ILogProvider
{
    private readonly AspNetCoreLogProvider inner = new(factory);

    public ILog GetLogger(string name)
    {
        try
        {
            return inner.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return Silence.Instance; // The host that set this log has ended.
        }
    }

    private sealed class Silence : ILog
    {
        public static readonly Silence Instance = new();

        public bool Log(LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
