using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spmis.Web.Shell;

namespace Spmis.Web.Fragments;

/// <summary>Fetches parts of a page from the module that owns the data, as the user who is signed in.</summary>
/// <remarks>A part lives at <c>/fragments/MODULE/...</c>. Where MODULE runs elsewhere, <c>Fragments:MODULE</c> in the configuration names its base address; otherwise it is this process.</remarks>
public sealed partial class FragmentClient(IHttpClientFactory clients, IConfiguration configuration, IServer server, IOptions<PortalOptions> options, FragmentTicket ticket, ILogger<FragmentClient> log)
{
    internal const string HttpClientName = "fragments";
    private const int LargestBytes = 200_000;

    /// <summary>The part's HTML; empty when the user may not see it; null when the module does not answer in time.</summary>
    public async Task<string?> FetchAsync(string path, HttpRequest request, CancellationToken ct)
    {
        var segments = path.Split('/', 4);
        if (segments is not ["", "fragments", { Length: > 0 } module, ..])
        {
            throw new InvalidOperationException($"A fragment's address is /fragments/MODULE/..., not '{path}'.");
        }

        if (Base(module) is not { } home)
        {
            LogNoAddress(module);
            return null;
        }

        var address = new Uri(home, QueryHelpers.AddQueryString(path, "culture", CultureInfo.CurrentUICulture.TwoLetterISOLanguageName));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(TimeSpan.FromSeconds(options.Value.FragmentSeconds));
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, address);
            message.Headers.TryAddWithoutValidation("Cookie", request.Headers.Cookie.ToString());
            ticket.Add(message, path);
            using var answer = await clients.CreateClient(HttpClientName).SendAsync(message, timeout.Token);
            if (answer.StatusCode is HttpStatusCode.Forbidden)
            {
                return "";
            }

            if (answer.StatusCode is HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                return await answer.Content.ReadAsStringAsync(timeout.Token);
            }

            LogAnswer(module, (int)answer.StatusCode);
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            LogSilent(problem, module);
        }

        return null;
    }

    internal static void Configure(HttpClient client) => client.MaxResponseContentBufferSize = LargestBytes;

    // The request's own Host header is the caller's word; sending the user's cookie where it says would give the cookie away.
    private Uri? Base(string module)
    {
        var configured = configuration[$"Fragments:{module}"] ?? server.Features.Get<IServerAddressesFeature>()?.Addresses
            .OrderBy(a => a.StartsWith("https", StringComparison.Ordinal)).FirstOrDefault()
            ?.Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal).Replace("//[::]", "//localhost", StringComparison.Ordinal);
        return configured is null ? null : new Uri(configured);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No address for fragments of {Module}.")]
    private partial void LogNoAddress(string module);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Module {Module} answered a fragment with {Status}.")]
    private partial void LogAnswer(string module, int status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Module {Module} did not answer a fragment.")]
    private partial void LogSilent(Exception problem, string module);
}
