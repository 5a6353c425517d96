using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;
using Spmis.Tests.Contributions;

namespace Spmis.Tests.BadInput;

/// <summary>The doors files come in by: the API's uploads and the portal's forms.</summary>
public sealed class UploadTests
{
    private static readonly Actor Officer = SpmisApp.Officer with { Roles = [Roles.Officer, Roles.Supervisor] };
    private static int key;

    public static TheoryData<string> ApiUploads => ["/api/registration/imports/persons", "/api/registration/imports/employers", "/api/contributions/statements", "/api/contributions/returns"];

    [Theory]
    [MemberData(nameof(ApiUploads))]
    public async Task Api_AnUploadThatBreaksOff_IsRefusedWithWords(string address)
    {
        await using var app = await SpmisApp.StartAsync("registration,contributions");
        var client = app.Client(Officer);
        const string part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\nContent-Type: text/csv\r\n\r\nreference,name\r\n";
        (string What, string Body, string Type)[] bodies =
        [
            ("no end of the part", part, "multipart/form-data; boundary=b"), ("no boundary", part + "--b--", "multipart/form-data"), ("another boundary", part + "--b--", "multipart/form-data; boundary=zzz"),
            ("no file field", "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n--b--\r\n", "multipart/form-data; boundary=b"), ("JSON", "{}", "application/json"), ("nothing", "", "text/plain"),
        ];
        foreach (var (what, body, type) in bodies)
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            var answer = await SendAsync(client, address, content);

            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, what);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("code").GetString().ShouldNotBeNullOrEmpty(what);
            problem.GetProperty("detail").GetString()!.Length.ShouldBeGreaterThan(20, what);
        }
    }

    [Fact]
    public async Task Api_TheSameFileUnderTheSameKeyAndAnotherBoundary_GetsTheSameAnswer()
    {
        await using var app = await SpmisApp.StartAsync("registration");
        var client = app.Client(Officer);
        async Task<HttpResponseMessage> UploadAsync(string file, string boundary)
        {
            using var form = new MultipartFormDataContent(boundary) { { new StringContent(file), "file", "persons.csv" } };
            return await SendAsync(client, "/api/registration/imports/persons", form, "key-same-upload");
        }

        const string good = "reference,given_name,family_name,birth_date\nP1,Amina,Wanjiru,1990-01-01\n";
        var first = await UploadAsync(good, "one");
        var again = await UploadAsync(good, "two");
        var other = await UploadAsync(good + "P2,Otieno,Okello,1990-01-01\n", "one");

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        other.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    public static TheoryData<string, string, string> Forms => new()
    {
        { "/registration/imports", "File", "Kind=persons" }, { "/registration/imports", "File", "Kind=employers" }, { "/returns/new", "Upload", "Kind=Original" }, { "/receipts", "Upload", "" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Portal_AFileThatIsNone_IsExplainedBesideTheField(string page, string field, string more)
    {
        await using var world = await ContributionsAndRegisterAsync();
        var browser = world.Browser(Officer);
        foreach (var (content, words) in new[] { ("", "empty"), ("PK\u0003\u0004xl", "Excel"), ("a,b\n1,2\n", "lacks"), ("<html></html>", page == "/receipts" ? "html" : "web page") })
        {
            var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative));
            var token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
            using var form = new MultipartFormDataContent
            {
                { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(ContributionsWorld.Employer()), "EmployerNumber" }, { new StringContent("2026-03"), "Month" },
                { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), field, "file.csv" },
            };
            if (more.Split('=') is [var name, var value])
            {
                form.Add(new StringContent(value), name);
            }

            var answer = await browser.PostAsync(new Uri(page, UriKind.Relative), form);
            var shown = await answer.Content.ReadAsStringAsync();

            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, $"{page} {words}");
            shown.ShouldContain(content.Length == 0 && page == "/receipts" ? "Choose the statement file" : words);
            shown.ShouldContain($"id=\"{field}-error\"", customMessage: shown);
            shown.ShouldNotContain("Exception");
        }
    }

    private static async Task<SpmisApp> ContributionsAndRegisterAsync()
    {
        var world = await ContributionsWorld.StartAsync(1, modules: "contributions,registration");
        return world.App;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string address, HttpContent content, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add("Idempotency-Key", idempotencyKey ?? $"key-upload-{Interlocked.Increment(ref key)}");
        return await client.SendAsync(request);
    }
}
