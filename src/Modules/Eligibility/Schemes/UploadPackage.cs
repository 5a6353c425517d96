using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Rules;

namespace Spmis.Eligibility.Schemes;

/// <summary>A package as handed in.</summary>
public sealed record NewPackage
{
    /// <summary>Path with forward slashes to text: <c>scheme.yaml</c>, <c>tests/cases.csv</c>.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Branch of a benefit, see <see cref="Branches"/>; null for contributions.</summary>
    public string? Branch { get; init; }
}

/// <summary>Where a package is kept.</summary>
/// <param name="PackageId">Its number.</param>
/// <param name="Scheme">The scheme's id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">SHA-256 over the files.</param>
/// <param name="KnownBefore">These very files were handed in before.</param>
public sealed record PackageKept(long PackageId, string Scheme, string Version, string Hash, bool KnownBefore);

/// <summary>Takes a package in: it must load, and its own tests must pass. It decides nothing until it is activated.</summary>
/// <param name="db">The module's database.</param>
public sealed class UploadPackage(EligibilityDb db)
{
    /// <summary>Checks and keeps the package; the same files again are the same package.</summary>
    /// <exception cref="Refused">It does not load (file, line, column), has no tests, a test fails, or its version is taken by another text.</exception>
    public async Task<PackageKept> HandleAsync(NewPackage input, Change change, CancellationToken ct)
    {
        var report = CheckPackage.Of(input.Files);
        if (report.Problem is { } problem)
        {
            throw problem;
        }

        var scheme = report.Scheme ?? throw new InvalidOperationException("A package without a problem was read.");
        if (await db.Packages.AsNoTracking().Where(p => p.Hash == scheme.Hash).Select(p => new { p.Id }).SingleOrDefaultAsync(ct) is { } known)
        {
            return new PackageKept(known.Id, scheme.Id, scheme.Version, scheme.Hash, true);
        }

        if (await db.Packages.AnyAsync(p => p.Scheme == scheme.Id && p.Version == scheme.Version, ct))
        {
            throw new Refused("scheme.version-taken", $"Version {scheme.Version} of {scheme.Id} was handed in before with another text. Give the changed package a new version number.", "files");
        }

        var use = UseOf(scheme);
        CheckBranch(use, input.Branch);
        var row = new SchemePackageRow
        {
            Scheme = scheme.Id, Version = scheme.Version, Hash = scheme.Hash, Name = scheme.Name("en"), Notice = scheme.Notice("en"), Use = use,
            Branch = use == SchemeUse.Contributions ? null : input.Branch, Currency = scheme.Currency.Code, Files = JsonSerializer.Serialize(input.Files, SpmisJson.Options),
            TestsPassed = report.Tests.Count, UploadedAt = change.Now, UploadedBy = change.Actor.Name,
        };
        db.Packages.Add(row);
        await db.SaveAsync(change, ct);
        return new PackageKept(row.Id, row.Scheme, row.Version, row.Hash, false);
    }

    /// <summary>What a package is for, seen from what it answers and asks.</summary>
    internal static SchemeUse UseOf(Scheme scheme) => (scheme.Has("eligible") && scheme.Has("amount"), scheme.Fact(FactNames.Contributions)) switch
    {
        (false, _) => SchemeUse.Contributions,
        (true, null) => SchemeUse.Rounds,
        _ => SchemeUse.Claims,
    };

    private static void CheckBranch(SchemeUse use, string? branch)
    {
        if (use != SchemeUse.Contributions && (branch is null || !Branches.All.ContainsKey(branch)))
        {
            throw new Refused("scheme.no-branch", $"Say which branch the benefit belongs to: {string.Join(", ", Branches.All.Keys)}.", "branch");
        }
    }
}
