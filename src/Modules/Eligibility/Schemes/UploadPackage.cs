using System.Text;
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
    private const int MostShown = 20;

    /// <summary>Checks and keeps the package; the same files again are the same package.</summary>
    /// <exception cref="Refused">It does not load (file, line, column), has no tests, a test fails, or its version is taken by another text.</exception>
    public async Task<PackageKept> HandleAsync(NewPackage input, Change change, CancellationToken ct)
    {
        var scheme = Load(input.Files);
        var tests = Test(scheme);
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
            TestsPassed = tests, UploadedAt = change.Now, UploadedBy = change.Actor.Name,
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

    private static Scheme Load(IReadOnlyDictionary<string, string> files)
    {
        try
        {
            return SchemePackage.Load(files.ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));
        }
        catch (SchemeErrors errors)
        {
            var shown = string.Join(Environment.NewLine, errors.Errors.Take(MostShown));
            var more = errors.Errors.Count > MostShown ? $"{Environment.NewLine}... and {errors.Errors.Count - MostShown} more." : "";
            throw new Refused("scheme.faulty", $"The package cannot be used:{Environment.NewLine}{shown}{more}", "files");
        }
    }

    private static int Test(Scheme scheme)
    {
        var results = RunTests(scheme);
        if (results.Count == 0)
        {
            throw new Refused("scheme.untested", "The package has no tests. Add worked examples under tests/, one row a case, and name the file under 'tests:' in scheme.yaml.", "files");
        }

        var failed = results.Where(r => !r.Passed).ToList();
        return failed.Count == 0
            ? results.Count
            : throw new Refused("scheme.tests-fail", $"{failed.Count} of {results.Count} expected answers came out otherwise:{Environment.NewLine}{string.Join(Environment.NewLine, failed.Take(MostShown))}", "files");
    }

    private static IReadOnlyList<PackageTestResult> RunTests(Scheme scheme)
    {
        try
        {
            return PackageTests.Run(scheme);
        }
        catch (SchemeErrors errors)
        {
            throw new Refused("scheme.faulty-tests", $"The tests cannot be read:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Errors.Take(MostShown))}", "files");
        }
    }

    private static void CheckBranch(SchemeUse use, string? branch)
    {
        if (use != SchemeUse.Contributions && (branch is null || !Branches.All.ContainsKey(branch)))
        {
            throw new Refused("scheme.no-branch", $"Say which branch the benefit belongs to: {string.Join(", ", Branches.All.Keys)}.", "branch");
        }
    }
}
