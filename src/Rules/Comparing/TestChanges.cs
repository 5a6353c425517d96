using Spmis.Rules.Testing;

namespace Spmis.Rules.Comparing;

/// <summary>Changes of the worked examples a package brings along.</summary>
internal static class TestChanges
{
    public static IEnumerable<SchemeChange> Of(Scheme before, Scheme after)
    {
        var (old, now) = (Cases(before), Cases(after));
        return
        [
            .. Sets.Compare(old, now, c => c.Key, (c, how) => new SchemeChange("test", c.Key, how, $"The example {c.Key} is {how}: expected {c.Value}.")),
            .. old.Join(now, c => c.Key, c => c.Key, (o, n) => (Old: o, Now: n)).Where(p => p.Old.Value != p.Now.Value)
                .Select(p => new SchemeChange("test", p.Now.Key, "changed", $"The example {p.Now.Key} expected {p.Old.Value} and expects {p.Now.Value}.")),
        ];
    }

    private static Dictionary<string, RuleValue> Cases(Scheme scheme) => scheme.TestFiles
        .SelectMany(f => TestFile.Read(scheme, f.Key, f.Value))
        .GroupBy(c => $"{c.File} '{c.Name}' {c.Rule}", StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Expected, StringComparer.Ordinal);
}
