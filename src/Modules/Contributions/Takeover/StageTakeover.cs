using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Takeover;

/// <summary>Keeps up to 500 lines with their verdicts; nothing is posted yet.</summary>
public sealed class StageTakeover(ContributionsDb db, JudgeTakeover judge)
{
    internal async Task HandleAsync(TakeoverBatch batch, IReadOnlyList<TabularRow> rows, RunStep step, CancellationToken ct)
    {
        if (await db.Set<TakeoverBatch>().AnyAsync(b => b.Id == batch.Id && b.UndoneAt != null, ct))
        {
            return;
        }

        var judged = await judge.HandleAsync(batch, rows, ct);
        await db.BulkInsertAsync(judged.ConvertAll(j => j.Line), ct);
        foreach (var (line, problems) in judged)
        {
            if (line.Refused)
            {
                step.Refuse(line.Line, problems.Select(p => (p.Code, p.Words, p.Column, p.Value)), line.Reference);
            }
            else
            {
                step.Count(1, 0);
            }
        }

        step.Run.Total = batch.Lines;
        db.RecordBulk(step.Change, nameof(TakeoverLine), $"takeover {batch.Id} lines to {rows[^1].LineNumber}", new { lines = judged.Count, refused = judged.Count(j => j.Line.Refused) });
    }
}
