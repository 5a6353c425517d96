using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Reminders;

/// <summary>Records that a formal notice of an overdue bill was served, or an action for it brought before a court: on which day, by what, by whom, with which proof. What was served is never changed; a mistake is followed by another entry.</summary>
public sealed class ServeNotice(ContributionsDb db, AllocateMoney allocation)
{
    /// <exception cref="Refused">The bill is not overdue, the day lies ahead or before the due day, or the proof is missing.</exception>
    public async Task<long> HandleAsync(ReminderKind kind, string reference, DateOnly? servedOn, string? how, string? by, string? proof, Change change, CancellationToken ct)
    {
        if (kind is not (ReminderKind.FormalNotice or ReminderKind.CourtAction))
        {
            throw new Refused("notice.kind", "It is a formal notice or an action before a court.", "kind");
        }

        var bill = await db.Set<Bill>().AsNoTracking().SingleOrDefaultAsync(b => b.PaymentReference == reference, ct) ?? throw new Refused("bill.unknown", $"There is no bill {reference}.", "bill");
        if (servedOn is not { } on || on > change.Today || on <= bill.DueOn)
        {
            throw new Refused("notice.day", "Give the day on which the notice was served: after the bill was due, and not ahead.", "servedOn");
        }

        var (servedHow, servedBy, proved) = (RelieveBill.Given(how, "servedHow", "Say how it was served.", 200), RelieveBill.Given(by, "servedBy", "Say who served it.", 200), RelieveBill.Given(proof, "proof", "Name the proof: the receipt signed, the post's number, the bailiff's record.", 400));
        Reminder? made = null;
        await db.WriteAsync(
            async () =>
            {
                await allocation.HoldAsync([bill.EmployerId], ct);
                var open = await db.Set<Bill>().AsNoTracking().SingleAsync(b => b.Id == bill.Id, ct);
                if (open.PaidOn is not null)
                {
                    throw new Refused("bill.nothing-open", $"Bill {reference} is paid.", "bill");
                }

                made = new Reminder
                {
                    Kind = kind, Subject = reference, Step = await db.Set<Reminder>().CountAsync(r => r.Kind == kind && r.Subject == reference, ct) + 1, EmployerId = bill.EmployerId, Number = bill.EmployerNumber, Scheme = bill.Scheme, Month = bill.Month,
                    PaymentReference = reference, AmountMinor = open.OpenMinor, Currency = bill.Currency, DueOn = bill.DueOn, MadeOn = change.Today, ServedOn = on, ServedHow = servedHow, ServedBy = servedBy,
                    Proof = proved, EnteredBy = change.Actor.Name,
                };
                db.Add(made);
                await db.SaveAsync(change, ct);
            },
            ct);
        return made?.Id ?? throw new InvalidOperationException("The transaction ended without a notice.");
    }
}
