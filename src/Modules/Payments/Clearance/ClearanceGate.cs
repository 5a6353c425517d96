using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;
using Spmis.Payments.PaymentRuns;

namespace Spmis.Payments.Clearance;

/// <summary>
/// Lets a release go on once Registration and Eligibility have answered and every message they named has been applied here, so that nobody merged, dead,
/// suspended or under review is paid because a message was still under way. Looked at with every message that could be the last one missing.
/// </summary>
public sealed class ClearanceGate(PaymentsDb db, IEnumerable<Subscription> subscriptions)
{
    private static readonly string[] Answerers = [NoteRegistrationClearance.Answerer, NoteEligibilityClearance.Answerer];

    /// <summary>Starts the release of every waiting run that is clear by now; the caller saves.</summary>
    public async Task RecheckAsync(CancellationToken ct)
    {
        var waiting = db.PaymentRuns.Where(r => r.ReleaseAskedAt != null && r.ClearedAt == null && r.CancelledAt == null);
        if (!await waiting.AnyAsync(ct))
        {
            return;
        }

        // Two messages applied at once on a server do not see each other's inbox row: taking the run's row first makes the later one wait and then see it.
        await waiting.ExecuteUpdateAsync(s => s.SetProperty(r => r.ClearanceChecks, r => r.ClearanceChecks + 1), ct);
        foreach (var run in await waiting.ToListAsync(ct))
        {
            if (await IsClearAsync(run.Id, ct))
            {
                Start(run);
            }
        }
    }

    /// <summary>How many messages a waiting run still lacks, and whose answers.</summary>
    public async Task<(IReadOnlyList<string> Unanswered, int Missing)> MissingAsync(Guid paymentRunId, CancellationToken ct)
    {
        var answered = await db.ClearanceAnswers.Where(c => c.PaymentRunId == paymentRunId).Select(c => c.Module).ToListAsync(ct);
        answered.AddRange(db.ClearanceAnswers.Local.Where(c => c.PaymentRunId == paymentRunId).Select(c => c.Module));
        return ([.. Answerers.Except(answered)], await MissingMessagesAsync(paymentRunId, ct));
    }

    private async Task<bool> IsClearAsync(Guid paymentRunId, CancellationToken ct) => await MissingAsync(paymentRunId, ct) is ({ Count: 0 }, 0);

    private async Task<int> MissingMessagesAsync(Guid paymentRunId, CancellationToken ct)
    {
        // The message being applied just now is in the context, not yet in the table.
        var needed = db.ClearanceMessages.Where(c => c.PaymentRunId == paymentRunId);
        var applied = (await needed.Join(db.Inbox, c => c.MessageId, i => i.MessageId, (c, i) => new { c.MessageId, i.Consumer }).ToListAsync(ct))
            .Concat(db.Inbox.Local.Select(i => new { i.MessageId, i.Consumer }))
            .GroupBy(a => a.MessageId).ToDictionary(g => g.Key, g => g.Select(a => a.Consumer).ToHashSet());
        var ids = await needed.Select(c => c.MessageId).ToListAsync(ct);
        return ids.Count(id => !applied.TryGetValue(id, out var consumers) || !EveryoneOf(consumers));
    }

    /// <summary>Whether all of this module's consumers of the message had it: any one of them tells which message it is.</summary>
    private bool EveryoneOf(HashSet<string> consumers)
    {
        var mine = subscriptions.Where(s => s.Module == PaymentsModule.ModuleName).ToList();
        var messages = mine.Where(s => consumers.Contains(s.Consumer.Name)).Select(s => s.Message).ToHashSet();
        return mine.Where(s => messages.Contains(s.Message)).All(s => consumers.Contains(s.Consumer.Name));
    }

    private void Start(PaymentRun run)
    {
        // The release is the act of the person who asked for it, at the time it was asked.
        var change = new Change
        {
            Act = ReleasePaymentRun.Act, Now = run.ReleaseAskedAt ?? throw new InvalidOperationException("Only runs that wait are started."),
            Actor = new Actor(run.ReleaseAskedById ?? Actor.System.Id, run.ReleaseAskedBy ?? Actor.System.Name, []),
        };
        run.ClearedAt = change.Now;
        run.Version++;
        db.Runs.Add(Run.Of(ReleaseWorker.RunKind, run.Id.ToString(), $"Release of payment run {run.Number}", new ReleaseInput(run.Id), change, local: true));
    }
}
