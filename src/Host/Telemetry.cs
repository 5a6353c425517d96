using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Spmis.Host;

/// <summary>Traces and metrics to a collector, where one is named: setting <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, the name every OpenTelemetry program knows.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddSpmisTelemetry(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[Endpoint] is not { Length: > 0 })
        {
            return;
        }

        // Requests and messages by name, never their content; database calls are left out, since their parameters are people's data.
        builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource("Microsoft.AspNetCore", "MassTransit").AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "MassTransit").AddOtlpExporter());
    }
}
