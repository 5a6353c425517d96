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

/// <summary>Where a call goes, and who we are there: an agency's interface, or the account mapper.</summary>
/// <param name="Whose">Whose tokens and rate limit these are: the agency's code, or <c>mapper</c>.</param>
/// <param name="Link">Address, token address, client id, sender and calls a minute.</param>
/// <param name="SecretSetting">The setting that holds the secret of the client id.</param>
/// <param name="Message">The message's own id; the same when it is sent again.</param>
/// <param name="Correlation">A short id of it for the other side's log.</param>
/// <param name="Now">By which tokens end.</param>
internal sealed record LinkWay(string Whose, AgencyLink Link, string SecretSetting, string Message, string Correlation, DateTime Now);

/// <summary>Calls interfaces outside: only where this installation may call, never where an answer sends it, no faster than agreed, with a token where one is asked for.</summary>
internal sealed class LinkClient(IHttpClientFactory clients, IConfiguration configuration, LinkHosts hosts) : IDisposable
{
    /// <summary>The most an answer may have.</summary>
    internal const int LargestBytes = 64 * 1024 * 1024;

    /// <summary>How long a call may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private const string HttpClientName = "agency-links";

    private readonly ConcurrentDictionary<(string Whose, string ClientId), (string Token, DateTime Until)> tokens = new();
    private readonly ConcurrentDictionary<(string Whose, int CallsPerMinute), RateLimiter> limits = new();

    /// <summary>Registers the client behind it.</summary>
    public static void Add(IServiceCollection services) => services.AddHttpClient(HttpClientName, c => (c.Timeout, c.MaxResponseContentBufferSize) = (Patience, LargestBytes))
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(15) });

    /// <summary>Calls; a token that is no longer taken is asked for anew, once.</summary>
    /// <exception cref="Refused">The address may not be called, or the secret is not configured.</exception>
    public async Task<LinkAnswer> CallAsync(LinkWay way, HttpMethod method, string path, Func<HttpContent>? content, CancellationToken ct)
    {
        foreach (var address in new[] { way.Link.Address, way.Link.TokenAddress })
        {
            if (address.Length > 0 && hosts.Problem(address) is { } problem)
            {
                throw new Refused("link.host", problem);
            }
        }

        try
        {
            var answer = await OnceAsync(way, method, path, content, ct);
            return answer.Status == 401 && way.Link.TokenAddress.Length > 0 && tokens.TryRemove((way.Whose, way.Link.ClientId), out _) ? await OnceAsync(way, method, path, content, ct) : answer;
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

    private async Task<LinkAnswer> OnceAsync(LinkWay way, HttpMethod method, string path, Func<HttpContent>? content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, $"{way.Link.Address}/{path}") { Content = content?.Invoke() };
        if (request.Content is { } body)
        {
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add("Idempotency-Key", way.Message);
        }

        request.Headers.Accept.Add(new("application/json"));
        request.Headers.Add("X-CorrelationID", way.Correlation);
        request.Headers.Add("Platform-TenantId", way.Link.Sender.Length <= 20 ? way.Link.Sender : way.Link.Sender[..20]);
        if (way.Link.TokenAddress.Length > 0)
        {
            var (token, wrong) = await TokenAsync(way, ct);
            if (token is null)
            {
                return (wrong ?? new(null, "No token was given.", null)) with { Left = false };
            }

            request.Headers.Authorization = new("Bearer", token);
        }

        return await SendAsync(way, request, ct);
    }

    private async Task<LinkAnswer> SendAsync(LinkWay way, HttpRequestMessage request, CancellationToken ct)
    {
        var limit = limits.GetOrAdd((way.Whose, way.Link.CallsPerMinute), static key => new TokenBucketRateLimiter(new()
        {
            TokenLimit = Math.Max(1, key.CallsPerMinute / 10), TokensPerPeriod = Math.Max(1, key.CallsPerMinute / 60), ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, 60.0 / key.CallsPerMinute)), QueueLimit = int.MaxValue,
        }));
        using var turn = await limit.AcquireAsync(1, ct);
        using var client = clients.CreateClient(HttpClientName);
        using var answer = await client.SendAsync(request, ct);
        var after = answer.Headers.RetryAfter is { } retry ? retry.Delta ?? (retry.Date is { } date ? date.UtcDateTime - way.Now : null) : null;
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct), after is { } wait && wait > TimeSpan.Zero ? wait : null);
    }

    /// <summary>Client credentials (RFC 6749, 4.4): id and secret in the header, form-encoded as 2.3.1 has it.</summary>
    private async Task<(string? Token, LinkAnswer? Wrong)> TokenAsync(LinkWay way, CancellationToken ct)
    {
        var key = (way.Whose, way.Link.ClientId);
        if (tokens.TryGetValue(key, out var known) && known.Until > way.Now)
        {
            return (known.Token, null);
        }

        var secret = configuration[way.SecretSetting] is { Length: > 0 } s ? s : throw new Refused("link.secret", $"The secret for {way.Whose} is not configured; set {way.SecretSetting}.");
        using var request = new HttpRequestMessage(HttpMethod.Post, way.Link.TokenAddress) { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(way.Link.ClientId)}:{Uri.EscapeDataString(secret)}")));
        var answer = await SendAsync(way, request, ct);
        if (answer.Status is not (>= 200 and < 300))
        {
            return (null, answer with { Status = null, Body = $"No token was given: {answer.Words}" });
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            var token = json.RootElement.GetProperty("access_token").GetString() ?? throw new JsonException();
            var seconds = json.RootElement.TryGetProperty("expires_in", out var expires) && expires.TryGetInt32(out var told) ? told : 60;
            tokens[key] = (token, way.Now.AddSeconds(Math.Max(0, seconds - 30)));
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
