using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Spmis.Kernel.Acts;
using Spmis.Rules;

namespace Spmis.Eligibility.Schemes;

/// <summary>What was found in a package before anything is kept of it.</summary>
public sealed record PackageReport
{
    /// <summary>The package, read; null when it does not load.</summary>
    public Scheme? Scheme { get; init; }

    /// <summary>What is wrong with its text or with its test files: file, line, column, wrong, right.</summary>
    public IReadOnlyList<SchemeError> Errors { get; init; } = [];

    /// <summary>Every expected answer of its own tests and what came out.</summary>
    public IReadOnlyList<PackageTestResult> Tests { get; init; } = [];

    /// <summary>The tests that came out otherwise.</summary>
    public IReadOnlyList<PackageTestResult> Failed => [.. Tests.Where(t => !t.Passed)];

    /// <summary>Why it may not be kept or put in force; null when it may.</summary>
    public Refused? Problem { get; init; }
}

/// <summary>Reads a package and runs its own tests. Keeps nothing and decides nothing.</summary>
public static class CheckPackage
{
    private const int MostShown = 20;

    // A package is checked when it is handed in, proposed and put in force. What comes out depends on its text alone, so the last ones that passed are known.
    private static readonly MemoryCache Passed = new(new MemoryCacheOptions { SizeLimit = 32 });

    /// <summary>Checks files by path, text by text.</summary>
    public static PackageReport Of(IReadOnlyDictionary<string, string> files)
    {
        var digest = Digest(files);
        if (Passed.TryGetValue<PackageReport>(digest, out var known) && known is not null)
        {
            return known;
        }

        var report = Read(files);
        if (report.Problem is null)
        {
            Passed.Set(digest, report, new MemoryCacheEntryOptions { Size = 1 });
        }

        return report;
    }

    private static string Digest(IReadOnlyDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n{text.Length}\n{text}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static PackageReport Read(IReadOnlyDictionary<string, string> files)
    {
        Scheme scheme;
        try
        {
            scheme = SchemePackage.Load(files.ToDictionary(f => f.Key, f => Encoding.UTF8.GetBytes(f.Value), StringComparer.Ordinal));
        }
        catch (SchemeErrors errors)
        {
            return Faulty(null, errors, "scheme.faulty", "The package cannot be used:");
        }

        try
        {
            return Tested(scheme, PackageTests.Run(scheme));
        }
        catch (SchemeErrors errors)
        {
            return Faulty(scheme, errors, "scheme.faulty-tests", "The tests cannot be read:");
        }
    }

    private static PackageReport Tested(Scheme scheme, IReadOnlyList<PackageTestResult> tests)
    {
        var failed = tests.Where(t => !t.Passed).ToList();
        var problem = (tests.Count, failed.Count) switch
        {
            (0, _) => new Refused("scheme.untested", "The package has no tests. Add worked examples under tests/, one row a case, and name the file under 'tests:' in scheme.yaml.", "files"),
            (_, 0) => null,
            _ => new Refused("scheme.tests-fail", $"{failed.Count} of {tests.Count} expected answers came out otherwise:{Lines(failed)}", "files"),
        };
        return new PackageReport { Scheme = scheme, Tests = tests, Problem = problem };
    }

    private static PackageReport Faulty(Scheme? scheme, SchemeErrors errors, string code, string title) =>
        new() { Scheme = scheme, Errors = errors.Errors, Problem = new Refused(code, title + Lines(errors.Errors), "files") };

    private static string Lines<T>(IReadOnlyList<T> all)
    {
        var more = all.Count > MostShown ? $"{Environment.NewLine}... and {all.Count - MostShown} more." : "";
        return Environment.NewLine + string.Join(Environment.NewLine, all.Take(MostShown)) + more;
    }
}
