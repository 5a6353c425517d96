using System.Text.RegularExpressions;
using Spmis.TestKit;

namespace Spmis.Tests.Identity;

/// <summary>A control that names a test which is not there is a promise nobody keeps.</summary>
public sealed partial class DecisionTests
{
    [Theory]
    [InlineData("0002-sign-in.md", 0)]
    [InlineData("0006-threat-model.md", 20)]
    [InlineData("0007-asvs.md", 35)]
    [InlineData("0014-sealed-columns.md", 0)]
    public void Tests_NamedInDecisions_Exist(string file, int atLeast)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).ToLookup(f => Path.GetFileNameWithoutExtension(f), System.IO.File.ReadAllText);
        var named = Named().Matches(System.IO.File.ReadAllText(Path.Combine(Repository.Root, "src", "decisions", file))).Select(m => (Class: m.Groups[1].Value, Test: m.Groups[2].Value)).Distinct().ToList();

        named.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        named.Where(n => !sources[n.Class].Any(text => n.Test.Length == 0 || text.Contains($" {n.Test}(", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\b([A-Z]\w+Tests)\b(?:\.(\w+))?")]
    private static partial Regex Named();
}
