using System.Globalization;
using Spectre.Console;
using Spmis.Values;

namespace Spmis.Host.Demo;

/// <summary>The outcome for people, on standard output.</summary>
internal static class DemoSummary
{
    public static void Print(DemoReport report)
    {
        var currency = Currency.Of(report.Currency);
        var figures = new Table().Title("The month in figures").AddColumn("what").AddColumn(new TableColumn("count or amount").RightAligned());
        foreach (var (name, count) in report.Counts)
        {
            figures.AddRow(Markup.Escape(Words(name)), count.ToString("N0", CultureInfo.InvariantCulture));
        }

        foreach (var (name, minor) in report.AmountsMinor)
        {
            figures.AddRow(Markup.Escape(Words(name)), new Money(minor, currency).ToString());
        }

        var promises = new Table().Title("The promises").AddColumn("promise").AddColumn("holds").AddColumn("figures");
        foreach (var promise in report.Invariants)
        {
            promises.AddRow(Markup.Escape(promise.Name), promise.Holds ? "[green]yes[/]" : "[red]NO[/]", Markup.Escape(promise.Detail));
        }

        AnsiConsole.Write(figures);
        AnsiConsole.Write(promises);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{report.Steps.Count} steps in {report.Seconds:N1} s, peak memory {report.PeakMemoryBytes / 1048576.0:N0} MiB.");
    }

    // receiptsHeld -> receipts held
    private static string Words(string name) => string.Concat(name.Select(c => char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
