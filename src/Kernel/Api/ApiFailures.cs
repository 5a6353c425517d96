using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Spmis.Kernel.Api;

/// <summary>What an API answers when a request cannot be read or something breaks: problem details with words, never an empty body.</summary>
internal static partial class ApiFailures
{
    /// <summary>Where the serializer's words name the properties that must be there and are not; a test holds it.</summary>
    private const string Lacking = "including:";

    public static IServiceCollection AddApiFailures(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(o =>
        {
            // Enums by name, in bodies as in stored JSON.
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));

            // What no endpoint asks for is refused by its name, never passed over: who sends "status" or "approvedBy" believes that it counts. Standards that want to be lenient
            // (GovStack, G2P Connect, OpenID) read their bodies themselves.
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;

            // A body that says null, or nothing, where the handler counts on something is refused at the door.
            o.SerializerOptions.RespectNullableAnnotations = true;
            o.SerializerOptions.TypeInfoResolver = (o.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RequireWhatHasNoDefault);
        });
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

    private static void RequireWhatHasNoDefault(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p is { AssociatedParameter: { IsNullable: false, HasDefaultValue: false }, PropertyType.IsValueType: false }))
        {
            property.IsRequired = true;
        }
    }

    private static void Describe(ProblemDetailsContext context)
    {
        if (context.Exception is not BadHttpRequestException bad)
        {
            return;
        }

        const string code = "request.unreadable";
        var problem = context.ProblemDetails;
        (problem.Title, problem.Type, problem.Extensions["code"]) = ("Refused", $"urn:spmis:problem:{code}", code);
        if (bad.InnerException is JsonException { Path: null or "$" } lacking && lacking.Message.LastIndexOf(Lacking, StringComparison.Ordinal) is >= 0 and var at)
        {
            var names = lacking.Message[(at + Lacking.Length)..].Trim(' ', '.');
            problem.Extensions["field"] = names.Trim('\'');
            problem.Detail = $"The body lacks {names}. /openapi/v1.json says what is expected.";
        }
        else if (bad.InnerException is JsonException unknown && Unknown().Match(unknown.Message) is { Success: true } match)
        {
            var name = match.Groups[1].Value;
            problem.Extensions["field"] = name;
            problem.Detail = $"The body has '{name}', which nothing here asks for; nothing was done. Leave it out, or write it as /openapi/v1.json has it.";
        }
        else if (bad.InnerException is JsonException json)
        {
            problem.Extensions["field"] = json.Path;
            problem.Detail = $"The body could not be read at {json.Path ?? "its beginning"}, line {(json.LineNumber ?? 0) + 1}, byte {(json.BytePositionInLine ?? 0) + 1}. /openapi/v1.json says what is expected there.";
        }
        else
        {
            problem.Detail = $"{bad.Message} /openapi/v1.json says what is expected.";
        }
    }

    /// <summary>How the serializer says that a member is none of the model's; a test holds it.</summary>
    [GeneratedRegex("^The JSON property '(.*?)' could not be mapped")]
    private static partial Regex Unknown();
}
