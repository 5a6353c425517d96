using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Retention;
using Spmis.Kernel.Statistics;
using Spmis.Web.Errors;
using Spmis.Web.Forms;
using Spmis.Web.Fragments;
using Spmis.Web.Home;
using Spmis.Web.Menu;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web;

/// <summary>Everything the portal's shell plugs in.</summary>
public static class WebModule
{
    /// <summary>Registers the shell: pages, words, form rules, menu, fragments, compression.</summary>
    public static IServiceCollection AddSpmisWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PortalOptions>().Bind(configuration.GetSection("Portal"));
        services.AddLocalization();
        services.AddLanguageChoice();
        services.Configure<MvcOptions>(o => o.Filters.Add(new LargeForms()));
        services.AddRazorPages().AddDataAnnotationsLocalization(o => o.DataAnnotationLocalizerProvider = (_, words) => words.Create(typeof(Texts)));
        services.AddSingleton<IConfigureOptions<MvcOptions>, MvcWords>();
        services.Configure<CookieTempDataProviderOptions>(o => o.Cookie.Name = FormPage.DoneCookie);
        services.AddAntiforgery(o => (o.Cookie.Name, o.SuppressXFrameOptionsHeader) = ("spmis-form", true)); // SecurityHeaders forbids frames altogether
        services.AddAuthorizationBuilder().AddPolicy(Permission.SignedIn, p => p.RequireAuthenticatedUser());
        services.AddRateLimiter(o => o.RejectionStatusCode = StatusCodes.Status429TooManyRequests);
        services.AddHttpContextAccessor();
        // By default everything but ASCII is written as &#x...;, which makes an Arabic page three times as long.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Show>();
        services.AddSingleton<FormKeys>();
        services.AddScoped<MainMenu>();
        services.AddMenu(new MenuItem("Home", "/", null, 0));
        services.AddSingleton<FragmentTicket>().AddScoped<FragmentClient>();
        services.AddHttpClient(FragmentClient.HttpClientName, FragmentClient.Configure)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        // Tokens in our pages are new in every response, so a compressed secret cannot be guessed by its length (BREACH).
        services.AddResponseCompression(o => (o.EnableForHttps, o.MimeTypes) = (true, [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"]));
        services.Configure<BrotliCompressionProviderOptions>(o => o.Level = CompressionLevel.Optimal);
        return services;
    }

    /// <summary>Registers what the pages over all modules need (approvals, runs, messages, audit); their permissions are <see cref="WorkPermissions"/>.</summary>
    public static IServiceCollection AddWorkPages(this IServiceCollection services) => services
        .AddMenu(
            new MenuItem("Approvals", "/proposals", WorkPermissions.ReadProposals, 500),
            new MenuItem("Approval policy", "/proposals/policy", ApprovalPermissions.Prepare, 510),
            new MenuItem("Runs", "/runs", WorkPermissions.ReadRuns, 600),
            new MenuItem("Audit", "/audit", WorkPermissions.ReadAudit, 800),
            new MenuItem("Extracts for statistics", "/statistics", StatisticsPermissions.Read, 805),
            new MenuItem("How long records are kept", "/retention", RetentionPermissions.Prepare, 810))
        .AddScoped<HostedModules>()
        .AddScoped<IHomeTasks, WorkTasks>();

    /// <summary>Puts the shell into the pipeline, up to and including authentication and authorization; map endpoints (<c>MapRazorPages</c>) after it.</summary>
    public static WebApplication UseSpmisWeb(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => Keep(file.Context) });
        app.UseLanguageChoice();
        app.UseErrorPages();
        app.UseRouting();
        app.UsePageVerbs();
        // Before authentication: a token request is answered there.
        app.UseRateLimiter();
        if (app.Services.GetService<IAuthenticationSchemeProvider>() is not null)
        {
            app.UseAuthentication();
        }

        app.UseAuthorization();
        return app;
    }

    // asp-append-version puts the file's hash into ?v=, so what carries it never changes.
    private static void Keep(HttpContext context) =>
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
}
