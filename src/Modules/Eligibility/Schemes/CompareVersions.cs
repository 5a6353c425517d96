using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Rules;

namespace Spmis.Eligibility.Schemes;

/// <summary>Two versions of a scheme side by side.</summary>
public sealed record VersionComparison
{
    /// <summary>The older version as handed in.</summary>
    public required SchemePackageRow BeforeRow { get; init; }

    /// <summary>The newer version as handed in.</summary>
    public required SchemePackageRow AfterRow { get; init; }

    /// <summary>The older version, read.</summary>
    public required Scheme Before { get; init; }

    /// <summary>The newer version, read.</summary>
    public required Scheme After { get; init; }

    /// <summary>What differs.</summary>
    public required IReadOnlyList<SchemeDifference> Differences { get; init; }

    /// <summary>Worked examples of the older version that come out otherwise by the newer.</summary>
    public required IReadOnlyList<PackageTestResult> Examples { get; init; }

    /// <summary>Why the examples of the older version cannot be put to the newer; null when they could.</summary>
    public string? ExamplesProblem { get; init; }
}

/// <summary>Compares a package with another version of the same scheme: by default with the one handed in before it.</summary>
/// <param name="db">The module's database.</param>
public sealed class CompareVersions(EligibilityDb db)
{
    /// <summary>Compares.</summary>
    /// <param name="id">The newer package.</param>
    /// <param name="withId">The older one; null for the version handed in before.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">There is no such package, no earlier version, or the two are of different schemes.</exception>
    public async Task<VersionComparison> HandleAsync(long id, long? withId, CancellationToken ct)
    {
        var after = await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refused("scheme.unknown", $"There is no package {id}.");
        var before = withId is { } other
            ? await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == other, ct) ?? throw new Refused("scheme.unknown", $"There is no package {other}.")
            : await db.Packages.AsNoTracking().Where(p => p.Scheme == after.Scheme && p.Id < id).OrderByDescending(p => p.Id).FirstOrDefaultAsync(ct)
                ?? throw new Refused("scheme.first-version", $"{after.Scheme} {after.Version} is the first version handed in; there is nothing to compare it with.");
        if (before.Scheme != after.Scheme)
        {
            throw new Refused("scheme.other-scheme", $"Package {before.Id} is of {before.Scheme}, not of {after.Scheme}. Choose two versions of one scheme.");
        }

        var (old, now) = (SchemeBook.Load(before), SchemeBook.Load(after));
        var (examples, problem) = Examples(before, after);
        return new VersionComparison { BeforeRow = before, AfterRow = after, Before = old, After = now, Differences = CompareSchemes.Of(old, now), Examples = examples, ExamplesProblem = problem };
    }

    /// <summary>The older version's worked examples, put to the newer rules: what the change means for cases people know.</summary>
    private static (IReadOnlyList<PackageTestResult> Otherwise, string? Problem) Examples(SchemePackageRow before, SchemePackageRow after)
    {
        static bool IsTest(string path) => path.StartsWith("tests/", StringComparison.Ordinal);
        var (old, now) = (SchemeBook.FilesOf(before.Files), SchemeBook.FilesOf(after.Files));
        var mixed = now.Where(f => !IsTest(f.Key) || !old.ContainsKey(f.Key)).Concat(old.Where(f => IsTest(f.Key))).ToDictionary(StringComparer.Ordinal);
        var report = CheckPackage.Of(mixed);
        return ([.. report.Failed.Where(t => old.ContainsKey(t.File))], report.Errors.Count == 0 ? null : report.Errors[0].ToString());
    }
}
