using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>The real door, with people to go through it and a clock that can be put on.</summary>
internal sealed class Door : IAsyncDisposable
{
    public const string Own = "seven boats on the quiet lake";

    private Door(SpmisApp app, Clock time) => (App, Time) = (app, time);

    public SpmisApp App { get; }

    public Clock Time { get; }

    public static async Task<Door> OpenAsync(Dictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null)
    {
        var time = new Clock();
        var app = await SpmisApp.StartAsync(
            configure: builder =>
            {
                builder.Configuration.AddInMemoryCollection(settings ?? []);
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
                configure?.Invoke(builder);
            },
            realSignIn: true, map: map);
        return new Door(app, time);
    }

    /// <summary>An account with its password changed to <see cref="Own"/>.</summary>
    public async Task<Guid> UserAsync(string name, params string[] roles) => await UserAsync(new NewUser { UserName = name, DisplayName = $"Name of {name}", Roles = roles });

    public async Task<Guid> UserAsync(NewUser input)
    {
        input = input.Person is null && input.Roles.Any(Roles.OfStaff.Contains) ? input with { Person = $"S-{input.UserName}" } : input; // People of the institution have a staff number.
        var made = await App.UseAsync<CreateUser, FirstPassword>(create => create.HandleAsync(input, SpmisApp.Change("users.create"), default));
        await App.UseAsync<ChangePassword, SpmisUser>(change => change.HandleAsync(made.User.Id, made.Password, Own, SpmisApp.Change("users.change-password"), default));
        return made.User.Id;
    }

    /// <summary>A browser signed in with the password alone.</summary>
    public async Task<HttpClient> SignedInAsync(string name)
    {
        var browser = App.Browser();
        using var entered = await SpmisApp.SignInAsync(browser, name, Own);
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await entered.Content.ReadAsStringAsync());
        return browser;
    }

    /// <summary>Sets up a second factor on the page, as a person does.</summary>
    /// <returns>The app's key and the recovery codes.</returns>
    public async Task<(byte[] Key, List<string> Codes)> EnrolAsync(HttpClient browser)
    {
        var page = await browser.GetStringAsync(new Uri("/account/second-factor", UriKind.Relative));
        var key = KeyOn(page);
        using var set = await SpmisApp.SendFormAsync(browser, page, "/account/second-factor?handler=Enrol", ("Offer", Hidden(page, "Offer")), ("Code", CodeOf(key)), ("Password", Own));
        var answer = await set.Content.ReadAsStringAsync();
        set.StatusCode.ShouldBe(HttpStatusCode.OK, answer);
        return (key, [.. Regex.Matches(answer, "<li><bdi>([a-z0-9-]{29})</bdi>").Select(m => m.Groups[1].Value)]);
    }

    /// <summary>What the app shows now; half a minute later when that code was used already.</summary>
    public string CodeOf(byte[] key) => Totp.CodeAt(key, Totp.StepOf(Time.GetUtcNow().UtcDateTime));

    public static string Hidden(string page, string name) => Regex.Match(page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;

    public static byte[] KeyOn(string page)
    {
        var text = Regex.Match(page, "<p><bdi>([A-Z2-7 ]+)</bdi></p>").Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}

/// <summary>The real time, put on.</summary>
internal sealed class Clock : TimeProvider
{
    public TimeSpan On { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + On;
}
