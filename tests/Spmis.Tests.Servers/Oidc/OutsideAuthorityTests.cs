using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Spmis.Host;
using Spmis.Identity;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.TestKit;

namespace Spmis.Tests.Servers.Oidc;

/// <summary>People sign in at an authority nobody here wrote (npm's oidc-provider), over the network; and everything that only looks like such a sign-in.</summary>
public sealed class OutsideAuthorityTests : IAsyncLifetime
{
    private const string Package = "oidc-provider@9";
    private const string Own = "seven boats on the quiet lake";
    private readonly Clock clock = new();
    private readonly string folder = Directory.CreateTempSubdirectory("spmis-outside-").FullName;
    private WebApplication app = null!; // Set before each test.
    private Process provider = null!;
    private Uri portal = null!;

    public async ValueTask InitializeAsync()
    {
        await InstallAsync();
        portal = new Uri($"http://127.0.0.1:{FreePort()}");
        provider = Start("node", ["provider.mjs", "spmis", "a secret for one test", portal.ToString().TrimEnd('/')]);
        var issuer = await provider.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        issuer.ShouldNotBeNull(provider.HasExited ? await provider.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : "no issuer");
        var settings = new Dictionary<string, string?>
        {
            ["Data"] = Path.Combine(folder, "data"), ["SignIn:TriesPerMinute"] = "1000", ["SignIn:Authority:Name"] = "the Ministry", ["SignIn:Authority:Issuer"] = issuer,
            ["SignIn:Authority:ClientId"] = "spmis", ["SignIn:Authority:ClientSecret"] = "a secret for one test", ["SignIn:Authority:SecondFactorAcr"] = "urn:two",
        };
        app = SpmisHost.Build(settings, builder =>
        {
            builder.WebHost.UseUrls(portal.ToString());
            builder.Logging.ClearProviders();
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        });
        await SpmisHost.MigrateAsync(app.Services, default);
        await app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        provider?.Kill();
        provider?.Dispose();
        if (app is not null)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Authority_OfOthers_FromTheFirstKnockToTheLast()
    {
        var olive = await UserAsync("olive", Roles.Administrator);
        await UserAsync("boris", Roles.Officer);

        // Nobody is found by a name, nobody is made.
        using var stranger = new Person();
        (await EndAsync(await stranger.WalkAsync(To("/sign-in/outside"), "olive"))).ShouldContain("No account here is linked");
        (await UseAsync<IdentityDb, int>(db => db.Users.CountAsync())).ShouldBe(2);

        // Linked by who is signed in here and signs in there. Without the ticket of the form nothing starts.
        using var first = await SignedInAsync("olive");
        using (var bare = await first.WalkAsync(To("/sign-in/outside?handler=Link&ticket=forged"), "sub-1"))
        {
            bare.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/account/outside");
        }

        (await LinkAsync(first, "sub-1")).ShouldContain("Name of sub-1 there");
        using var boris = await SignedInAsync("boris");
        (await LinkAsync(boris, "sub-1")).ShouldContain("opens another account here already");

        // In by the authority alone; the session says so, the history too.
        using var second = new Person();
        using (var entered = await second.WalkAsync(To("/sign-in/outside?returnUrl=%2Fusers"), "sub-1"))
        {
            entered.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/users", await entered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        (await second.GetAsync(To("/account/sessions"))).ShouldContain("by the Ministry");
        (await UseAsync<IdentityDb, int>(db => db.History.CountAsync(h => h.Act == "users.sign-in" && h.Evidence!.Contains("the Ministry")))).ShouldBeGreaterThan(0);

        // What gives rights asks again, and what was typed waits in the other window. Somebody else's proof counts for nothing.
        await PutOnAsync(TimeSpan.FromMinutes(16));
        using var asked = await second.SendFormAsync(To("/users/new"), To("/users/new"), ("UserName", "carla"), ("DisplayName", "Carla"), ("Staff", "S-9"), ("RoleNames", Roles.Officer));
        asked.StatusCode.ShouldBe(HttpStatusCode.OK);
        var waiting = await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        waiting.ShouldContain("Open the Ministry");
        var kept = Regex.Matches(waiting, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">").Select(m => (m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value))).Where(f => f.Item1 is not "AgainOutside").Distinct().ToArray();
        kept.ShouldContain(("UserName", "carla"));
        using (var early = await second.PostAsync(waiting, To("/sign-in/again?to=%2Fusers%2Fnew"), [.. kept, ("AgainOutside", "true")]))
        {
            (await early.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("It was not shown there yet");
        }

        second.ForgetThere(portal);
        (await EndAsync(await second.WalkAsync(To("/sign-in/outside?handler=Again"), "sub-2"))).ShouldContain("This is not right");
        second.ForgetThere(portal);
        (await EndAsync(await second.WalkAsync(To("/sign-in/outside?handler=Again"), "sub-1"))).ShouldContain("You have shown who you are");
        using (var sent = await second.PostAsync(waiting, To("/sign-in/again?to=%2Fusers%2Fnew"), [.. kept, ("AgainOutside", "true")]))
        {
            sent.StatusCode.ShouldBe(HttpStatusCode.OK, await sent.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        (await UseAsync<IdentityDb, bool>(db => db.Users.AnyAsync(u => u.UserName == "carla"))).ShouldBeTrue();

        // Out: asked whether there as well.
        using (var over = await second.SendFormAsync(To("/account"), To("/sign-out")))
        {
            (await over.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Sign out at the Ministry");
        }

        using (var there = await second.WalkAsync(To("/sign-in/outside?handler=SignOut"), ""))
        {
            there.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/session/end");
        }

        // A closed account.
        (await EndAsync(await second.WalkAsync(To("/sign-in/outside"), "sub-1"))).ShouldNotContain("No account here");
        await UserAsync("dora", Roles.Administrator); // The last one cannot be closed.
        await UseAsync<CloseUser, bool>(async close =>
        {
            await close.HandleAsync(olive, SpmisApp.Change("users.close"), default);
            return true;
        });
        using var late = new Person();
        (await EndAsync(await late.WalkAsync(To("/sign-in/outside"), "sub-1"))).ShouldContain("This account is closed");
    }

    [Fact]
    public async Task Answers_ThatAreNotToBeTrusted_OpenNothing()
    {
        var id = await UserAsync("olive", Roles.Officer);
        using var olive = await SignedInAsync("olive");
        await LinkAsync(olive, "sub-1");
        using var enough = await olive.SendFormAsync(To("/account"), To("/sign-out"));

        async Task ShouldFailAsync(Func<Person, Task<HttpResponseMessage>> walk, string why)
        {
            using var person = new Person();
            using var answer = await walk(person);
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("not one to be trusted", customMessage: why);
            using var inside = await person.GetOnceAsync(To("/account"));
            inside.Headers.Location!.ToString().ShouldContain("/sign-in", customMessage: why);
        }

        await SayAsync("nonce");
        await ShouldFailAsync(person => person.WalkAsync(To("/sign-in/outside"), "sub-1"), "the nonce is another's");
        await SayAsync("forge");
        await ShouldFailAsync(person => person.WalkAsync(To("/sign-in/outside"), "sub-1"), "the signature is wrong");
        await ShouldFailAsync(person => person.WalkAsync(To("/sign-in/outside"), ""), "broken off there");
        await ShouldFailAsync(person => person.WalkAsync(To("/sign-in/outside/back?code=x&state=y"), ""), "no state of ours");
        using (var other = new Person())
        {
            var back = await other.WalkToBackAsync(To("/sign-in/outside"), "sub-1");
            await ShouldFailAsync(person => person.WalkAsync(back, "sub-1"), "a state of another browser");
            var theirs = Regex.Match(back.Query, "code=([^&]+)").Groups[1].Value;
            await ShouldFailAsync(
                async person =>
                {
                    var own = await person.WalkToBackAsync(To("/sign-in/outside"), "sub-2");
                    return await person.WalkAsync(new Uri(Regex.Replace(own.ToString(), "code=[^&]+", "code=" + theirs)), "");
                },
                "a code of another flow (PKCE)");
        }

        // A single sign-on of before is no fresh one: the authority is asked to ask, and one that does not is not believed.
        await PutOnAsync(TimeSpan.Zero, authority: TimeSpan.FromMinutes(-10));
        using (var stale = new Person())
        {
            (await EndAsync(await stale.WalkAsync(To("/sign-in/outside"), "sub-1"))).ShouldContain("did not ask you again");
        }

        // A second factor here is asked for, unless the authority says it asked for two.
        await PutOnAsync(TimeSpan.Zero);
        var key = await EnrolAsync(id);
        using (var one = new Person())
        {
            using var halfway = await one.WalkAsync(To("/sign-in/outside"), "sub-1");
            halfway.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/sign-in/code");
            using var inside = await one.GetOnceAsync(To("/account"));
            inside.Headers.Location!.ToString().ShouldContain("/sign-in");
            using var coded = await one.SendFormAsync(To("/sign-in/code"), To("/sign-in/code"), ("Code", Totp.CodeAt(key, Totp.StepOf(clock.GetUtcNow().UtcDateTime.AddSeconds(30)))));
            (await one.GetAsync(To("/account/sessions"))).ShouldContain("by the Ministry");
        }

        using (var two = new Person())
        {
            using var entered = await two.WalkAsync(To("/sign-in/outside"), "sub-1&acr=urn:two");
            entered.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/", await entered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            (await two.GetAsync(To("/account"))).ShouldContain("olive");
        }

        // Wrong passwords close this door too, for a while.
        for (var i = 0; i < SpmisUser.TriesBeforeLock; i++)
        {
            using var guess = new Person();
            using var wrong = await guess.SendFormAsync(To("/sign-in"), To("/sign-in"), ("UserName", "olive"), ("Password", "not this one"));
        }

        using var locked = new Person();
        (await EndAsync(await locked.WalkAsync(To("/sign-in/outside"), "sub-1&acr=urn:two"))).ShouldContain("closed for a while");

        // The administrator takes the link away.
        await UseAsync<Spmis.Identity.Outside.UnlinkOutside, SpmisUser>(unlink => unlink.HandleAsync(id, SpmisApp.Change("users.unlink-outside"), default));
        (await EndAsync(await locked.WalkAsync(To("/sign-in/outside"), "sub-1"))).ShouldContain("No account here is linked");
    }

    private Uri To(string path) => new(portal, path);

    private static async Task<string> EndAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> LinkAsync(Person person, string subject)
    {
        using var sent = await person.SendFormAsync(To("/account/outside"), To("/account/outside?handler=Link"));
        return await EndAsync(await person.WalkAsync(new Uri(portal, Person.RefreshOf(sent)!), subject));
    }

    private async Task<byte[]> EnrolAsync(Guid id)
    {
        var key = new byte[Totp.KeyBytes];
        Random.Shared.NextBytes(key);
        await UseAsync<EnrolSecondFactor, SecondFactorSet>(async enrol =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            var offer = scope.ServiceProvider.GetRequiredService<SecondFactor>().Offer(id, key);
            return await enrol.HandleAsync(new NewSecondFactor { UserId = id, Password = Own, Offer = offer, Code = Totp.CodeAt(key, Totp.StepOf(clock.GetUtcNow().UtcDateTime)) }, SpmisApp.Change("users.enrol-second-factor", now: clock.GetUtcNow().UtcDateTime), default);
        });
        return key;
    }

    private async Task PutOnAsync(TimeSpan on, TimeSpan? authority = null)
    {
        clock.On = on;
        await SayAsync($"clock {(int)(authority ?? on).TotalSeconds}");
    }

    private async Task SayAsync(string line)
    {
        await provider.StandardInput.WriteLineAsync(line);
        (await provider.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe(line);
    }

    private async Task<Guid> UserAsync(string name, string role)
    {
        var made = await UseAsync<CreateUser, FirstPassword>(create => create.HandleAsync(new NewUser { UserName = name, DisplayName = $"Name of {name}", Roles = [role], Person = $"S-{name}" }, SpmisApp.Change("users.create"), default));
        await UseAsync<ChangePassword, SpmisUser>(change => change.HandleAsync(made.User.Id, made.Password, Own, SpmisApp.Change("users.change-password"), default));
        return made.User.Id;
    }

    private async Task<TResult> UseAsync<TService, TResult>(Func<TService, Task<TResult>> use)
        where TService : notnull
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task<Person> SignedInAsync(string name)
    {
        var person = new Person();
        using var entered = await person.SendFormAsync(To("/sign-in"), To("/sign-in"), ("UserName", name), ("Password", Own));
        entered.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/");
        return person;
    }

    private async Task InstallAsync()
    {
        File.Copy(Path.Combine(Repository.Root, "tests", "Spmis.Tests.Servers", "Oidc", "provider.mjs"), Path.Combine(folder, "provider.mjs"));
        try
        {
            using var npm = Start("npm", ["install", Package, "--no-audit", "--no-fund", "--prefix", folder]);
            await npm.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (npm.ExitCode != 0)
            {
                Assert.Skip($"npm cannot fetch {Package}");
            }
        }
        catch (Win32Exception)
        {
            Assert.Skip("no Node");
        }
    }

    private Process Start(string program, IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })
        ?? throw new InvalidOperationException($"{program} did not start.");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan On { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + On;
    }

    /// <summary>Somebody with a browser: follows redirects and Refresh headers, and signs in where the authority asks.</summary>
    private sealed class Person : IDisposable
    {
        private const int MostSteps = 20;
        private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        private readonly HttpClient browser;

        public Person() => browser = new HttpClient(handler);

        public static string? RefreshOf(HttpResponseMessage answer) => answer.Headers.TryGetValues("Refresh", out var values) ? Regex.Match(values.Single(), "^0;url=(.*)$").Groups[1].Value : null;

        /// <summary>Forgets who is signed in at the authority, whose cookies begin so; it is on the same computer as the portal, by another port, and cookies know no ports.</summary>
        public void ForgetThere(Uri provider) => handler.CookieContainer.GetCookies(provider).Where(c => c.Name.StartsWith("_session", StringComparison.Ordinal)).ToList().ForEach(c => c.Expired = true);

        public Task<HttpResponseMessage> GetOnceAsync(Uri address) => browser.GetAsync(address);

        public async Task<string> GetAsync(Uri address) => await EndAsync(await FollowAsync(await browser.GetAsync(address), null, null));

        public async Task<HttpResponseMessage> WalkAsync(Uri address, string subject) => await FollowAsync(await browser.GetAsync(address), subject, null);

        /// <returns>The address with which the authority sends back, not followed.</returns>
        public async Task<Uri> WalkToBackAsync(Uri address, string subject)
        {
            using var answer = await FollowAsync(await browser.GetAsync(address), subject, "/sign-in/outside/back");
            return new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!);
        }

        public async Task<HttpResponseMessage> SendFormAsync(Uri page, Uri to, params (string Name, string Value)[] fields) => await PostAsync(await browser.GetStringAsync(page), to, fields);

        public async Task<HttpResponseMessage> PostAsync(string html, Uri to, params (string Name, string Value)[] fields)
        {
            var token = Regex.Match(html, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
            using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).Append(KeyValuePair.Create("__RequestVerificationToken", token)));
            var body = await content.ReadAsStringAsync();
            for (var step = 0; ; step++)
            {
                step.ShouldBeLessThan(MostSteps);
                var answer = await browser.PostAsync(to, new StringContent(body, null, "application/x-www-form-urlencoded"));
                if (answer.StatusCode != HttpStatusCode.TemporaryRedirect)
                {
                    return RefreshOf(answer) is null ? await FollowAsync(answer, null, null) : answer;
                }

                to = new Uri(to, answer.Headers.Location!);
                answer.Dispose();
            }
        }

        public void Dispose() => browser.Dispose();

        private async Task<HttpResponseMessage> FollowAsync(HttpResponseMessage answer, string? subject, string? until)
        {
            for (var step = 0; (answer.Headers.Location?.ToString() ?? RefreshOf(answer)) is { } next; step++)
            {
                step.ShouldBeLessThan(MostSteps);
                var address = new Uri(answer.RequestMessage!.RequestUri!, next);
                if (until is not null && address.AbsolutePath == until)
                {
                    return answer;
                }

                if (address.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal) && !string.IsNullOrEmpty(subject))
                {
                    address = new Uri($"{address}?as={subject}");
                }

                answer.Dispose();
                answer = await browser.GetAsync(address);
            }

            return answer;
        }
    }
}
