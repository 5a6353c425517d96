using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Kernel.Acts;

namespace Spmis.Web.Errors;

/// <summary>Turns failures of pages into a page that says what to do. APIs answer with problem details instead and do not pass here.</summary>
public static partial class ErrorPages
{
    /// <summary>Whether the request is for the portal rather than for an API.</summary>
    public static bool IsPage(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/health")
        && !context.Request.Path.StartsWithSegments("/connect") && !context.Request.Path.StartsWithSegments("/openapi");

    /// <summary>The status a failure deserves.</summary>
    public static int StatusOf(Exception? problem) => problem switch
    {
        Refused r when r.Code.EndsWith(".unknown", StringComparison.Ordinal) || r.Code.EndsWith(".not-found", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
        Refused r when r.Code.StartsWith("access.", StringComparison.Ordinal) || r.Code.EndsWith(".forbidden", StringComparison.Ordinal) => StatusCodes.Status403Forbidden,
        Refused => StatusCodes.Status422UnprocessableEntity,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>The number a user reads to the help desk: the start of the trace id that stands in the log.</summary>
    public static string Reference(HttpContext context)
    {
        var trace = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
        return trace.Length < 12 ? trace : $"{trace[..4]}-{trace[4..8]}-{trace[8..12]}";
    }

    internal static void UseErrorPages(this IApplicationBuilder app) => app.UseWhen(IsPage, pages =>
    {
        pages.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = _ => true, // logged below, with the reference the user sees
        });
        pages.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Exception problem) when (Log(context, problem))
            {
                throw;
            }
        });
        pages.UseStatusCodePagesWithReExecute("/error", "?status={0}");
    });

    // Runs as an exception filter, so the log line is written where it happened and the stack stays whole.
    private static bool Log(HttpContext context, Exception problem)
    {
        if (StatusOf(problem) >= 500 && !context.RequestAborted.IsCancellationRequested)
        {
            LogProblem(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ErrorPages)), problem, Reference(context), Place(context));
        }

        return false;
    }

    // The pattern of the address: addresses themselves hold numbers of persons, and what they looked for.
    private static string Place(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? context.GetEndpoint()?.DisplayName ?? "no page";

    [LoggerMessage(Level = LogLevel.Error, Message = "Problem {Reference} at {Place}.")]
    private static partial void LogProblem(ILogger log, Exception problem, string reference, string place);
}
