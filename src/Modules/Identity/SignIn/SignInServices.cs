using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Validation;
using OpenIddict.Validation.AspNetCore;
using Spmis.Identity.Outside;
using Spmis.Identity.Sessions;
using Spmis.Identity.Tokens;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Web.Errors;

namespace Spmis.Identity.SignIn;

/// <summary>
/// Who asks, in every process of SPMIS, also in one that does not host this module: the session cookie for people, the access token for programs.
/// Both are read with keys from the data folder, which the processes share.
/// </summary>
public static class SignInServices
{
    /// <summary>The rate limit on sign-in.</summary>
    public const string TryLimit = "sign-in";

    /// <summary>The rate limit on asking for tokens.</summary>
    public const string TokenLimit = "tokens";

    /// <summary>The cookie between password and code.</summary>
    internal const string HalfwayScheme = "spmis-halfway";

    internal const string TokenAuthenticationType = "spmis-token";
    internal const string Audience = "spmis";
    private const string Scheme = "spmis";

    /// <summary>Registers cookie, token, gate, limits and keys.</summary>
    public static IServiceCollection AddSpmisSignIn(this IServiceCollection services, IConfiguration configuration, ProcessShape shape)
    {
        services.AddOptions<SignInSettings>().Bind(configuration.GetSection(SignInSettings.Section));
        var settings = configuration.GetSection(SignInSettings.Section).Get<SignInSettings>() ?? new SignInSettings();
        var hostsIdentity = shape.Has(IdentityModule.ModuleName);
        var keys = KeyFolder.In(KernelServices.ReadDatabase(configuration).DataFolder);
        services.AddDataProtection().SetApplicationName("SPMIS").PersistKeysToFileSystem(new DirectoryInfo(keys));
        var authentication = services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, null, o => o.ForwardDefaultSelector = SchemeOf)
            .AddCookie(IdentityConstants.ApplicationScheme, o => Shape(o, settings, hostsIdentity))
            .AddCookie(HalfwayScheme, Shape);
        if (hostsIdentity && settings.Authority.IsSet)
        {
            OutsideDoor.Add(authentication, settings);
        }

        AddTokens(services, settings, hostsIdentity);
        if (!hostsIdentity)
        {
            // Only to record who looked at whom: every process does that itself, before it shows anything.
            services.AddDbContext<IdentityDb>((provider, options) => provider.GetRequiredService<SpmisDatabase>().Configure(options, IdentityModule.ModuleName));
        }

        services.AddSingleton<CallerLimits>().AddSingleton<Gate>().AddSingleton<IAuthorizationMiddlewareResultHandler>(p => p.GetRequiredService<Gate>()).AddSingleton<IAuthorizationHandler, StepUpHandler>();
        services.Configure<RateLimiterOptions>(Limit);
        return services;
    }

    /// <summary>Puts every 403 into the log, once, whoever gave it: behind routing, so that the address is known by its pattern, and around all that answers behind the gate.</summary>
    public static void UseRefusalLog(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var gate = context.RequestServices.GetRequiredService<Gate>();
        try
        {
            await next(context);
        }
        catch (Refused refused) when (ErrorPages.StatusOf(refused) == StatusCodes.Status403Forbidden)
        {
            gate.TellOnce(context);
            throw; // One place further out makes a page or problem details of it.
        }

        if (context.Response.StatusCode == StatusCodes.Status403Forbidden)
        {
            gate.TellOnce(context);
        }
    });

    // A person's cookie never weighs where a program shows a token, and a token opens no page.
    private static string SchemeOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api") && context.Request.Headers.Authorization.Count > 0
            ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme
            : IdentityConstants.ApplicationScheme;

    private static void Shape(CookieAuthenticationOptions cookie, SignInSettings settings, bool hostsIdentity)
    {
        cookie.Cookie.Name = "spmis-session";
        cookie.CookieManager = new HostCookies();
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.ExpireTimeSpan = TimeSpan.FromMinutes(settings.SessionMinutes);
        cookie.SlidingExpiration = true;
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            if (StepUp.IsAskedFor(context.HttpContext))
            {
                StepUpHandler.Ask(context.HttpContext);
                return Task.CompletedTask;
            }

            context.Response.StatusCode = StatusCodes.Status403Forbidden; // The shell shows its page.
            return Task.CompletedTask;
        };
        if (hostsIdentity)
        {
            cookie.Events.OnValidatePrincipal = SessionCheck.ValidateAsync;
        }
    }

    private static void Shape(CookieAuthenticationOptions halfway)
    {
        halfway.Cookie.Name = HalfwayScheme;
        halfway.CookieManager = new HostCookies();
        halfway.Cookie.HttpOnly = true;
        halfway.Cookie.SameSite = SameSiteMode.Strict;
        halfway.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        halfway.ExpireTimeSpan = TimeSpan.FromMinutes(5);
        halfway.SlidingExpiration = false;
    }

    private static void AddTokens(IServiceCollection services, SignInSettings settings, bool hostsIdentity)
    {
        services.AddSingleton<TokenKeys>();
        services.AddOpenIddict().AddValidation(validation =>
        {
            validation.AddAudiences(Audience);
            validation.UseAspNetCore();
            validation.Configure(o => o.TokenValidationParameters.AuthenticationType = TokenAuthenticationType);
            if (hostsIdentity)
            {
                validation.UseLocalServer();
                validation.EnableTokenEntryValidation(); // A client closed a moment ago is out at once.
            }
            else
            {
                // Another process issues the tokens; the keys are the same files.
                var issuer = new Uri(settings.Issuer ?? "http://localhost:5080/");
                validation.SetIssuer(issuer);
                services.AddOptions<OpenIddictValidationOptions>().Configure<TokenKeys>((o, keys) =>
                {
                    o.Configuration = new OpenIddictConfiguration { Issuer = issuer };
                    keys.Signing.ToList().ForEach(o.Configuration.SigningKeys.Add);
                });
            }
        });
    }

    private static void Limit(RateLimiterOptions limiter)
    {
        limiter.AddPolicy(TryLimit, context => HttpMethods.IsPost(context.Request.Method) ? PerAddress(context, s => s.TriesPerMinute) : RateLimitPartition.GetNoLimiter(""));
        limiter.AddPolicy(TokenLimit, context => PerAddress(context, s => s.TokensPerMinute));
        limiter.OnRejected = async (rejected, _) => await RefuseAsync(rejected.HttpContext, rejected.Lease, "Too many requests from this address.");
    }

    /// <summary>Says how long to wait; a page says it in its own way.</summary>
    internal static async Task RefuseAsync(HttpContext http, RateLimitLease lease, string what)
    {
        http.Response.Headers.RetryAfter = (lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)wait.TotalSeconds + 1 : 60).ToString(CultureInfo.InvariantCulture);
        if (!ErrorPages.IsPage(http))
        {
            await Problems.Of(new Refused("too-many-requests", $"{what} Wait as long as Retry-After says."), StatusCodes.Status429TooManyRequests).ExecuteAsync(http);
        }
    }

    /// <summary>So many in a minute, counted in steps of ten seconds; nobody waits in a queue.</summary>
    internal static SlidingWindowRateLimiterOptions InAMinute(int requests) => new() { PermitLimit = requests, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 };

    private static RateLimitPartition<string> PerAddress(HttpContext context, Func<SignInSettings, int> perMinute) => RateLimitPartition.GetSlidingWindowLimiter(
        context.Connection.RemoteIpAddress?.ToString() ?? "local",
        _ => InAMinute(perMinute(context.RequestServices.GetRequiredService<IOptions<SignInSettings>>().Value)));
}
