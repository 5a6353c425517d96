using System.Diagnostics;
using Spmis.Rules.Testing;

namespace Spmis.Rules;

/// <summary>Runs the worked examples of a package: the CSV files its authors keep in a spreadsheet.</summary>
public static class PackageTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Evaluates every expected answer of every case.</summary>
    /// <exception cref="SchemeErrors">A test file cannot be read: an unknown column, a value of the wrong form.</exception>
    public static IReadOnlyList<PackageTestResult> Run(Scheme scheme)
    {
        var clock = Stopwatch.StartNew();
        var results = new List<PackageTestResult>();
        foreach (var test in scheme.TestFiles.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => TestFile.Read(scheme, f.Key, f.Value)))
        {
            results.Add(clock.Elapsed < Longest ? Run(scheme, test) : throw new SchemeErrors([new SchemeError(test.File, test.Line, 1, $"The tests take longer than {Longest.TotalMinutes} minutes.", "Shorten the lists, or keep fewer cases.")]));
        }

        return results;
    }

    private static PackageTestResult Run(Scheme scheme, TestCase test)
    {
        var result = scheme.Evaluate(test.Rule, test.Facts, test.AsKnownOn);
        return new PackageTestResult(test.File, test.Line, test.Name, test.Rule, test.Expected, result.Value, test.Facts, result.Explanation);
    }
}

/// <summary>One expected answer and what came out.</summary>
/// <param name="File">Test file inside the package.</param>
/// <param name="Line">Line of the case.</param>
/// <param name="Case">Name of the case.</param>
/// <param name="Rule">Rule asked.</param>
/// <param name="Expected">Expected value; unknown for "cannot tell".</param>
/// <param name="Got">What came out.</param>
/// <param name="Facts">The facts of the case.</param>
/// <param name="Explanation">Why.</param>
public sealed record PackageTestResult(string File, int Line, string Case, string Rule, RuleValue Expected, RuleValue Got, Facts Facts, Explanation Explanation)
{
    /// <summary>Whether it came out as expected.</summary>
    public bool Passed => Got == Expected;

    /// <summary>"tests/cases.csv:3 'below the limit': contribution.employee expected 540, got 530".</summary>
    public override string ToString() => $"{File}:{Line} '{Case}': {Rule} expected {Expected}, got {Got}";
}
