using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Takeover;

/// <summary>Takes a batch out again that was not approved; the same file may come again afterwards. What is posted is not undone: it is mended by corrections, waivers and write-offs, each with its reason.</summary>
public sealed class UndoTakeover(ContributionsDb db)
{
    /// <summary>The act's name.</summary>
    public const string Act = "takeovers.undo";

    /// <exception cref="Refused">There is none, its lines are still being looked at, or it was approved.</exception>
    public Task HandleAsync(long id, Change change, CancellationToken ct) => db.WriteAsync(
        async () =>
        {
            var batch = await db.Set<TakeoverBatch>().SingleOrDefaultAsync(b => b.Id == id, ct) ?? throw new Refused("takeover.unknown", $"There is no takeover {id}.");
            if (batch.ApprovedAt is not null || batch.UndoneAt is not null)
            {
                throw batch.UndoneAt is not null ? new Refused("takeover.undone", "It is undone already.")
                    : new Refused("takeover.approved", $"It was approved by {batch.ApprovedBy}. What is posted is mended by corrections, waivers and write-offs.");
            }

            if (await db.Runs.AnyAsync(r => r.Id == batch.RunId && r.FinishedAt == null && r.FailedAt == null && r.CancelledAt == null, ct))
            {
                throw new Refused("takeover.checking", "Its lines are still being looked at; wait until the run has ended.");
            }

            (batch.UndoneAt, batch.UndoneBy, batch.Once) = (change.Now, change.Actor.Name, null);
            var subject = ApproveTakeover.Subject(id);
            foreach (var open in await db.Proposals.Where(p => p.Act == ApproveTakeover.Act && p.Subject == subject && p.DecidedAt == null).ToListAsync(ct))
            {
                // Nobody decides any more over what is not there.
                (open.Approved, open.DecidedAt, open.DecidedById, open.DecidedBy, open.DecisionReason, open.OpenSubject) = (false, change.Now, change.Actor.Id, change.Actor.Name, change.Reason ?? "The batch was undone.", null);
                open.Version++;
            }

            // The references are free at once: the same file need not wait for the run that takes the lines out.
            await db.Set<TakeoverLine>().Where(l => l.BatchId == id && l.Once != null).ExecuteUpdateAsync(s => s.SetProperty(l => l.Once, (string?)null), ct);
            db.Runs.Add(TakeoverWorker.Of(batch, TakeoverStep.Undo, change));
            await db.SaveAsync(change, ct);
        },
        ct);
}
