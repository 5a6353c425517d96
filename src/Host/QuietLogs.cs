using System.Data.Common;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spmis.Kernel.Acts;

namespace Spmis.Host;

/// <summary>
/// What an exception says may be what somebody typed ("The input string '…' was not in a correct format"), so logs get its type, its code and where it happened, and never its message, whoever's code it comes from.
/// The setting <c>Logging:ExceptionMessages</c> true writes messages too: on a developer's computer, with invented people.
/// </summary>
internal static class QuietLogs
{
    /// <summary>Puts it around the host's logging, as the last thing that is registered.</summary>
    public static void AddQuietLogs(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetValue("Logging:ExceptionMessages", false))
        {
            return;
        }

        var loud = builder.Services.Last(s => s.ServiceType == typeof(ILoggerFactory));
        builder.Services.TryAddSingleton<LoggerFactory>();
        builder.Services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new QuietLoggerFactory(loud switch
        {
            { ImplementationInstance: ILoggerFactory made } => made,
            { ImplementationFactory: { } make } => (ILoggerFactory)make(provider),
            _ => provider.GetRequiredService<LoggerFactory>(),
        })));
    }

    /// <summary>The types of an exception and of those within it, their codes and stacks.</summary>
    public static string Describe(Exception problem) => string.Join(Environment.NewLine, Chain(problem).Select(p => $"{p.GetType().FullName}{Code(p)}{(p.StackTrace is { } stack ? Environment.NewLine + stack : "")}"));

    private static IEnumerable<Exception> Chain(Exception problem)
    {
        const int most = 10;
        return Within(problem).Take(most);

        static IEnumerable<Exception> Within(Exception of) => (of is AggregateException many ? many.InnerExceptions : of.InnerException is { } inner ? [inner] : Enumerable.Empty<Exception>()).SelectMany(Within).Prepend(of);
    }

    private static string Code(Exception problem) => problem switch
    {
        Refused refused => $" ({refused.Code})",
        DbException { SqlState: { } state } => $" ({state})",
        DbException database => $" ({database.ErrorCode})",
        _ => "",
    };

    private sealed class QuietLoggerFactory(ILoggerFactory loud) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => loud.AddProvider(provider);

        public ILogger CreateLogger(string categoryName) => new QuietLogger(loud.CreateLogger(categoryName));

        public void Dispose()
        {
            // The one within is the container's, or a test's.
        }
    }

    private sealed class QuietLogger(ILogger loud) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => loud.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => loud.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            loud.Log(logLevel, eventId, state, exception is null ? null : new LoggedFailure(exception), formatter);
    }

    private sealed class LoggedFailure(Exception problem) : Exception(problem.GetType().FullName)
    {
        private readonly string words = Describe(problem);

        public override string ToString() => words;
    }
}
