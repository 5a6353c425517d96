using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Spmis.Web.Shell;
using Xunit;

namespace Spmis.Tests.Web;

/// <summary>Every word the portal shows exists in every language, for the shell and for each module that has words of its own.</summary>
public sealed partial class TextsTests
{
    public static TheoryData<string> Resources()
    {
        var data = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "src"), "*Texts.resx", SearchOption.AllDirectories).Where(IsSource))
        {
            data.Add(Path.GetRelativePath(Root(), file).Replace('\\', '/'));
        }

        return data;
    }

    [Theory, MemberData(nameof(Resources))]
    public void Texts_InEveryLanguage_HaveTheSameKeysAndPlaceholders(string file)
    {
        var english = Read(Path.Combine(Root(), file));
        foreach (var language in Cultures.Names.Select(n => n.Code).Where(c => c != "en"))
        {
            var other = Read(Path.Combine(Root(), Path.ChangeExtension(file, $".{language}.resx")));
            other.Keys.Except(english.Keys).ShouldBeEmpty($"{language} has keys English lacks");
            english.Keys.Except(other.Keys).ShouldBeEmpty($"{language} lacks keys");
            foreach (var (key, text) in english)
            {
                other[key].ShouldNotBeNullOrWhiteSpace($"{language}: {key}");
                Placeholders(other[key]).ShouldBe(Placeholders(text), $"{language}: {key}");
            }
        }
    }

    [Theory, MemberData(nameof(Resources))]
    public void Texts_UsedByTheProject_AreAllThere(string file)
    {
        var keys = Read(Path.Combine(Root(), file)).Keys.ToHashSet(StringComparer.Ordinal);
        var folder = Path.GetDirectoryName(Path.Combine(Root(), file))!; // a file below the root has a folder
        var used = Directory.EnumerateFiles(folder, "*.cs*", SearchOption.AllDirectories)
            .Where(f => IsSource(f) && Path.GetExtension(f) is ".cs" or ".cshtml")
            .SelectMany(f => Use().Matches(File.ReadAllText(f)).Select(m => Regex.Unescape(m.Groups[1].Value)));
        used.Distinct(StringComparer.Ordinal).Where(k => !keys.Contains(k)).ShouldBeEmpty();
    }

    private static Dictionary<string, string> Read(string path) => XDocument.Load(path).Root!.Elements("data") // a document that loads has a root
        .ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")?.Value ?? "", StringComparer.Ordinal); // the format demands a name

    private static string Placeholders(string text) => string.Join(' ', Placeholder().Matches(text).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal));

    private static bool IsSource(string path) => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        var folder = Path.GetDirectoryName(here);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Directory.Packages.props")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests are not inside the repository.");
    }

    [GeneratedRegex("\\b(?:T|texts|words|Words)\\[\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Use();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();
}
