using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Payments.Agencies;

namespace Spmis.Payments.Links;

/// <summary>What an interface answered.</summary>
/// <param name="Status">HTTP status; null when there was no answer.</param>
/// <param name="Body">Its body, or what went wrong.</param>
/// <param name="After">When it wants to be called again.</param>
internal sealed record LinkAnswer(int? Status, string Body, TimeSpan? After)
{
    /// <summary>Whether the request may have reached it.</summary>
    public bool Left { get; init; } = true;

    private const int MostWords = 300;

    /// <summary>For people: the status and the beginning of the body.</summary>
    public string Words => $"{(Status is { } status ? $"HTTP {status.ToString(CultureInfo.InvariantCulture)} " : "")}{(Body.Length <= MostWords ? Body : Body[..MostWords])}".Trim();

    /// <summary>It tells nothing of the order.</summary>
    public LinkResult Untold => Left ? new LinkResult.Untold(Words, After) : new LinkResult.NotSent(Words);

    /// <summary>Reads the body as JSON; one that is none tells nothing.</summary>
    public LinkResult Read(Func<JsonElement, LinkResult> read)
    {
        try
        {
            using var json = JsonDocument.Parse(Body);
            return read(json.RootElement);
        }
        catch (JsonException)
        {
            return Untold;
        }
    }
}

/// <summary>Calls agencies' interfaces: only where this installation may call, never where an answer sends it, no faster than agreed, with a token where one is asked for.</summary>
internal sealed class LinkClient(IHttpClientFactory clients, IConfiguration configuration, LinkHosts hosts) : IDisposable
{
    /// <summary>The most an answer may have.</summary>
    internal const int LargestBytes = 64 * 1024 * 1024;

    /// <summary>How long a call may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private const string HttpClientName = "agency-links";

    private readonly ConcurrentDictionary<(string Agency, string ClientId), (string Token, DateTime Until)> tokens = new();
    private readonly ConcurrentDictionary<(string Agency, int CallsPerMinute), RateLimiter> limits = new();

    /// <summary>Registers the client behind it.</summary>
    public static void Add(IServiceCollection services) => services.AddHttpClient(HttpClientName, c => (c.Timeout, c.MaxResponseContentBufferSize) = (Patience, LargestBytes))
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(15) });

    /// <summary>Calls; a token that is no longer taken is asked for anew, once.</summary>
    /// <exception cref="Refused">The address may not be called, or the secret is not configured.</exception>
    public async Task<LinkAnswer> CallAsync(LinkCall call, HttpMethod method, string path, Func<HttpContent>? content, CancellationToken ct)
    {
        foreach (var address in new[] { call.Link.Address, call.Link.TokenAddress })
        {
            if (address.Length > 0 && hosts.Problem(address) is { } problem)
            {
                throw new Refused("link.host", problem);
            }
        }

        try
        {
            var answer = await OnceAsync(call, method, path, content, ct);
            return answer.Status == 401 && call.Link.TokenAddress.Length > 0 && tokens.TryRemove((call.Batch.Agency, call.Link.ClientId), out _) ? await OnceAsync(call, method, path, content, ct) : answer;
        }
        catch (HttpRequestException failed)
        {
            return new(null, $"No answer: {failed.Message}", null) { Left = failed.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError) };
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(null, $"No answer within {Patience.TotalSeconds:0} seconds.", null);
        }
    }

    private async Task<LinkAnswer> OnceAsync(LinkCall call, HttpMethod method, string path, Func<HttpContent>? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, $"{call.Link.Address}/{path}") { Content = content?.Invoke() };
        if (request.Content is { } body)
        {
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("Idempotency-Key", call.Batch.Number);
        }

        request.Headers.Accept.Add(new("application/json"));
        request.Headers.Add("X-CorrelationID", GovStackIds.OfBatch(call.Batch.Number));
        request.Headers.Add("Platform-TenantId", call.Link.Sender.Length <= 20 ? call.Link.Sender : call.Link.Sender[..20]);
        if (call.Link.TokenAddress.Length > 0)
        {
            var (token, wrong) = await TokenAsync(call, ct);
            if (token is null)
            {
                return (wrong ?? new(null, "No token was given.", null)) with { Left = false };
            }

            request.Headers.Authorization = new("Bearer", token);
        }

        return await SendAsync(call, request, ct);
    }

    private async Task<LinkAnswer> SendAsync(LinkCall call, HttpRequestMessage request, CancellationToken ct)
    {
        var limit = limits.GetOrAdd((call.Batch.Agency, call.Link.CallsPerMinute), static key => new TokenBucketRateLimiter(new()
        {
            TokenLimit = Math.Max(1, key.CallsPerMinute / 10), TokensPerPeriod = Math.Max(1, key.CallsPerMinute / 60), ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / key.CallsPerMinute)), QueueLimit = int.MaxValue,
        }));
        using var turn = await limit.AcquireAsync(1, ct);
        using var client = clients.CreateClient(HttpClientName);
        using var answer = await client.SendAsync(request, ct);
        var after = answer.Headers.RetryAfter is { } retry ? retry.Delta ?? (retry.Date is { } date ? date.UtcDateTime - call.Now : null) : null;
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct), after is { } wait && wait > TimeSpan.Zero ? wait : null);
    }

    /// <summary>Client credentials (RFC 6749, 4.4): id and secret in the header, form-encoded as 2.3.1 has it.</summary>
    private async Task<(string? Token, LinkAnswer? Wrong)> TokenAsync(LinkCall call, CancellationToken ct)
    {
        var key = (call.Batch.Agency, call.Link.ClientId);
        if (tokens.TryGetValue(key, out var known) && known.Until > call.Now)
        {
            return (known.Token, null);
        }

        var secret = configuration[$"Payments:Links:{call.Batch.Agency}:Secret"] is { Length: > 0 } s ? s : throw new Refused("link.secret", $"The secret for {call.Batch.Agency} is not configured; set Payments:Links:{call.Batch.Agency}:Secret.");
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Link.TokenAddress) { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(call.Link.ClientId)}:{Uri.EscapeDataString(secret)}")));
        var answer = await SendAsync(call, request, ct);
        if (answer.Status is not (>= 200 and < 300))
        {
            return (null, answer with { Status = null, Body = $"No token was given: {answer.Words}" });
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            var token = json.RootElement.GetProperty("access_token").GetString() ?? throw new JsonException();
            var seconds = json.RootElement.TryGetProperty("expires_in", out var expires) && expires.TryGetInt32(out var told) ? told : 60;
            tokens[key] = (token, call.Now.AddSeconds(Math.Max(0, seconds - 30)));
            return (token, null);
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, new(null, "What came for a token is none.", null));
        }
    }

    public void Dispose()
    {
        foreach (var limit in limits.Values)
        {
            limit.Dispose();
        }
    }
}
