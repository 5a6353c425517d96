using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spmis.Kernel.Access;

namespace Spmis.Identity.SignIn;

/// <summary>
/// How much one caller may ask of a process in a minute: each person and each program by a count of its own, from whatever address and in however
/// many sessions. Who is not known yet is limited by address, where there is something to try (<see cref="SignInServices"/>).
/// </summary>
/// <param name="settings">How much.</param>
public sealed class CallerLimits(IOptions<SignInSettings> settings) : IDisposable
{
    private readonly PartitionedRateLimiter<(string Id, bool IsProgram)> limiter = PartitionedRateLimiter.Create<(string Id, bool IsProgram), (string, bool)>(caller => RateLimitPartition.GetSlidingWindowLimiter(
        caller,
        _ => SignInServices.InAMinute(caller.IsProgram ? settings.Value.ProgramRequestsPerMinute : settings.Value.RequestsPerMinute)));

    /// <inheritdoc />
    public void Dispose() => limiter.Dispose();

    internal RateLimitLease Take(HttpContext context) =>
        limiter.AttemptAcquire((CurrentActor.Of(context.User).Id, context.User.Identity?.AuthenticationType == SignInServices.TokenAuthenticationType));
}

/// <summary>Puts the limits of callers into the pipeline.</summary>
public static class UseLimits
{
    /// <summary>After authentication: before it nobody is known. Refuses with 429 and says in Retry-After how long to wait.</summary>
    public static void UseCallerLimits(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        // The page that tells of a refusal is the same request once more.
        if (context.User.Identity?.IsAuthenticated != true || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            await next(context);
            return;
        }

        using var lease = context.RequestServices.GetRequiredService<CallerLimits>().Take(context);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        await SignInServices.RefuseAsync(context, lease, "Too many requests by this account or program.");
    });
}
