using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;

namespace Spmis.Kernel.Access;

/// <summary>
/// Some persons must not be seen by everybody whose office and role would let them: people under protection, the institution's own staff, persons of public interest.
/// Rows that belong to them are left out of what staff without the permission read (<see cref="ModuleDb.HidesRestricted"/>); an address that names them answers 403, not 404:
/// who is told that a person is unknown registers that person once more.
/// </summary>
public static partial class RestrictedRecords
{
    /// <summary>Who holds it sees restricted records.</summary>
    public const string Permission = "persons.restricted";

    /// <summary>The code of the refusal to who holds the record. Pages and APIs answer it with 403.</summary>
    public const string OwnCode = "access.own-record";

    /// <summary>The code of the refusal. Pages and APIs answer it with 403.</summary>
    public const string Code = "access.restricted";

    /// <summary>Puts the gate into the pipeline, after authorization: every address that names a person by number, of pages, parts of pages and APIs, for reading and for acts.</summary>
    public static void UseRestrictedRecords(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (await RefusalAsync(context) is not { } refused)
        {
            await next(context);
            return;
        }

        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            throw refused; // The error page says it in words.
        }

        await Problems.Of(refused).ExecuteAsync(context);
    });

    /// <summary>The code of the refusal of acts on the records of one's own household. Pages and APIs answer it with 403.</summary>
    public const string HouseholdCode = "access.own-household";

    /// <summary>The refusal to who may not see a restricted record.</summary>
    /// <param name="number">Registration number.</param>
    /// <param name="office">Name of the office that keeps it.</param>
    /// <param name="field">The field in which the number was sent.</param>
    public static Refused Refusal(string number, string? office, string? field = null) =>
        new(Code, $"{number} is a restricted record. The person is registered: do not register anybody again, and ask {Ask(office)}.", field);

    /// <summary>The refusal to the person whose record it is: staff neither work on it nor look it up by their account of staff.</summary>
    public static Refused OwnRefusal(string number, string? field = null) =>
        new(OwnCode, $"{number} is your own record. Nobody works on the own record or looks it up as staff: ask a colleague. What is held on you, you see by an account of your own as an insured person.", field);

    /// <summary>Registration number of who holds the account of staff by which a request comes; null for all others, and for requests of nobody.</summary>
    internal static string? HolderOf(HttpContext? http) => http?.User is { Identity.IsAuthenticated: true } user ? user.FindFirstValue(SpmisClaims.Holder) : null;

    /// <summary>Whether the own record is left out of what a request reads. As for restricted records, an act that concerns the nation counts everybody.</summary>
    internal static bool HidesHolder(HttpContext? http) => HolderOf(http) is not null && (IsFetching(http) || !ConcernsNation(http!, http!.RequestServices.GetRequiredService<IReadOnlyList<Permission>>())); // There is a holder, so there is a request.

    /// <summary>Whom to ask.</summary>
    public static string Ask(string? office) => office is null ? "the supervisor of the head office" : $"the supervisor of {office}";

    /// <summary>Whether restricted records are hidden from a request: it is by staff, or by a program with a role of staff, without the permission. Employers, associations, agencies and persons see their own only, as before.
    /// An act that concerns the nation (a payment run, a round) counts everybody, whoever starts it; it shows nobody.</summary>
    internal static bool AreHiddenFrom(HttpContext? http)
    {
        if (http?.User is not { Identity.IsAuthenticated: true } user)
        {
            return false; // Consumers, runs, commands; and what anybody may open shows no records.
        }

        var roles = user.Claims.Where(c => c.Type is ClaimTypes.Role or "role").Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        if (!roles.Overlaps(Roles.OfStaff))
        {
            return false;
        }

        var permissions = http.RequestServices.GetRequiredService<IReadOnlyList<Permission>>();
        var may = permissions.SingleOrDefault(p => p.Name == Permission);
        return may is not null && !roles.Overlaps(may.Roles) && (IsFetching(http) || !ConcernsNation(http, permissions));
    }

    internal static bool IsFetching(HttpContext? http) => http is not null && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method));

    private static bool ConcernsNation(HttpContext http, IReadOnlyList<Permission> permissions)
    {
        var asked = http.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).ToHashSet() ?? [];
        return permissions.Any(p => p.Nation && asked.Contains(p.Name));
    }

    private static async Task<Refused?> RefusalAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern } || !OfPerson().IsMatch(pattern) || context.GetRouteValue("number") is not string given || context.User.Identity?.IsAuthenticated != true)
        {
            return null;
        }

        // Every module keeps the same rows; where several are here, registration's are the first to be true.
        if (context.RequestServices.GetServices<IModule>().OrderByDescending(m => m.Name == "registration").FirstOrDefault() is not { } module)
        {
            return null;
        }

        var db = context.RequestServices.GetRequiredKeyedService<ModuleDb>(module.Name);
        if (await db.RefusalOfAsync(given, null, context.RequestAborted) is { } refused)
        {
            return refused;
        }

        return !IsFetching(context) && HolderOf(context) is { } own && context.RequestServices.GetService<IOwnHousehold>() is { } household && await household.HasAsync(own, given, context.RequestAborted)
            ? new Refused(HouseholdCode, $"{given} belongs to your own household. Nobody works on the records of the own household: ask a colleague.")
            : null;
    }

    [GeneratedRegex(@"(^|/)persons?/\{number\??\}")]
    private static partial Regex OfPerson();
}
