using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Payments.Batches;
using Spmis.Payments.Reconciliation;
using Spmis.Web.Home;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages;

/// <summary>What payments put on the home page: runs that wait for this user, batches to fetch, answers to settle.</summary>
public sealed class PaymentTasks(PaymentsDb db, MissingAnswers missing, TimeProvider time, IStringLocalizer<PaymentsTexts> T, Show show) : IHomeTasks
{
    private const int Most = 5;

    /// <inheritdoc />
    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        List<HomeTask> tasks = [];
        var actor = CurrentActor.Of(user);
        if (await missing.CountAsync(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), actor, null, ct) is > 0 and var silent)
        {
            tasks.Add(new(T["Payments without an answer"], "/payments/unanswered", T["{0} overdue", show.Count(silent)], TagKind.Bad, "payments.batches", 12));
        }

        if (actor.Agency is { } agency)
        {
            var waiting = await db.Batches.CountAsync(b => b.Agency == agency && b.ReleasedAt != null && b.FetchedAt == null && b.DroppedAt == null, ct);
            if (waiting > 0)
            {
                tasks.Add(new(T["Fetch payment batches"], "/payments/batches", T["{0} new", show.Count(waiting)], TagKind.Wait, "payments.batches", 10));
            }

            return tasks;
        }

        foreach (var run in await db.PaymentRuns.AsNoTracking().Where(r => r.OpenFor != null && r.PreparedAt != null && r.ApprovedAt == null && r.StartedById != actor.Id).OrderBy(r => r.PreparedAt).Take(Most).ToListAsync(ct))
        {
            tasks.Add(new(T["Approve payment run {0}", run.Number], $"/payments/runs/{run.Id}", T["{0} payments", show.Count(run.Count)], TagKind.Wait, "payments.approve", 20));
        }

        foreach (var run in await db.PaymentRuns.AsNoTracking().Where(r => r.OpenFor != null && r.ApprovedAt != null && r.ReleaseAskedAt == null && r.ApprovedById != actor.Id).OrderBy(r => r.ApprovedAt).Take(Most).ToListAsync(ct))
        {
            tasks.Add(new(T["Release payment run {0}", run.Number], $"/payments/runs/{run.Id}", T["Approved"], TagKind.Wait, "payments.release", 21));
        }

        var objected = await db.FinancialAddresses.CountAsync(a => a.CurrentOf != null && a.ObjectedAt != null, ct);
        if (objected > 0)
        {
            tasks.Add(new(T["Settle objections to financial addresses"], "/payments/addresses", T["{0} open", show.Count(objected)], TagKind.Bad, "payments.addresses", 21));
        }

        foreach (var payout in await db.Payouts.AsNoTracking().Where(p => p.ConfirmedAt == null && p.CancelledAt == null && p.PreparedById != actor.Id).OrderBy(p => p.Id).Take(Most).ToListAsync(ct))
        {
            tasks.Add(new(T["Confirm payout {0}", payout.Number], $"/payments/payouts/{payout.Id}", show.Money(payout.Total), TagKind.Wait, "payments.confirm-payouts", 24));
        }

        var same = actor.OtherIds.Append(actor.Id).ToList();
        var names = await db.NameChecks.CountAsync(c => c.Open && db.FinancialAddresses.Any(a => a.Id == c.AddressId && a.CurrentOf != null) && !db.NameAnswerFiles.Any(f => f.Id == c.FileId && same.Contains(f.ReceivedById)), ct);
        if (names > 0)
        {
            tasks.Add(new(T["Decide name checks of accounts"], "/payments/name-checks", T["{0} open", show.Count(names)], TagKind.Wait, "payments.decide-name-checks", 25));
        }

        var contradictions = await db.Contradictions.AsNoTracking().Where(c => c.SettledAt == null).GroupBy(c => c.BatchId).Select(g => new { Batch = g.Key, Count = g.Count() }).OrderBy(g => g.Batch).Take(Most).ToListAsync(ct);
        tasks.AddRange(contradictions.Select(c => new HomeTask(T["Settle contradictory answers"], $"/payments/batches/{c.Batch}", T["{0} open", show.Count(c.Count)], TagKind.Bad, "payments.reconcile", 22)));
        var unread = await db.StatusFiles.AsNoTracking()
            .Where(f => db.Runs.Any(r => r.Id == f.RunId && r.Refused > 0) && db.Batches.Any(b => b.Agency == f.Agency && b.ReleasedAt != null && b.ClosedAt == null && b.CutAt <= f.ReceivedAt))
            .OrderByDescending(f => f.Id).Take(Most)
            .Select(f => new { f.Id, f.Agency, Refused = db.Runs.Where(r => r.Id == f.RunId).Select(r => r.Refused).First(), Batch = db.Batches.Where(b => b.Agency == f.Agency && b.ReleasedAt != null && b.ClosedAt == null).Max(b => b.Id) }).ToListAsync(ct);
        tasks.AddRange(unread.Select(f => new HomeTask(T["Look at answers of {0} that match no payment", f.Agency], $"/payments/batches/{f.Batch}?file={f.Id}", T["{0} lines", show.Count(f.Refused)], TagKind.Wait, "payments.answer", 23)));
        var open = await db.Batches.CountAsync(b => b.ReleasedAt != null && b.ClosedAt == null, ct);
        if (open > 0)
        {
            tasks.Add(new(T["Reconcile payment batches"], "/payments/batches", T["{0} open", show.Count(open)], TagKind.Info, "payments.reconcile", 60));
        }

        return tasks;
    }
}
