using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Secrets;

namespace Spmis.Kernel.Api;

/// <summary>
/// Every write of the API asks for an Idempotency-Key. The act and its answer commit in one transaction, so the same key gives the same answer
/// even when the process died after the commit and before the answer arrived; another body under the same key is refused with 422.
/// </summary>
public static class Idempotent
{
    private const string Header = "Idempotency-Key";
    private const int MaxBody = 1024 * 1024;

    /// <summary>Declares a write: who may do it, and that it is done once per key. The handler returns a value or a <see cref="Created"/>.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="module">The module whose database keeps the answer.</param>
    /// <param name="permission">Who may.</param>
    public static RouteHandlerBuilder Writes(this RouteHandlerBuilder endpoint, string module, string permission) => endpoint
        .RequireAuthorization(permission)
        .AddEndpointFilter((context, next) => OnceAsync(context, next, module))
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .WithMetadata(new RequiresIdempotencyKey());

    /// <summary>Declares that the answer of a write tells what is sealed in the database: so is the answer that is kept.</summary>
    public static RouteHandlerBuilder SealsAnswer(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new SealedAnswer());

    /// <summary>Declares a read: who may do it.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder endpoint, string permission) => endpoint
        .RequireAuthorization(permission)
        .AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (Refused refused)
            {
                return Problems.Of(refused);
            }
        })
        .WithMetadata(new OnlyReads());

    private static async ValueTask<object?> OnceAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, string module)
    {
        var http = context.HttpContext;
        var ct = http.RequestAborted;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length is < 8 or > 100)
        {
            return Problems.Of(new Refused("idempotency.key-missing", $"Send a header {Header} with 8 to 100 characters, a new one for each thing you want done and the same one when you repeat it.", Header));
        }

        var client = http.RequestServices.GetRequiredService<CurrentActor>().Actor.Id;
        var db = http.RequestServices.GetRequiredKeyedService<ModuleDb>(module);
        var hash = "";
        var kept = new KeptAnswers(db, http.RequestServices.GetRequiredService<ColumnKeys>(), key, client, http.GetEndpoint()?.Metadata.GetMetadata<SealedAnswer>() is not null);
        try
        {
            hash = await RequestHash.OfAsync(http.Request, ct);
            if (await kept.FindAsync(hash, ct) is { } known)
            {
                return known;
            }

            object? outcome = null;
            await db.WriteAsync(async () => outcome = await kept.KeepAsync(hash, await next(context), ct), ct);
            return outcome;
        }
        catch (Refused refused)
        {
            return Problems.Of(refused);
        }
        catch (DbUpdateException e) when (UniqueViolation.Is(e))
        {
            // The same request ran twice at once; the other one committed first, so its answer is this one's.
            var first = await kept.FindAsync(hash, ct);
            if (first is null)
            {
                throw;
            }

            return first;
        }
    }

    /// <summary>Failures of the API get words; the body of API writes can be read twice: once for its hash, once by the handler.</summary>
    public static IApplicationBuilder UseSpmisApi(this IApplicationBuilder app)
    {
        app.UseApiFailures();
        return app.Use((context, next) =>
        {
            // A form keeps its files itself.
            if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !HttpMethods.IsGet(context.Request.Method) && !context.Request.HasFormContentType)
            {
                context.Request.EnableBuffering(MaxBody);
            }

            return next(context);
        });
    }

    /// <summary>The answer under one key of one client.</summary>
    private sealed class KeptAnswers(ModuleDb db, ColumnKeys keys, string key, string client, bool seals)
    {
        private SecretPlace Place => new("stored_answers", nameof(StoredAnswer.Body), $"{db.Module}\n{client}\n{key}");

        public async Task<object?> KeepAsync(string hash, object? outcome, CancellationToken ct)
        {
            var (status, value, location) = outcome switch
            {
                Created created => (StatusCodes.Status201Created, created.Value, created.Location),
                IResult => throw new InvalidOperationException("A write returns a value or Created, so that its answer can be kept; throw Refused for a refusal."),
                null => (StatusCodes.Status204NoContent, null, null),
                _ => (StatusCodes.Status200OK, outcome, null),
            };
            var body = value is null ? null : JsonSerializer.Serialize(value, SpmisJson.Options);
            var at = TimeProvider.System.GetUtcNow().UtcDateTime;
            db.StoredAnswers.Add(new StoredAnswer { Key = key, Client = client, RequestHash = hash, Status = status, Body = seals && body is not null ? keys.Seal(Place, body) : body, Location = location, At = at });
            await db.SaveChangesAsync(ct);
            return new AnswerResult(status, body, location);
        }

        public async Task<IResult?> FindAsync(string hash, CancellationToken ct)
        {
            var known = await db.StoredAnswers.AsNoTracking().SingleOrDefaultAsync(a => a.Key == key && a.Client == client, ct);
            return known is null ? null
                : known.RequestHash != hash ? Problems.Of(new Refused("idempotency.key-reused", $"This {Header} was used for another request; use a new one.", Header), StatusCodes.Status422UnprocessableEntity)
                : new AnswerResult(known.Status, known.Body is { } body ? keys.Open(Place, body) : null, known.Location);
        }
    }

    private sealed class AnswerResult(int status, string? body, string? location) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            if (location is not null)
            {
                httpContext.Response.Headers.Location = location;
            }

            if (body is not null)
            {
                httpContext.Response.ContentType = "application/json; charset=utf-8";
                await httpContext.Response.WriteAsync(body);
            }
        }
    }
}

/// <summary>A write that made something new.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Value">What it is.</param>
public sealed record Created(string Location, object Value);

/// <summary>Marks a write whose answer is kept sealed.</summary>
public sealed class SealedAnswer;

/// <summary>Marks an endpoint as changing nothing, whatever its method: a question too long for an address is asked by POST.</summary>
public sealed class OnlyReads;

/// <summary>Marks an endpoint in the OpenAPI document as needing an Idempotency-Key.</summary>
public sealed class RequiresIdempotencyKey;
