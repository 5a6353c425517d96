using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Spmis.Kernel.Api;

/// <summary>What an API answers when a request cannot be read or something breaks: problem details with words, never an empty body.</summary>
internal static class ApiFailures
{
    public static IServiceCollection AddApiFailures(this IServiceCollection services)
    {
        // Enums by name, in bodies as in stored JSON.
        services.Configure<JsonOptions>(o => o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        return services.AddProblemDetails(o => o.CustomizeProblemDetails = Describe);
    }

    public static void UseApiFailures(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
        api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions
            {
                StatusCodeSelector = problem => problem is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
                SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
            });
            api.UseStatusCodePages();
        });

    private static void Describe(ProblemDetailsContext context)
    {
        if (context.Exception is not BadHttpRequestException bad)
        {
            return;
        }

        const string code = "request.unreadable";
        var problem = context.ProblemDetails;
        (problem.Title, problem.Type, problem.Extensions["code"]) = ("Refused", $"urn:spmis:problem:{code}", code);
        if (bad.InnerException is JsonException json)
        {
            problem.Extensions["field"] = json.Path;
            problem.Detail = $"The body could not be read at {json.Path ?? "its beginning"}, line {(json.LineNumber ?? 0) + 1}, byte {(json.BytePositionInLine ?? 0) + 1}. /openapi/v1.json says what is expected there.";
        }
        else
        {
            problem.Detail = $"{bad.Message} /openapi/v1.json says what is expected.";
        }
    }
}
