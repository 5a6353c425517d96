using System.Xml;
using System.Xml.Schema;
using Shouldly;
using Xunit;

namespace Spmis.Tests.Samples;

/// <summary>The ISO 20022 schemas, which lie beside the repository and not in it.</summary>
internal static class Schemas
{
    public static void ShouldBeValid(string path, string message)
    {
        var schema = Path.Combine(Shared(), "specs", "iso20022", "xsd", message + ".xsd");
        if (!File.Exists(schema))
        {
            Assert.Skip("../shared not present");
        }

        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, schema);
        var problems = new List<string>();
        settings.ValidationEventHandler += (_, e) => problems.Add($"line {e.Exception.LineNumber}: {e.Message}");
        using var reader = XmlReader.Create(path, settings);
        while (reader.Read())
        {
        }

        problems.ShouldBeEmpty();
    }

    private static string Shared()
    {
        if (Environment.GetEnvironmentVariable("SPMIS_SHARED") is { Length: > 0 } told)
        {
            return told;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.Parent?.FullName ?? "", "shared");
    }
}
