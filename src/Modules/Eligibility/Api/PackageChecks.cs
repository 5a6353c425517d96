using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Rules;

namespace Spmis.Eligibility.Api;

/// <summary>What was found in a package.</summary>
/// <param name="Holds">Whether it may be handed in.</param>
/// <param name="Code">Why not.</param>
/// <param name="Scheme">The scheme's id, when it loads.</param>
/// <param name="Version">Its version, when it loads.</param>
/// <param name="Hash">SHA-256 over its files, when it loads.</param>
/// <param name="Errors">What is wrong, at most 200.</param>
/// <param name="Tests">Expected answers looked at.</param>
/// <param name="Failed">Those that came out otherwise, at most 200.</param>
public sealed record PackageCheckView(bool Holds, string? Code, string? Scheme, string? Version, string? Hash, IReadOnlyList<SchemeError> Errors, int Tests, IReadOnlyList<FailedTest> Failed);

/// <summary>An example that came out otherwise.</summary>
public sealed record FailedTest(string File, int Line, string Case, string Rule, string Expected, string Got);

/// <summary>Packages as zip files, and the check that keeps nothing.</summary>
internal static class PackageChecks
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/packages/check", (PackageRequest request) => View(CheckPackage.Of(request.Files))).Reads("schemes.prepare").WithSummary("Checks a package and runs its tests; keeps nothing");
        api.MapGet("/packages/{id:long}/comparison", CompareAsync).Reads("schemes.read").WithSummary("What a package changes against another version of its scheme, by default the one handed in before");
        api.MapGet("/packages/{id:long}/conformity", ConformityAsync).Reads("schemes.read").WithSummary("A benefit measured against ILO Convention 102; wages in major units a month");
        api.MapPost("/packages/zip", UploadAsync).Writes(EligibilityModule.ModuleName, "schemes.prepare").WithMetadata(new RequestSizeLimitAttribute(PackageZip.MostZipBytes + 1024))
            .WithSummary("Hands in a package: the body is the zip file; branch of a benefit in the query");
    }

    private static async Task<object> CompareAsync(long id, long? with, CompareVersions act, CancellationToken ct)
    {
        var found = await act.HandleAsync(id, with, ct);
        return new
        {
            scheme = found.After.Id, before = found.Before.Version, after = found.After.Version,
            differences = found.Differences.Take(1_000).Select(d => new { d.Thing, d.Id, label = d.Label("en"), from = (d.FigureAfter ?? d.FigureBefore)?.From, d.Before, d.After }),
            examples = found.Examples.Take(Most).Select(t => new FailedTest(t.File, t.Line, t.Case, t.Rule, t.Expected.ToString(), t.Got.ToString())), found.ExamplesProblem,
        };
    }

    private static async Task<object> ConformityAsync(long id, decimal? skilledWage, decimal? labourerWage, decimal? familyAllowances, MeasureConformity act, CurrentActor current, CancellationToken ct) =>
        (await act.HandleAsync(id, new ConformityWages(skilledWage, labourerWage, familyAllowances), current.Change("schemes.conformity").Today, ct)).Report;

    private static PackageCheckView View(PackageReport report) => new(
        report.Problem is null, report.Problem?.Code, report.Scheme?.Id, report.Scheme?.Version, report.Scheme?.Hash, [.. report.Errors.Take(Most)], report.Tests.Count,
        [.. report.Failed.Take(Most).Select(t => new FailedTest(t.File, t.Line, t.Case, t.Rule, t.Expected.ToString(), t.Got.ToString()))]);

    private static async Task<object> UploadAsync(string? branch, HttpRequest request, UploadPackage act, CurrentActor current, CancellationToken ct)
    {
        var kept = await act.HandleAsync(new NewPackage { Files = await PackageZip.ReadAsync(request.Body, ct), Branch = branch }, current.Change("schemes.upload"), ct);
        return new Created($"/api/eligibility/packages/{kept.PackageId}", kept);
    }
}
