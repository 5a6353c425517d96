using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Reminders;

/// <summary>
/// Records how and when an action before a court ended. Until then it holds the period of limitation (so for one: France, Code civil, art. 2242, the interruption lasts until the proceedings end); from that day the period
/// runs anew, or goes on with what was left of it, as the package says. It is recorded once.
/// </summary>
public sealed class EndSuit(ContributionsDb db, AllocateMoney allocation, KeepLapses lapses)
{
    /// <param name="action">The action, as it was recorded.</param>
    /// <param name="endedOn">The day the judgment became final, or the action was withdrawn.</param>
    /// <param name="outcome">How.</param>
    /// <param name="proof">The judgment's number, the order of the court.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">There is no such action, it ended already, the day lies ahead or before it was brought, or the proof is missing.</exception>
    public async Task HandleAsync(long action, DateOnly? endedOn, SuitOutcome? outcome, string? proof, Change change, CancellationToken ct)
    {
        var proved = RelieveBill.Given(proof, "endProof", "Name the proof: the judgment's number, the order of the court.", 400);
        var how = outcome is { } known && Enum.IsDefined(known) ? known : throw new Refused("suit.outcome", "Say how the action ended.", "outcome");
        await db.WriteAsync(
            async () =>
            {
                var suit = await db.Set<Reminder>().SingleOrDefaultAsync(r => r.Id == action && r.Kind == ReminderKind.CourtAction, ct) ?? throw new Refused("suit.unknown", $"There is no action {action} before a court.", "action");
                await allocation.HoldAsync([suit.EmployerId ?? default], ct);
                await db.Entry(suit).ReloadAsync(ct); // Somebody else may have recorded the end meanwhile.
                if (suit.EndedOn is { } ended)
                {
                    throw new Refused("suit.ended", $"The action ended on {ended:yyyy-MM-dd}, as {suit.EndEnteredBy} recorded.", "action");
                }

                if (endedOn is not { } on || on > change.Today || on < suit.ServedOn)
                {
                    throw new Refused("suit.day", $"Give the day on which the action ended: from {suit.ServedOn:yyyy-MM-dd}, when it was brought, and not ahead.", "endedOn");
                }

                (suit.EndedOn, suit.Outcome, suit.EndProof, suit.EndEnteredBy) = (on, how, proved, change.Actor.Name);
                await db.SaveAsync(change, ct);
                await lapses.OfAsync(await db.Set<Bill>().Where(b => b.PaymentReference == suit.Subject).Select(b => b.Id).SingleAsync(ct), change, ct);
            },
            ct);
    }
}
