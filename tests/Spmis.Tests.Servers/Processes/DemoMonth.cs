using System.Globalization;
using System.Text.Json;

namespace Spmis.Tests.Servers.Processes;

/// <summary>The demo month run as a person runs it: on the command line, in a folder, with a report.</summary>
internal sealed class DemoMonth : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private readonly string root = Directory.CreateTempSubdirectory("spmis-demo-").FullName;
    private readonly string[] size;
    private readonly IReadOnlyDictionary<string, string?> settings;

    public DemoMonth(int persons, int employers, int seed, IReadOnlyDictionary<string, string?>? settings = null)
    {
        size = ["--persons", Text(persons), "--employers", Text(employers), "--seed", Text(seed)];
        this.settings = settings ?? new Dictionary<string, string?>();
    }

    /// <summary>The data folder.</summary>
    public string Data => Path.Combine(root, "data");

    private string ReportPath => Path.Combine(root, "report.json");

    /// <summary>Starts it, or goes on with what was interrupted: its numbers are known there already.</summary>
    public HostProcess Start(bool resume)
    {
        File.Delete(ReportPath);
        return HostProcess.Start(["demo", .. resume ? ["--resume"] : size, "--data", Data, "--report", ReportPath], settings);
    }

    /// <summary>Runs it to its end, undisturbed, and returns its report.</summary>
    public async Task<Totals> RunAsync(bool resume = false)
    {
        await using var process = Start(resume);
        var code = await process.EndAsync(Patience);
        code.ShouldBe(0, process.Output);
        return await ReportAsync();
    }

    /// <summary>What the last run reported.</summary>
    public async Task<Totals> ReportAsync() => Totals.Read(await File.ReadAllTextAsync(ReportPath, TestContext.Current.CancellationToken));

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a report says is in the books.</summary>
internal sealed record Totals(string Counts, string Amounts, IReadOnlyDictionary<string, bool> Promises, IReadOnlyList<string> Steps)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Totals Read(string json)
    {
        using var report = JsonDocument.Parse(json);
        var root = report.RootElement;
        return new Totals(
            Sorted(root.GetProperty("counts")),
            Sorted(root.GetProperty("amountsMinor")),
            root.GetProperty("invariants").EnumerateArray().ToDictionary(i => i.GetProperty("name").GetString() ?? "", i => i.GetProperty("holds").GetBoolean()),
            [.. root.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("name").GetString() ?? "")]);
    }

    /// <summary>The same books as another run's, whatever happened on the way.</summary>
    public void ShouldBeTheSameBooksAs(Totals other, string what)
    {
        Counts.ShouldBe(other.Counts, what);
        Amounts.ShouldBe(other.Amounts, what);
        Promises.Where(p => !p.Value).Select(p => p.Key).ShouldBeEmpty(what);
        Steps.ShouldBe(other.Steps, what);
    }

    private static string Sorted(JsonElement figures) =>
        JsonSerializer.Serialize(new SortedDictionary<string, long>(figures.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64()), StringComparer.Ordinal), Indented);
}
