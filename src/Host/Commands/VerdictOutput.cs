using System.Text.Json;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;

namespace Spmis.Host.Commands;

/// <summary>What became of a status file, or would.</summary>
internal sealed record IngestSummary
{
    public required string Agency { get; init; }

    public required string File { get; init; }

    public required bool DryRun { get; init; }

    public required string Format { get; init; }

    /// <summary>The same content came before: nothing was done again.</summary>
    public required bool ReadBefore { get; init; }

    public long? Run { get; init; }

    public required string State { get; init; }

    public string? Problem { get; init; }

    public required long Lines { get; init; }

    public required long Accepted { get; init; }

    public required long Refused { get; init; }

    /// <summary>Payments each outcome is new for.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    public required long Contradictions { get; init; }
}

/// <summary>Verdicts line by line on standard output, as they come: as JSON in one object with the summary behind them, in memory that does not grow with the file; for people those that need a look.</summary>
internal sealed class VerdictOutput : IAsyncDisposable
{
    private const int Shown = 100;
    private readonly Utf8JsonWriter? json;
    private long told;

    public VerdictOutput(bool asJson)
    {
        if (asJson)
        {
            json = new Utf8JsonWriter(Console.OpenStandardOutput(), new JsonWriterOptions { Indented = true, Encoder = SpmisJson.Indented.Encoder });
        }
    }

    /// <summary>More verdicts.</summary>
    public async Task AddAsync(IReadOnlyList<RunLine> lines)
    {
        foreach (var line in lines)
        {
            if (json is null)
            {
                Tell(line);
                continue;
            }

            Begin();
            JsonSerializer.Serialize(json, new { line.Line, line.Part, line.Verdict, line.Code, line.Column, line.Value, line.Text, line.Reference, payment = line.Number }, SpmisJson.Options);
        }

        if (json is not null)
        {
            await json.FlushAsync();
        }
    }

    /// <summary>The sum of all.</summary>
    public void End(IngestSummary summary)
    {
        if (json is not null)
        {
            Begin();
            json.WriteEndArray();
            foreach (var property in JsonSerializer.SerializeToElement(summary, SpmisJson.Options).EnumerateObject())
            {
                property.WriteTo(json);
            }

            json.WriteEndObject();
            json.Flush();
            Console.Out.WriteLine();
            return;
        }

        if (told > Shown)
        {
            Console.Out.WriteLine($"  and {told - Shown} more; --json gives all.");
        }

        var outcomes = summary.Outcomes.Count == 0 ? "no payment changes" : string.Join(", ", summary.Outcomes.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Value} {o.Key}"));
        Console.Out.WriteLine($"{summary.File} of {summary.Agency} ({summary.Format}): {summary.State}{(summary.ReadBefore ? ", read before" : "")}; {summary.Lines} lines, {summary.Accepted} accepted, {summary.Refused} refused; {outcomes}; {summary.Contradictions} contradictions.");
        if (summary.DryRun)
        {
            Console.Out.WriteLine("Nothing was changed.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (json is not null)
        {
            json.Reset(Stream.Null); // A refusal in between leaves no half object behind it.
            await json.DisposeAsync();
        }
    }

    private void Begin()
    {
        if (json is { BytesCommitted: 0, BytesPending: 0 })
        {
            json.WriteStartObject();
            json.WriteStartArray("verdicts");
        }
    }

    private void Tell(RunLine line)
    {
        if (line.Verdict != RunLine.AcceptedVerdict && told++ < Shown)
        {
            Console.Out.WriteLine($"  line {line.Line}{(line.Column is null ? "" : $", {line.Column}")}: {line.Verdict}, {line.Text}");
        }
    }
}
