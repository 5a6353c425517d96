using System.Reflection;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Spmis.TestKit;

/// <summary>
/// ASP.NET Core's rate limits keep a timer, and by it the whole host, for as long as the process lives: their middleware is never disposed
/// (one host in a process never notices). A suite of a thousand hosts would tick ten thousand times a second and hold eight gigabytes.
/// </summary>
internal sealed class RateLimits : IStartupFilter
{
    private const int MostSteps = 2_000;
    private RequestDelegate? pipeline;

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(all => pipeline = all);
        next(app);
    };

    /// <summary>Ends the limits of a host that has stopped.</summary>
    /// <exception cref="InvalidOperationException">There are none in its pipeline: ASP.NET Core keeps them elsewhere now.</exception>
    public void End()
    {
        Queue<object> next = new([pipeline ?? throw new InvalidOperationException("The host was not started.")]);
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        var ended = 0;
        while (next.TryDequeue(out var one) && seen.Count < MostSteps)
        {
            if (one is PartitionedRateLimiter<HttpContext> limiter)
            {
                limiter.Dispose();
                ended++;
            }
            else if (seen.Add(one))
            {
                foreach (var part in PartsOf(one).Where(p => p is Delegate or PartitionedRateLimiter<HttpContext> || IsPartOfAPipeline(p.GetType())))
                {
                    next.Enqueue(part);
                }
            }
        }

        if (ended == 0)
        {
            throw new InvalidOperationException("No rate limits were found in the pipeline; look where ASP.NET Core keeps them, or tests keep every host in memory.");
        }
    }

    private static IEnumerable<object> PartsOf(object one) => one is Delegate call
        ? call.GetInvocationList().Select(c => c.Target).OfType<object>()
        : one.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).Where(f => !f.FieldType.IsValueType).Select(f => f.GetValue(one)).OfType<object>();

    private static bool IsPartOfAPipeline(Type type) => type.Name.Contains("Middleware", StringComparison.Ordinal) || type.Name.Contains("DisplayClass", StringComparison.Ordinal);
}
