using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>What the run needs.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Currency">ISO 4217 of its amounts.</param>
/// <param name="Sha256">The file.</param>
/// <param name="Name">Its name.</param>
/// <param name="From">The first month paid here, yyyyMM.</param>
/// <param name="BatchId">Where the awards go.</param>
public sealed record TakeOverInput(string Scheme, string Currency, string Sha256, string Name, int From, long BatchId);

/// <summary>Reads a file of awards in payment, a thousand lines at a time; at the end puts those taken over up for approval.</summary>
public sealed class TakeOverWorker(FileStore files) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.take-over";

    private const string End = "end";

    /// <summary>The columns.</summary>
    public static TabularFormat Format { get; } = new()
    {
        Columns = [new("legacy_number", true, "award_number"), new("person_number", true, "registration_number"), new("monthly_amount", true, "amount"), new("from", true, "first_month"), new("to", false, "last_month")],
    };

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        if (run.Checkpoint == End)
        {
            yield break;
        }

        var input = run.InputAs<TakeOverInput>();
        await foreach (var chunk in TableRun.ChunksAsync(files, input.Sha256, Format, run, (services, rows, step, token) => ReadAsync(services, input, rows, step, token), ct))
        {
            yield return chunk;
        }

        yield return new RunChunk(End, (services, step, token) => services.GetRequiredService<ApproveAwards>().ProposeAsync(input.BatchId, step.Change, token));
    }

    private static async Task ReadAsync(IServiceProvider services, TakeOverInput input, IReadOnlyList<TabularRow> rows, RunStep step, CancellationToken ct)
    {
        List<LegacyAward> read = [];
        foreach (var row in rows)
        {
            var fields = new RowFields(row);
            var (legacy, number, amount) = (fields.Text("legacy_number", 60, required: true), fields.Number("person_number", required: true), fields.Money("monthly_amount", Currency.Of(input.Currency), required: true));
            var (from, to) = (fields.Month("from", required: true), fields.Month("to"));
            if (fields.Ok && legacy is not null && number is not null && amount is { } money && from is { } first)
            {
                read.Add(new LegacyAward(row.LineNumber, legacy, number, money.Minor, first, to));
            }
            else
            {
                TableRun.RefuseUnread(step, row, fields, legacy);
            }
        }

        if (read.Count > 0)
        {
            await services.GetRequiredService<TakeOverLines>().HandleAsync(input, read, step, ct);
        }
    }
}
