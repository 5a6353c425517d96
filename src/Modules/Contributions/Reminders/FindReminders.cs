using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Reminders;

/// <summary>A reminder with the name of whom it is for.</summary>
public sealed record ReminderRow(Reminder Reminder, string Name)
{
    public Money Amount => new(Reminder.AmountMinor, Currency.Of(Reminder.Currency));
}

/// <summary>Queries of reminders: what is open now. A bill paid a moment ago is left out before the run has stopped its reminder.</summary>
public sealed class FindReminders(ContributionsDb db, Merges merges, PersonsShown shown)
{
    private const int Most = 50;
    private const int Page = 500;

    /// <summary>Open reminders behind one, the oldest first.</summary>
    public async Task<IReadOnlyList<ReminderRow>> ListAsync(ReminderKind? kind, long after, int most, CancellationToken ct) =>
        await NamedAsync(await Open(kind == ReminderKind.CourtAction).Where(r => (kind == null || r.Kind == kind) && r.Id > after).OrderBy(r => r.Id).Take(most).ToListAsync(ct), ct);

    /// <summary>Of an employer, by its number.</summary>
    public async Task<IReadOnlyList<Reminder>> OfEmployerAsync(string number, CancellationToken ct) => await Open().Where(r => r.Number == number && r.EmployerId != null).OrderBy(r => r.DueOn).ThenBy(r => r.Id).Take(Most).ToListAsync(ct);

    /// <summary>Of a person who pays for themself.</summary>
    public async Task<IReadOnlyList<Reminder>> OfPersonAsync(Guid person, CancellationToken ct)
    {
        var members = (await merges.MembersAsync([person], ct)).Keys.ToList();
        return await db.Set<Reminder>().IgnoreQueryFilters().AsNoTracking().Where(r => r.StoppedOn == null && r.PersonId != null && members.Contains(r.PersonId.Value))
            .Where(r => !db.Set<Record.Contribution>().Any(c => c.PersonId == person && c.Scheme == r.Scheme && c.Month == r.Month)).OrderBy(r => r.DueOn).Take(Most).ToListAsync(ct);
    }

    /// <exception cref="Refused">There is none, or it is done with.</exception>
    public async Task<ReminderRow> OneAsync(long id, CancellationToken ct) =>
        (await NamedAsync(await db.Set<Reminder>().AsNoTracking().Where(r => r.Id == id && r.Kind != ReminderKind.CourtAction).ToListAsync(ct), ct)).SingleOrDefault() ?? throw new Refused("reminder.unknown", $"There is no reminder {id}.");

    /// <summary>All that are open, to be sent by whatever channel there is.</summary>
    /// <returns>How many.</returns>
    public async Task<long> WriteAsync(ReminderKind? kind, Stream target, CancellationToken ct)
    {
        await using var output = await CsvOutput.StartAsync(target, ["kind", "number", "name", "scheme", "month", "due_on", "days", "amount", "currency", "payment_reference", "made_on"], ct);
        var written = 0L;
        for (long after = 0; kind != ReminderKind.CourtAction && await ListAsync(kind, after, Page, ct) is { Count: > 0 } rows; after = rows[^1].Reminder.Id)
        {
            await shown.RecordAsync();
            foreach (var (r, name) in rows.Select(x => (x.Reminder, x.Name)))
            {
                await output.RowAsync(ct, r.Kind.ToString(), r.Number, name, r.Scheme, r.Month.ToString(), r.DueOn, r.Step, r.AmountMinor == 0 ? "" : new Money(r.AmountMinor, Currency.Of(r.Currency)).ToPlain(), r.Currency, r.PaymentReference ?? r.Number, r.MadeOn);
                written++;
            }
        }

        return written;
    }

    // Nobody is written to about an action before a court: such a row is shown to who asks for that kind, and sent to nobody.
    private IQueryable<Reminder> Open(bool courtActions = false) => db.Set<Reminder>().AsNoTracking().Where(r => (r.StoppedOn == null || (r.Kind == ReminderKind.CourtAction && r.EndedOn == null)) && (courtActions || r.Kind != ReminderKind.CourtAction))
        .Where(r => (r.Kind != ReminderKind.Bill && r.Kind != ReminderKind.FormalNotice) || !db.Set<Bill>().Any(b => b.PaymentReference == r.PaymentReference && b.PaidOn != null));

    private async Task<IReadOnlyList<ReminderRow>> NamedAsync(List<Reminder> rows, CancellationToken ct)
    {
        var (employers, persons) = (rows.Select(r => r.EmployerId).OfType<Guid>().Distinct().ToList(), rows.Select(r => r.PersonId).OfType<Guid>().Distinct().ToList());
        var names = await db.Set<EmployerCopy>().AsNoTracking().Where(e => employers.Contains(e.EmployerId)).ToDictionaryAsync(e => e.EmployerId, e => e.Name, ct);
        foreach (var w in await db.Set<WorkerCopy>().AsNoTracking().Where(w => persons.Contains(w.PersonId)).Select(w => new { w.PersonId, w.Name }).ToListAsync(ct))
        {
            names[w.PersonId] = w.Name;
        }

        shown.Add(rows.Where(r => r.PersonId is not null).Select(r => r.Number));
        return rows.ConvertAll(r => new ReminderRow(r, names.GetValueOrDefault(r.EmployerId ?? r.PersonId ?? default, "")));
    }
}
