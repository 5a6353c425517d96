using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Record;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Receipts;

/// <summary>Takes the lines of a statement, then counts anew the months that became paid or unpaid.</summary>
public sealed class ReceiptsWorker(UncountedBills uncounted, SchemeBook schemes, FileStore files) : IRunWorker
{
    private const int ChunkLines = 500;
    private const string Months = "months";
    private const string Done = "done";
    private static readonly string BehindAll = TabularFile.BehindAll.ToString(CultureInfo.InvariantCulture);

    public string Kind => ImportStatement.RunKind;

    public string Permission => "receipts.import";

    public bool MayStop => false;

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<ReceiptsRunInput>();
        if (run.Checkpoint == Done)
        {
            yield break;
        }

        if (run.Checkpoint != Months)
        {
            List<LineProblem> warnings = [];
            await foreach (var chunk in LinesAsync(input, run.Checkpoint, warnings, ct))
            {
                yield return chunk;
            }

            if (warnings.Count > 0 && run.Checkpoint != BehindAll)
            {
                yield return RunChunk.OfWarnings(BehindAll, warnings);
            }
        }

        await foreach (var chunk in uncounted.ChunksAsync(Months, ct))
        {
            yield return chunk;
        }

        yield return new RunChunk(Done, async (services, step, stop) =>
        {
            var statement = await services.GetRequiredService<ContributionsDb>().Set<StatementFile>().SingleAsync(s => s.Id == input.StatementId, stop);
            statement.FinishedAt = step.Change.Now;
            step.Run.Total = step.Run.Done;
        });
    }

    private async IAsyncEnumerable<RunChunk> LinesAsync(ReceiptsRunInput input, string? checkpoint, List<LineProblem> warnings, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = checkpoint is null ? 0 : long.Parse(checkpoint, CultureInfo.InvariantCulture);
        await using var content = files.Open(input.Sha);
        var lines = input.Format switch
        {
            MobileMoneyLines.Account => MobileMoneyLines.ReadAsync(content, after, await schemes.CurrenciesAsync(ct), warnings, ct),
            Mt940Lines.Format => Mt940Lines.ReadAsync(content, after, ct),
            _ => BankLines.ReadAsync(content, after, ct),
        };
        List<StatementMoney> chunk = [];
        await foreach (var line in lines)
        {
            chunk.Add(line);
            if (chunk.Count == ChunkLines)
            {
                yield return Chunk(input, chunk, after == 0);
                after = chunk[^1].Line;
                chunk = [];
            }
        }

        if (chunk.Count > 0)
        {
            yield return Chunk(input, chunk, after == 0);
        }
    }

    private static RunChunk Chunk(ReceiptsRunInput input, List<StatementMoney> lines, bool first) => new(
        lines[^1].Line.ToString(CultureInfo.InvariantCulture),
        async (services, step, stop) =>
        {
            if (first)
            {
                await services.GetRequiredService<StatementChain>().NoteGapsAsync(input.StatementId, step, stop);
            }

            await services.GetRequiredService<ApplyReceipts>().ChunkAsync(input.StatementId, lines, step, stop);
        });
}
