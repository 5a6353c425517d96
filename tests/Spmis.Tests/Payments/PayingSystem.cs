using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Spmis.Tests.Payments;

/// <summary>What a paying system does with its next order.</summary>
public enum Mood
{
    Takes,

    /// <summary>Takes the order, then breaks the connection off.</summary>
    TakesAndHangsUp,

    /// <summary>Fails before it has taken anything.</summary>
    Fails,

    /// <summary>Is too busy, and says for how long.</summary>
    IsBusy,

    /// <summary>Says that it does not take the message.</summary>
    Declines,

    /// <summary>Answers, but with what is no acknowledgement.</summary>
    Mumbles,

    /// <summary>Sends the caller elsewhere.</summary>
    PointsElsewhere,
}

/// <summary>A payment system of its own on this machine, speaking G2P Connect and GovStack. It is naive: each order that reaches it is paid, as often as it comes.</summary>
internal sealed class PayingSystem : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Mood> moods = new();

    private PayingSystem(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>The orders paid, in the order of their coming.</summary>
    public ConcurrentQueue<string> Orders { get; } = new();

    /// <summary>Whether it knows nothing of any order when it is asked.</summary>
    public bool Forgets { get; set; }

    /// <summary>Whether it answers when it is asked.</summary>
    public bool Deaf { get; set; }

    /// <summary>Whether it refuses tokens to everybody.</summary>
    public bool GivesNoToken { get; set; }

    public int TokensGiven { get; private set; }

    /// <summary>Tokens given before are no longer taken.</summary>
    public bool TokensEnded { get; set; }

    /// <summary>The question it answers whatever is asked: somebody sends an old answer again.</summary>
    public string? SaysAgain { get; set; }

    public int CallsElsewhere { get; private set; }

    /// <summary>How it signs its answers; null when it does not.</summary>
    public Func<string, string>? Signs { get; set; }

    /// <summary>What it says of a payment: status word of G2P Connect, amount, reason.</summary>
    public Func<string, (string Status, string? Amount, string? Reason)> Says { get; set; } = _ => ("succ", null, null);

    public static async Task<PayingSystem> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var system = new PayingSystem(builder.Build());
        system.app.MapPost("/token", system.Token);
        system.app.MapPost("/v1/disburse", system.DisburseAsync);
        system.app.MapPost("/v1/disburse/sync/txn/status", system.StatusAsync);
        system.app.MapPost("/v1/bulk-payment", system.BulkAsync);
        system.app.MapGet("/v1/batch/detail", system.Detail);
        system.app.MapPost("/elsewhere", () => Results.Json(new { calls = ++system.CallsElsewhere }));
        await system.app.StartAsync();
        return system;
    }

    public void Next(params Mood[] next) => Array.ForEach(next, moods.Enqueue);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private IResult Token(HttpContext http)
    {
        if (GivesNoToken || http.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("spmis:a%2Fsecret")))
        {
            return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        }

        TokensGiven++;
        TokensEnded = false;
        return Results.Json(new { access_token = $"token-{TokensGiven}", token_type = "Bearer", expires_in = 3600 });
    }

    private bool IsKnown(HttpContext http) => !TokensEnded && http.Request.Headers.Authorization == $"Bearer token-{TokensGiven}";

    private Task DisburseAsync(HttpContext http) => TakeAsync(http, () => new { message = new { ack_status = "ACK", timestamp = "2026-07-01T09:00:00Z", correlation_id = "their-77" } });

    private Task BulkAsync(HttpContext http) => TakeAsync(http, () => new { ResponseCode = "00", ResponseDescription = "Request successfully received by Pay-BB", RequestID = "000000000001" });

    private async Task TakeAsync(HttpContext http, Func<object> taken)
    {
        var body = await new StreamReader(http.Request.Body).ReadToEndAsync();
        if (!IsKnown(http))
        {
            http.Response.StatusCode = 401;
            return;
        }

        var mood = moods.TryDequeue(out var next) ? next : Mood.Takes;
        if (mood is Mood.Takes or Mood.TakesAndHangsUp or Mood.Mumbles)
        {
            Orders.Enqueue(body);
        }

        switch (mood)
        {
            case Mood.Takes:
                await http.Response.WriteAsJsonAsync(taken());
                break;
            case Mood.TakesAndHangsUp:
                http.Abort();
                break;
            case Mood.Fails:
                http.Response.StatusCode = 500;
                break;
            case Mood.IsBusy:
                http.Response.StatusCode = 429;
                http.Response.Headers.RetryAfter = "600";
                break;
            case Mood.Declines:
                await http.Response.WriteAsJsonAsync(new { message = new { ack_status = "NACK", timestamp = "2026-07-01T09:00:00Z", correlation_id = "x", error = new { code = "err.sender_id.invalid", message = "who are you?" } } });
                break;
            case Mood.Mumbles:
                await http.Response.WriteAsync("<html>OK</html>");
                break;
            case Mood.PointsElsewhere:
                http.Response.StatusCode = 307;
                http.Response.Headers.Location = $"{Address}/elsewhere";
                break;
            default:
                throw new InvalidOperationException($"{mood}");
        }
    }

    private async Task StatusAsync(HttpContext http)
    {
        using var asked = await JsonDocument.ParseAsync(http.Request.Body);
        if (Deaf)
        {
            http.Response.StatusCode = 503;
            return;
        }

        var question = SaysAgain ?? asked.RootElement.GetProperty("message").GetProperty("transaction_id").GetString();
        var wanted = asked.RootElement.GetProperty("message").GetProperty("txnstatus_request").GetProperty("attribute_value").GetString();
        var order = Forgets ? default : Orders.Select(o => JsonDocument.Parse(o).RootElement.GetProperty("message")).LastOrDefault(m => m.GetProperty("transaction_id").GetString() == wanted);
        await SayAsync(http, order is { ValueKind: JsonValueKind.Object } message
            ? new
            {
                header = new { message_id = "1", message_ts = "2026-07-10T09:00:00Z", action = "on-search", status = "succ" },
                message = new
                {
                    transaction_id = question, correlation_id = "their-77",
                    txnstatus_response = new
                    {
                        txn_type = "on-disburse",
                        txn_status = new { transaction_id = wanted, disbursements_status = message.GetProperty("disbursements").EnumerateArray().Select(d => Of(d.GetProperty("reference_id").GetString() ?? "")).ToList() },
                    },
                },
            }
            : (object)new { header = new { message_id = "1", message_ts = "2026-07-10T09:00:00Z", action = "on-search", status = "rjct", status_reason_code = "rjct.srch_transaction_id.not_found" }, message = new { transaction_id = question } });
    }

    private async Task SayAsync(HttpContext http, object message)
    {
        var text = JsonSerializer.Serialize(message);
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(Signs?.Invoke(text) ?? text);
    }

    private object Of(string reference)
    {
        var (status, amount, reason) = Says(reference);
        return new { reference_id = reference, timestamp = "2026-07-10T08:00:00Z", status, amount, status_reason_message = reason };
    }

    private IResult Detail(string batchId)
    {
        if (Deaf)
        {
            return Results.NotFound();
        }

        var rows = Orders.Select(o => JsonDocument.Parse(o).RootElement).Where(o => o.TryGetProperty("BatchID", out var id) && id.GetString() == batchId).SelectMany(o => o.GetProperty("CreditInstructions").EnumerateArray());
        return Results.Json(rows.Select(r => new
        {
            transactionId = r.GetProperty("InstructionID").GetString(), status = Says("").Status == "succ" ? "COMPLETED" : "IN_PROGRESS", completedAt = "2026-07-10T08:00:00Z",
            amount = decimal.Parse(r.GetProperty("Amount").GetRawText(), CultureInfo.InvariantCulture), currency = "KES", batchId,
        }));
    }
}
