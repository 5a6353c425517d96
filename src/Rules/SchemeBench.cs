using System.Diagnostics;

namespace Spmis.Rules;

/// <summary>How fast a package is, measured on the cases of its own tests.</summary>
/// <param name="Rule">The rule measured.</param>
/// <param name="RowsPerSecond">Cases a second on one core, compiled, the facts being in the row already.</param>
/// <param name="ExplainMicroseconds">One case with its explanation.</param>
public sealed record RuleSpeed(string Rule, double RowsPerSecond, double ExplainMicroseconds);

/// <summary>Measures packages.</summary>
public static class SchemeBench
{
    private const int MostRows = 256;

    /// <summary>Measures rules one by one.</summary>
    /// <param name="scheme">The package.</param>
    /// <param name="rules">Names of rules; empty for all outputs.</param>
    /// <param name="time">How long each measurement runs.</param>
    /// <exception cref="ArgumentException">The package has no test cases, or no such rule.</exception>
    public static IReadOnlyList<RuleSpeed> Run(Scheme scheme, IReadOnlyList<string> rules, TimeSpan time)
    {
        var cases = PackageTests.Run(scheme).Select(t => t.Facts).Distinct().ToList();
        return cases.Count > 0
            ? [.. (rules.Count > 0 ? rules : scheme.Outputs.Select(o => o.Id)).Select(rule => Measure(scheme, rule, cases, time))]
            : throw new ArgumentException($"Package {scheme.Id} has no tests to take cases from. Add tests/*.csv.");
    }

    private static RuleSpeed Measure(Scheme scheme, string rule, List<Facts> all, TimeSpan time)
    {
        // A case that cannot be told ends early and would flatter the figure.
        var known = all.FindAll(facts => scheme.Interpret(rule, facts).IsKnown).Take(MostRows).ToList();
        var cases = known.Count > 0 ? known : all;
        var rows = cases.ConvertAll(facts =>
        {
            var row = scheme.NewRow();
            row.Load(facts);
            return row;
        });
        var compiled = scheme.Compile(rule);
        var perSecond = PerSecond(time, i => compiled.Evaluate(rows[i % rows.Count]).IsKnown);
        var explained = PerSecond(time, i => scheme.Evaluate(rule, cases[i % cases.Count]).Value.IsKnown);
        return new RuleSpeed(rule, perSecond, 1e6 / explained);
    }

    private static double PerSecond(TimeSpan time, Func<int, bool> act)
    {
        const int Batch = 512;
        var known = 0L;
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < time / 4;)
        {
            known += act(0) ? 1 : 0;
        }

        var count = 0L;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time || count == 0)
        {
            // The clock is read once a batch; slow acts look at it more often.
            for (var i = 0; i < Batch && (i % 16 != 0 || clock.Elapsed < time || count == 0); i++, count++)
            {
                known += act((int)(count & int.MaxValue)) ? 1 : 0;
            }
        }

        GC.KeepAlive(known);
        return count / clock.Elapsed.TotalSeconds;
    }
}
