using System.Text;
using System.Xml;
using System.Xml.Schema;
using Shouldly;
using Spmis.Iso20022;
using Spmis.Iso20022.Statements;
using Spmis.Iso20022.Statuses;
using Spmis.Iso20022.Transfers;
using Xunit;

namespace Spmis.Tests.Iso20022;

/// <summary>Helps the bank file tests: the schemas and samples beside the repository, and whole files read at once.</summary>
internal static class BankFiles
{
    /// <summary>A file of the shared folder; the test is skipped where the folder is not there.</summary>
    public static string Shared(string path)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Directory.Packages.props")))
        {
            root = root.Parent;
        }

        var folder = Environment.GetEnvironmentVariable("SPMIS_SHARED") ?? Path.Combine(root?.Parent?.FullName ?? "", "shared");
        var file = Path.Combine(folder, "specs/iso20022", path);
        Assert.SkipUnless(File.Exists(file), "../shared not present");
        return file;
    }

    public static string Sample(string name) => File.ReadAllText(Shared("samples/" + name));

    public static void ShouldFitSchema(byte[] file, string schema)
    {
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, Shared("xsd/" + schema + ".xsd"));
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        var faults = new List<string>();
        settings.ValidationEventHandler += (_, e) => faults.Add($"line {e.Exception.LineNumber}: {e.Message}");
        using var reader = XmlReader.Create(new MemoryStream(file), settings);
        while (reader.Read())
        {
        }

        faults.ShouldBeEmpty();
    }

    public static Stream Of(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    public static async Task<(ReadCreditTransfers Reader, List<CreditTransferRead> Lines)> TransfersAsync(string text)
    {
        var reader = await ReadCreditTransfers.OpenAsync(Of(text), ReadLimits.Usual, CancellationToken.None);
        return (reader, await ListAsync(reader.ReadAsync(CancellationToken.None)));
    }

    public static async Task<(ReadStatusReport Reader, List<StatusLine> Lines)> StatusesAsync(string text)
    {
        var reader = await ReadStatusReport.OpenAsync(Of(text), ReadLimits.Usual, CancellationToken.None);
        return (reader, await ListAsync(reader.ReadAsync(CancellationToken.None)));
    }

    public static async Task<(ReadStatements Reader, List<StatementLine> Lines)> StatementsAsync(string text, ReadLimits? limits = null)
    {
        var reader = await ReadStatements.OpenAsync(Of(text), limits ?? ReadLimits.Usual, CancellationToken.None);
        return (reader, await ListAsync(reader.ReadAsync(CancellationToken.None)));
    }

    public static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
        {
            list.Add(item);
        }

        return list;
    }

    public static async IAsyncEnumerable<T> Stream<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }
}
