using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>Each caller has a count of its own.</summary>
public sealed class CallerLimitTests
{
    private const int Limit = 5;

    [Fact]
    public async Task Requests_MoreThanOnePersonMayMake_AreRefusedToThatPersonOnly()
    {
        await using var app = await SpmisApp.StartAsync("registration,identity", builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SignIn:RequestsPerMinute"] = $"{Limit}" }));
        using var busy = app.Client(new Actor("busy", "Bea Busy", [Roles.Officer]));
        using var sameAccountElsewhere = app.Client(new Actor("busy", "Bea Busy", [Roles.Officer]));
        using var other = app.Client(new Actor("other", "Otto Other", [Roles.Officer]));
        for (var i = 0; i < Limit; i++)
        {
            (await AskAsync(i % 2 == 0 ? busy : sameAccountElsewhere, "/persons")).Status.ShouldBe(HttpStatusCode.OK);
        }

        var (page, call) = (await AskAsync(busy, "/persons"), await AskAsync(sameAccountElsewhere, "/api/registration/persons?q=x"));

        page.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        page.Wait.ShouldNotBeNull();
        page.Text.ShouldContain("Too many");
        call.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        call.Wait.ShouldNotBeNull();
        call.Text.ShouldContain("too-many-requests");
        (await AskAsync(other, "/persons")).Status.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>A program has a limit of its own, by its token: neither that of persons nor that of another program.</summary>
    [Fact]
    public async Task Requests_MoreThanOneProgramMayMake_AreRefusedToThatProgramOnly()
    {
        await using var app = await SpmisApp.StartAsync("registration,identity", builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["SignIn:ProgramRequestsPerMinute"] = $"{Limit}", ["SignIn:RequestsPerMinute"] = $"{2 * Limit}" }));
        Actor Of(string id) => new(id, id, [Roles.Officer]);
        using var busy = app.Client(Of(TestUsers.Program + "busy"));
        using var other = app.Client(Of(TestUsers.Program + "other"));
        using var person = app.Client(Of("busy"));
        const string path = "/api/registration/persons?q=x";
        for (var i = 0; i < Limit; i++)
        {
            (await AskAsync(busy, path)).Status.ShouldBe(HttpStatusCode.OK);
        }

        var refused = await AskAsync(busy, path);

        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (refused.Wait as RetryConditionHeaderValue)?.Delta.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        JsonDocument.Parse(refused.Text).RootElement.GetProperty("code").GetString().ShouldBe("too-many-requests");
        (await AskAsync(other, path)).Status.ShouldBe(HttpStatusCode.OK);
        for (var i = 0; i < Limit + 1; i++)
        {
            (await AskAsync(person, path)).Status.ShouldBe(HttpStatusCode.OK, "the limit of persons is another");
        }
    }

    private static async Task<(HttpStatusCode Status, object? Wait, string Text)> AskAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Headers.RetryAfter, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
