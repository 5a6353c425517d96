using System.Text.RegularExpressions;
using Spmis.TestKit;

namespace Spmis.Tests.Architecture;

/// <summary>Where modules run in processes of their own, the proxy sends each page to the process that has it.</summary>
public sealed class ProxyTests
{
    [Fact]
    public void Pages_OfEveryModule_AreSentToItsProcess()
    {
        var rules = Regex.Matches(System.IO.File.ReadAllText(Path.Combine(Repository.Root, "infra", "docker", "nginx.conf")), @"^\s+~(\^\S+)\s+(\S+);", RegexOptions.Multiline)
            .Select(m => (Path: new Regex(m.Groups[1].Value), Module: m.Groups[2].Value)).Where(r => r.Module != "$named").ToList();
        rules.Count.ShouldBeGreaterThan(3);
        var modules = Path.Combine(Repository.Root, "src", "Modules");
        var pages = Directory.EnumerateFiles(modules, "*.cshtml", SearchOption.AllDirectories)
            .Select(f => (Module: Path.GetRelativePath(modules, f).Split(Path.DirectorySeparatorChar)[0].ToLowerInvariant(), Path: Regex.Match(System.IO.File.ReadAllText(f), "@page \"([^\"]+)\"").Groups[1].Value))
            .Where(p => p.Path.Length > 0 && !p.Path.StartsWith("/fragments", StringComparison.Ordinal)).ToList();
        pages.Count.ShouldBeGreaterThan(100);

        pages.Where(p => (rules.FirstOrDefault(r => r.Path.IsMatch(p.Path)).Module ?? "registration") != p.Module).ShouldBeEmpty();
    }
}
