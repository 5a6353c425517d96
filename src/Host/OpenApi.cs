using Microsoft.OpenApi;
using Spmis.Kernel.Api;

namespace Spmis.Host;

/// <summary>The OpenAPI 3.1 document at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApi
{
    public static IServiceCollection AddSpmisOpenApi(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "SPMIS", Version = "v1",
                Description = "Registration, contribution collection, eligibility and payments. Every write takes an Idempotency-Key; refusals are problem details (RFC 9457) with a code and a field.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiresIdempotencyKey>().Any())
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = "Idempotency-Key", In = ParameterLocation.Header, Required = true,
                    Description = "8 to 100 characters, new for each thing you want done, the same when you repeat it.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 8, MaxLength = 100 },
                });
            }

            return Task.CompletedTask;
        });
    });
}
