using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Spmis.Tests.Payments;

/// <summary>An account mapper of its own on this machine, speaking G2P Connect 1.0.0. It compares what it is sent with the published schema, answers in another order than it was asked in, and lies as it is told to.</summary>
internal sealed class MapperSystem : IAsyncDisposable
{
    private const string Schemas = "../../g2p-connect/mapper_core_api_v1.0.0.yaml";
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Mood> moods = new();

    private MapperSystem(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>What it has: financial address and whether it is active, by id.</summary>
    public ConcurrentDictionary<string, (string Address, bool Active)> Accounts { get; } = new();

    /// <summary>Its own words on an id, one for each time it says something: the lines of its answer instead of the right one. None leaves the id out.</summary>
    public Dictionary<string, Func<string, object[]>> Lies { get; } = [];

    /// <summary>Every link, update and unlink that it did, in order: verb and id.</summary>
    public ConcurrentQueue<(string Verb, string Id)> Did { get; } = new();

    /// <summary>How many ids each call to resolve had.</summary>
    public ConcurrentQueue<int> Resolved { get; } = new();

    public ConcurrentQueue<string> Faults { get; } = new();

    /// <summary>How it signs its answers; null when it does not.</summary>
    public Func<string, string>? Signs { get; set; }

    /// <summary>Bodies as they came.</summary>
    public ConcurrentQueue<string> Bodies { get; } = new();

    /// <summary>The verb at which the next mood shows; resolve is answered well otherwise.</summary>
    public string MoodOf { get; set; } = "resolve";

    public static string Id(string number) => $"{number}@spmis.example";

    public static async Task<MapperSystem> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var system = new MapperSystem(builder.Build());
        system.app.MapPost("/token", (HttpContext http) => http.Request.Headers.Authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("spmis:a%2Fsecret")) ? Results.Json(new { access_token = "t", expires_in = 3600 }) : Results.StatusCode(401));
        foreach (var verb in new[] { "resolve", "link", "update", "unlink" })
        {
            system.app.MapPost($"/v1/mapper/sync/{verb}", http => system.TakeAsync(http, verb));
        }

        await system.app.StartAsync();
        return system;
    }

    public Dictionary<string, string?> Settings() => new()
    {
        ["Payments:Links:Hosts"] = "127.0.0.1", ["Payments:Links:Seconds"] = "86400", ["Payments:Mapper:Address"] = $"{Address}/v1", ["Payments:Mapper:TokenAddress"] = $"{Address}/token", ["Payments:Mapper:ClientId"] = "spmis",
        ["Payments:Mapper:Secret"] = "a/secret", ["Payments:Mapper:Sender"] = "spmis.example", ["Payments:Mapper:Id"] = "{number}@spmis.example", ["Payments:Mapper:IdsPerCall"] = "6", ["Payments:Mapper:CallsPerMinute"] = "6000",
        ["Payments:Mapper:RetrySeconds"] = "0", ["Payments:Mapper:Providers:bank-a.example"] = "BANKA", ["Payments:Mapper:Providers:bank-b.example"] = "BANKB",
    };

    public void Next(string verb, params Mood[] next)
    {
        MoodOf = verb;
        Array.ForEach(next, moods.Enqueue);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http, string verb)
    {
        Bodies.Enqueue(await new StreamReader(http.Request.Body).ReadToEndAsync());
        using var json = JsonDocument.Parse(Bodies.Last());
        if (http.Request.Headers.Authorization != "Bearer t")
        {
            http.Response.StatusCode = 401;
            return;
        }

        var message = json.RootElement.GetProperty("message");
        if (GovStackSchemas.Folder is not null)
        {
            GovStackSchemas.Faults(Schemas, "MsgHeader_V1.0.0", json.RootElement.GetProperty("header")).ForEach(Faults.Enqueue);
            GovStackSchemas.Faults(Schemas, char.ToUpperInvariant(verb[0]) + verb[1..] + "Request", message).ForEach(Faults.Enqueue);
        }

        var mood = verb == MoodOf && moods.TryDequeue(out var next) ? next : Mood.Takes;
        if (mood == Mood.Fails)
        {
            http.Response.StatusCode = 503;
            return;
        }

        if (mood == Mood.Declines)
        {
            await http.Response.WriteAsJsonAsync(new { message = new { ack_status = "NACK", timestamp = "2026-07-01T09:00:00Z", correlation_id = "x", error = new { code = "err.sender_id.invalid", message = "who are you?" } } });
            return;
        }

        var lines = message.GetProperty($"{verb}_request").EnumerateArray().SelectMany(line => Answer(verb, line)).Reverse().ToArray();
        if (verb == "resolve")
        {
            Resolved.Enqueue(message.GetProperty("resolve_request").GetArrayLength());
        }

        if (mood == Mood.TakesAndHangsUp)
        {
            http.Abort();
            return;
        }

        var text = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["header"] = new { message_id = "1", message_ts = "2026-07-01T09:00:00Z", action = "on-" + verb, status = "succ" },
            ["message"] = new Dictionary<string, object> { ["transaction_id"] = message.GetProperty("transaction_id").GetString()!, ["correlation_id"] = "c", [$"{verb}_response"] = lines },
        });
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(Signs?.Invoke(text) ?? text);
    }

    private object[] Answer(string verb, JsonElement line)
    {
        var (reference, id) = (line.GetProperty("reference_id").GetString()!, line.GetProperty("id").GetString()!);
        if (Lies.TryGetValue($"{verb} {id}", out var lie))
        {
            return lie(reference);
        }

        switch (verb)
        {
            case "resolve":
                return [Accounts.TryGetValue(id, out var has) ? Line(reference, "succ", has.Active ? "succ.id.active" : "succ.fa.inactive", id, has.Address) : Line(reference, "succ", "succ.id.not_found", id)];
            case "unlink":
                Accounts.TryRemove(id, out _);
                break;
            default:
                Accounts[id] = (line.GetProperty("fa").GetString()!, true);
                break;
        }

        Did.Enqueue((verb, id));
        return [Line(reference, "succ", null, id)];
    }

    /// <summary>A line of an answer.</summary>
    public static object Line(string reference, string status, string? reason = null, string? id = null, string? address = null, string? provider = null)
    {
        Dictionary<string, object> line = new() { ["reference_id"] = reference, ["timestamp"] = "2026-07-01T09:00:00Z", ["status"] = status };
        foreach (var (name, value) in new[] { ("status_reason_code", reason), ("id", id), ("fa", address) })
        {
            if (value is not null)
            {
                line[name] = value;
            }
        }

        if (provider is not null)
        {
            line["account_provider_info"] = new { name = provider, code = provider };
        }

        return line;
    }
}
