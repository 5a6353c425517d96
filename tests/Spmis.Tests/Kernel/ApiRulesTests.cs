using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Kernel;

/// <summary>What holds for every endpoint of the API, found by walking all of them.</summary>
public sealed class ApiRulesTests : IAsyncLifetime
{
    private static readonly Actor Everybody = new("everybody", "Everybody", Roles.ForUsers, "HQ");
    private SpmisApp app = null!; // Set before each test.

    public async ValueTask InitializeAsync() => app = await SpmisApp.StartAsync();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private IEnumerable<(RouteEndpoint Endpoint, string Method, string Path)> Api => app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true)
        .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(m => (e, m, "/" + e.RoutePattern.RawText!.TrimStart('/'))));

    [Fact]
    public void Endpoints_All_DeclareAPermissionAndWhetherTheyWrite()
    {
        Api.Count().ShouldBeGreaterThan(50);
        foreach (var (endpoint, method, path) in Api)
        {
            var (writes, reads) = (endpoint.Metadata.GetMetadata<RequiresIdempotencyKey>() is not null, endpoint.Metadata.GetMetadata<OnlyReads>() is not null);
            (writes ^ reads).ShouldBeTrue($"{method} {path} is declared neither by Writes nor by Reads, or by both");
            (method == "GET" && writes).ShouldBeFalse($"{method} {path} writes on GET");
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().ShouldContain(a => a.Policy != null, $"{method} {path} names no permission");
        }
    }

    [Fact]
    public async Task Writes_WithoutAKey_AreRefusedWithItsCode()
    {
        using var client = app.Client(Everybody);
        var writes = Api.Where(a => a.Endpoint.Metadata.GetMetadata<RequiresIdempotencyKey>() is not null).ToList();
        writes.Count.ShouldBeGreaterThan(25);
        foreach (var (_, method, path) in writes)
        {
            foreach (var key in new[] { null, "short", new string('k', 101) })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), Fill(path)) { Content = JsonContent.Create(new { }) };
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                using var answer = await client.SendAsync(request);
                answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, $"{method} {path}");
                answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", $"{method} {path}");
                (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBeOneOf("idempotency.key-missing", "request.unreadable"); // A body that cannot be read is told first.
            }
        }
    }

    [Fact]
    public async Task Bodies_WithNothingWhereSomethingIsNeeded_AreRefusedAndSayWhere()
    {
        using var client = app.Client(Everybody);
        var json = app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var (asked, told) = (0, 0);
        List<string> broken = [];
        foreach (var (endpoint, method, path) in Api)
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type || json.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object } body)
            {
                continue;
            }

            foreach (var missing in body.Properties.Where(p => !p.PropertyType.IsValueType && p.Set is not null | p.AssociatedParameter is not null))
            {
                foreach (var left in new[] { false, true })
                {
                    var sent = Sample(type, json, 0)!.AsObject();
                    sent[missing.Name] = null;
                    if (left)
                    {
                        sent.Remove(missing.Name);
                    }

                    using var request = new HttpRequestMessage(new HttpMethod(method), Fill(path)) { Content = JsonContent.Create(sent) };
                    request.Headers.Add("Idempotency-Key", $"nothing-{++asked}");
                    using var answer = await client.SendAsync(request);
                    var words = await answer.Content.ReadAsStringAsync();
                    if ((int)answer.StatusCode >= 500)
                    {
                        broken.Add($"{method} {path} {(left ? "without" : "null as")} {missing.Name}: {words}");
                    }

                    told += words.Contains("request.unreadable", StringComparison.Ordinal) && words.Contains(missing.Name, StringComparison.Ordinal) ? 1 : 0;
                }
            }
        }

        broken.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(200);
        told.ShouldBeGreaterThan(100);

        using var lacking = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/eligibility/certificates", UriKind.Relative)) { Content = JsonContent.Create(new { }) };
        lacking.Headers.Add("Idempotency-Key", "lacks-everything");
        using var refused = await client.SendAsync(lacking);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain("lacks 'personNumber'");
    }

    /// <summary>Mass assignment: what a body has beside what is asked for is refused by its name, at every endpoint, before anything is done.</summary>
    [Fact]
    public async Task Bodies_WithMembersThatNobodyAsksFor_AreRefusedByName()
    {
        using var client = app.Client(Everybody);
        var json = app.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        string[] names = ["id", "status", "state", "approvedBy", "approved", "office", "employer", "amount", "amountMinor", "version", "createdBy", "role", "personId", "isAdmin"];
        var (asked, open) = (0, new List<string>());
        foreach (var (endpoint, method, path) in Api)
        {
            if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type || json.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object } body)
            {
                continue;
            }

            foreach (var name in names.Where(n => !body.Properties.Any(p => p.Name.Equals(n, StringComparison.OrdinalIgnoreCase))))
            {
                var sent = new JsonObject { [name] = "x" }; // In front: what is read first is told first.
                foreach (var (member, value) in Sample(type, json, 0)!.AsObject())
                {
                    sent[member] = value?.DeepClone();
                }

                using var request = new HttpRequestMessage(new HttpMethod(method), Fill(path)) { Content = JsonContent.Create(sent) };
                request.Headers.Add("Idempotency-Key", $"more-than-asked-{++asked}");
                using var answer = await client.SendAsync(request);
                var words = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode != HttpStatusCode.BadRequest || !words.Contains($"\"field\":\"{name}\"", StringComparison.Ordinal) || !words.Contains("nothing was done", StringComparison.Ordinal))
                {
                    open.Add($"{method} {path} with {name}: {(int)answer.StatusCode} {words}");
                }
            }
        }

        open.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(500);
    }

    /// <summary>Something of every property, of its type and no more.</summary>
    private static JsonNode? Sample(Type type, JsonSerializerOptions json, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => "x",
            _ when type == typeof(bool) => true,
            _ when type == typeof(Guid) => Guid.Empty,
            _ when type == typeof(DateOnly) => "2026-01-01",
            _ when type == typeof(DateTime) || type == typeof(DateTimeOffset) => "2026-01-01T00:00:00Z",
            _ when type == typeof(Month) => "2026-01",
            _ when type.IsEnum => JsonSerializer.SerializeToNode(Enum.GetValues(type).GetValue(0), type, json),
            _ when type.IsPrimitive || type == typeof(decimal) => 1,
            _ => json.GetTypeInfo(type).Kind switch
            {
                JsonTypeInfoKind.Enumerable => new JsonArray(),
                JsonTypeInfoKind.Object when depth < 4 => new JsonObject(json.GetTypeInfo(type).Properties.Select(p => KeyValuePair.Create(p.Name, Sample(p.PropertyType, json, depth + 1)))),
                _ => new JsonObject(),
            },
        };
    }

    [Fact]
    public async Task Endpoints_All_AreClosedToNobodyAndToRolesThatLackThem()
    {
        using var nobody = app.Client();
        using var roleless = app.Client(new Actor("r", "R", []));
        foreach (var (_, method, path) in Api)
        {
            foreach (var (client, status) in new[] { (nobody, HttpStatusCode.Unauthorized), (roleless, HttpStatusCode.Forbidden) })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), Fill(path)) { Content = method == "GET" ? null : JsonContent.Create(new { }) };
                using var answer = await client.SendAsync(request);
                answer.StatusCode.ShouldBe(status, $"{method} {path}");
            }
        }
    }

    [Fact]
    public async Task OpenApi_IsOfVersion31_AndNamesEveryEndpointAndEveryKey()
    {
        using var client = app.Client();
        var document = await client.GetFromJsonAsync<JsonElement>(new Uri("/openapi/v1.json", UriKind.Relative));

        document.GetProperty("openapi").GetString().ShouldStartWith("3.1");
        var paths = document.GetProperty("paths");
        foreach (var (endpoint, method, path) in Api)
        {
            var plain = Regex.Replace(path, @"\{([^}:?]+)[^}]*\}", "{$1}").TrimEnd('/');
            paths.TryGetProperty(plain, out var operations).ShouldBeTrue(plain);
            var operation = operations.GetProperty(method.ToLowerInvariant());
            operation.GetProperty("summary").GetString()!.Length.ShouldBeGreaterThan(5, plain);
            var named = operation.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(p => p.GetProperty("name").GetString() == "Idempotency-Key" && p.GetProperty("required").GetBoolean());
            named.ShouldBe(endpoint.Metadata.GetMetadata<RequiresIdempotencyKey>() is not null, $"{method} {plain}");
        }
    }

    private static Uri Fill(string path) => new(
        Regex.Replace(path, @"\{[^}]*\}", m => m.Value.Contains(":guid", StringComparison.Ordinal) ? Guid.Empty.ToString() : m.Value.Contains(":long", StringComparison.Ordinal) || m.Value.Contains(":int", StringComparison.Ordinal) ? "1" : "x"), UriKind.Relative);
}
