using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Spmis.Tests.Servers.Processes;

/// <summary>A program that calls SPMIS over HTTP with a token from client credentials, as any other system would.</summary>
internal sealed class Api : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromMinutes(3) };
    private readonly Uri tokens;
    private readonly string id;
    private readonly string secret;
    private DateTimeOffset until = DateTimeOffset.MinValue;

    /// <param name="tokens">The process that issues tokens.</param>
    /// <param name="id">Client id.</param>
    /// <param name="secret">Client secret.</param>
    public Api(Uri tokens, string id, string secret) => (this.tokens, this.id, this.secret) = (tokens, id, secret);

    /// <summary>Reads.</summary>
    public async Task<JsonElement> GetAsync(Uri process, string path)
    {
        await SignInAsync();
        return await ReadAsync(await http.GetAsync(new Uri(process, path)), path);
    }

    /// <summary>Fetches a file into a folder, under the name it was given.</summary>
    /// <returns>Where it lies.</returns>
    public async Task<string> FetchAsync(Uri process, string path, string folder)
    {
        await SignInAsync();
        using var answer = await http.GetAsync(new Uri(process, path));
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)answer.StatusCode}");
        var target = Path.Combine(folder, Path.GetFileName(answer.Content.Headers.ContentDisposition?.FileName?.Trim('"') ?? "file"));
        await File.WriteAllBytesAsync(target, await answer.Content.ReadAsByteArrayAsync());
        return target;
    }

    /// <summary>Writes a body that is the file itself.</summary>
    public Task<JsonElement> PostBodyAsync(Uri process, string path, string file) => SendAsync(process, path, () => new ByteArrayContent(File.ReadAllBytes(file)));

    /// <summary>Writes a JSON body.</summary>
    public Task<JsonElement> PostAsync(Uri process, string path, object body) => SendAsync(process, path, () => JsonContent.Create(body));

    /// <summary>Writes a form with a file.</summary>
    public Task<JsonElement> PostFileAsync(Uri process, string path, string file, params (string Name, string Value)[] fields) => SendAsync(process, path, () =>
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(File.ReadAllBytes(file)), "file", Path.GetFileName(file));
        return form;
    });

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    // As a client should: under one key, again and again while the other side is down, until there is an answer.
    private async Task<JsonElement> SendAsync(Uri process, string path, Func<HttpContent> body)
    {
        await SignInAsync();
        var key = Guid.CreateVersion7().ToString();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(process, path)) { Content = body() };
                request.Headers.Add("Idempotency-Key", key);
                return await ReadAsync(await http.SendAsync(request), path);
            }
            catch (HttpRequestException) when (attempt < 120)
            {
                await Task.Delay(500, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, string path)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)answer.StatusCode} {text}");
            return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
        }
    }

    private async Task SignInAsync()
    {
        if (TimeProvider.System.GetUtcNow() < until)
        {
            return;
        }

        using var content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = secret });
        var answer = await ReadAsync(await http.PostAsync(new Uri(tokens, "/connect/token"), content), "/connect/token");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.GetProperty("access_token").GetString());
        until = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5);
    }
}
