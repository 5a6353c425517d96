using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Identity.Reads;

/// <summary>
/// Puts on the record who looked at whose data, in every process, before the answer leaves: what cannot be recorded is not shown. Which persons an
/// answer shows is said by the act that reads (<see cref="PersonsShown"/>) and by the address (<c>persons/{number}</c>).
/// </summary>
public static partial class RecordReads
{
    private const int LongestNumber = 20;

    /// <summary>Puts it into the pipeline, after authorization: who was not let in has seen nothing.</summary>
    public static void UseRecordedReads(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || context.User.Identity?.IsAuthenticated != true)
        {
            await next(context);
            return;
        }

        var (pattern, shown) = (endpoint.RoutePattern.RawText ?? "", context.RequestServices.GetRequiredService<PersonsShown>());
        shown.Recording = numbers => WriteAsync(context, pattern, numbers);
        context.Response.OnStarting(() => RecordAsync(context, pattern));
        await next(context);
        if (context.Response.HasStarted)
        {
            await shown.RecordAsync(); // Rows read when the answer had begun, by who says nothing in time: late, but not lost.
        }
    });

    /// <summary>Whether an address names the person it shows.</summary>
    public static bool NamesPerson(string pattern) => OfPerson().IsMatch(pattern);

    /// <summary>For which work the page or call is.</summary>
    public static string PurposeOf(string pattern, Actor actor)
    {
        if (actor.Roles is [Roles.Auditor])
        {
            return "audit";
        }

        if (actor.Roles is [Roles.Person])
        {
            return "own";
        }

        var parts = pattern.Trim('/').Split('/');
        return parts[^1] == "report" ? "report" : parts[0] switch
        {
            "api" or "fragments" when parts.Length > 1 => parts[1],
            "association" when parts.Length > 1 => parts[1] switch { "payments" => "contributions", "agreements" => "eligibility", _ => "registration" },
            "contributions" or "bills" or "returns" or "receipts" or "member-lists" => "contributions",
            "eligibility" or "claims" or "awards" or "determinations" or "schemes" => "eligibility",
            "payments" => "payments",
            _ => "registration",
        };
    }

    private static async Task RecordAsync(HttpContext context, string pattern)
    {
        var shown = context.RequestServices.GetRequiredService<PersonsShown>();
        var given = HttpMethods.IsGet(context.Request.Method) && context.Response.StatusCode == StatusCodes.Status200OK;
        if (given && NamesPerson(pattern) && context.GetRouteValue("number") is string { Length: > 0 } number)
        {
            shown.Add(new string([.. number.Where(char.IsAsciiDigit).Take(LongestNumber)]));
        }

        await shown.RecordAsync();
    }

    private static async Task WriteAsync(HttpContext context, string pattern, IReadOnlyCollection<string> numbers)
    {
        var (actor, at) = (CurrentActor.Of(context.User), context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        // A database of its own, not the request's: that one may be in the middle of something.
        await using var scope = context.RequestServices.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var restricted = await RestrictedAsync(db, numbers, DateOnly.FromDateTime(at));
        List<PersonRead> rows = [.. numbers.Select(person => PersonRead.Of(at, actor, person, pattern.TrimStart('/'), PurposeOf(pattern, actor), restricted.Contains(person)))];
        await db.BulkInsertAsync(rows, CancellationToken.None);
    }

    /// <summary>Which of these records are restricted on the day, to be marked.</summary>
    private static async Task<HashSet<string>> RestrictedAsync(IdentityDb db, IReadOnlyCollection<string> numbers, DateOnly day)
    {
        HashSet<string> found = [];
        foreach (var page in numbers.Chunk(PersonsShown.InPart))
        {
            found.UnionWith(await db.Restricted.AsNoTracking().Where(RestrictedPerson.StandsOn(day)).Where(r => page.Contains(r.Number)).Select(r => r.Number).ToListAsync());
        }

        return found;
    }

    [GeneratedRegex(@"(^|/)persons?/\{number\}")]
    private static partial Regex OfPerson();
}
