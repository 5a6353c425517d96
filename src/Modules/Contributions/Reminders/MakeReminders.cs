using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Dues;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Reminders;

/// <summary>Makes the reminders that are due on a day, each once, and stops those whose bill is paid, whose return came, whose month or agreement is over.</summary>
public sealed class MakeReminders(ContributionsDb db, ReminderRules rules, SchemeBook schemes, ListDues dues, HeldMonths held)
{
    /// <summary>Who paid for themself within so many months before is reminded of this one.</summary>
    public const int OwnMonths = 3;
    private const int YearBack = 12;

    internal static DateOnly? Until(IReadOnlyList<int> steps, DateOnly on) => steps.Count == 0 ? null : on.AddDays(-steps[0]);

    internal async Task ChunkAsync(string phase, string from, string to, DateOnly on, RunStep step, CancellationToken ct)
    {
        if (phase == "stop")
        {
            var stopped = await StopAsync(long.Parse("0" + from, CultureInfo.InvariantCulture), long.Parse(to, CultureInfo.InvariantCulture), on, ct);
            if (stopped > 0)
            {
                db.RecordBulk(step.Change, nameof(Reminder), $"to {to}", new { stopped });
            }

            return;
        }

        var due = phase switch
        {
            "bills" => await BillsAsync(long.Parse("0" + from, CultureInfo.InvariantCulture), long.Parse(to, CultureInfo.InvariantCulture), on, ct),
            "returns" => await ReturnsAsync(from, to, on, ct),
            "instalments" => await InstalmentsAsync(from, to, on, ct),
            _ => await OwnAsync(from.Length == 0 ? Guid.Empty : Guid.Parse(from), Guid.Parse(to), on, ct),
        };
        var subjects = due.ConvertAll(r => r.Subject);
        var made = (await db.Set<Reminder>().AsNoTracking().Where(r => subjects.Contains(r.Subject) && r.Kind != ReminderKind.FormalNotice && r.Kind != ReminderKind.CourtAction).Select(r => new { r.Kind, r.Subject, r.Step }).ToListAsync(ct)).ToLookup(r => (r.Kind, r.Subject), r => r.Step);
        due.RemoveAll(r => made[(r.Kind, r.Subject)].Any(s => s >= r.Step));
        await db.BulkInsertAsync(due, ct);
        step.Count(due.Count, 0);
        if (due.Count > 0)
        {
            db.RecordBulk(step.Change, nameof(Reminder), $"{phase} to {to}", new { made = due.Count });
        }
    }

    /// <summary>Open bills; those under an agreement that is kept are due by its instalments.</summary>
    private async Task<List<Reminder>> BillsAsync(long from, long to, DateOnly on, CancellationToken ct)
    {
        var steps = rules.Of(ReminderKind.Bill);
        var bills = await db.Set<Bill>().AsNoTracking().Where(b => b.Number > from && b.Number <= to && b.PaidOn == null)
            .Where(b => !db.Set<AgreementBill>().Any(x => x.BillId == b.Id && db.Set<Agreement>().Any(a => a.Id == x.AgreementId && a.Open != null))).OrderBy(b => b.Number).ToListAsync(ct);
        return [.. bills.Select(b => (Bill: b, Step: ReminderRules.Due(steps, b.DueOn, on))).Where(b => b.Step is not null).Select(b => new Reminder
        {
            Kind = ReminderKind.Bill, Subject = b.Bill.PaymentReference, Step = b.Step ?? 0, EmployerId = b.Bill.EmployerId, Number = b.Bill.EmployerNumber, Scheme = b.Bill.Scheme, Month = b.Bill.Month, PaymentReference = b.Bill.PaymentReference, AmountMinor = b.Bill.OpenMinor, Currency = b.Bill.Currency,
            DueOn = b.Bill.DueOn, MadeOn = on,
        })];
    }

    /// <summary>Last month and the one before, of employers that filed within a year and have not for these.</summary>
    private async Task<List<Reminder>> ReturnsAsync(string from, string to, DateOnly on, CancellationToken ct)
    {
        List<Reminder> due = [];
        var steps = rules.Of(ReminderKind.Return);
        if (steps.Count == 0)
        {
            return due;
        }

        var (last, year) = (Month.Of(on).Add(-1), Month.Of(on).Add(-1 - YearBack));
        var returns = db.Set<Return>().AsNoTracking().Where(r => string.Compare(r.EmployerNumber, from) > 0 && string.Compare(r.EmployerNumber, to) <= 0 && r.Month >= year && r.Month <= last && r.Slot != null);
        var had = (await returns.Came().Select(r => new { r.EmployerId, r.Scheme, r.Month }).Concat(returns.OnTheirWay(db.Runs).Select(r => new { r.EmployerId, r.Scheme, r.Month })).Distinct().ToListAsync(ct)).Select(r => (r.EmployerId, r.Scheme, r.Month)).ToHashSet();
        var filers = (await returns.Select(r => new { r.EmployerId, r.EmployerNumber, r.Scheme, r.Month }).Distinct().ToListAsync(ct)).GroupBy(r => (r.EmployerId, r.EmployerNumber, r.Scheme)).Select(g => (g.Key, First: g.Min(r => r.Month))).ToList();
        var days = new Dictionary<(string, Month), DateOnly?>();
        foreach (var ((employer, number, scheme), first) in filers)
        {
            foreach (var month in new[] { last.Add(-1), last }.Where(m => m >= first && !had.Contains((employer, scheme, m))))
            {
                if (!days.TryGetValue((scheme, month), out var day))
                {
                    days[(scheme, month)] = day = await dues.DueOnAsync(scheme, month, ct);
                }

                if (day is { } dueOn && ReminderRules.Due(steps, dueOn, on) is { } step && (await held.TakenOverAsync(employer, number, scheme, [month], ct)).Count == 0)
                {
                    due.Add(new Reminder
                    {
                        Kind = ReminderKind.Return, Subject = $"{employer:N}{month.Code} {scheme}", Step = step, EmployerId = employer, Number = number, Scheme = scheme, Month = month, Currency = (await schemes.CurrencyOfAsync(scheme, ct)).Code, DueOn = dueOn, MadeOn = on,
                    });
                }
            }
        }

        return due;
    }

    private async Task<List<Reminder>> InstalmentsAsync(string from, string to, DateOnly on, CancellationToken ct)
    {
        List<Reminder> due = [];
        var steps = rules.Of(ReminderKind.Instalment);
        var agreements = await db.Set<Agreement>().AsNoTracking().Where(a => a.Open != null && string.Compare(a.Number, from) > 0 && string.Compare(a.Number, to) <= 0).OrderBy(a => a.Number).ToListAsync(ct);
        var standings = await AgreementStanding.OfAsync(db, agreements, ct);
        foreach (var agreement in agreements)
        {
            if (standings[agreement.Id].Instalments.FirstOrDefault(i => i.OpenMinor > 0) is { } next && ReminderRules.Due(steps, next.Instalment.DueOn, on) is { } step)
            {
                due.Add(new Reminder
                {
                    Kind = ReminderKind.Instalment, Subject = $"{agreement.Number}-{next.Instalment.No}", Step = step, EmployerId = agreement.EmployerId, Number = agreement.EmployerNumber, Scheme = "", Month = Month.Of(next.Instalment.DueOn), PaymentReference = agreement.Number, AmountMinor = next.OpenMinor,
                    Currency = agreement.Currency, DueOn = next.Instalment.DueOn, MadeOn = on,
                });
            }
        }

        return due;
    }

    /// <summary>Whoever has a plan, or paid for themself lately (what donors gave is not counted), and has nothing in this month yet; not who died.</summary>
    private async Task<List<Reminder>> OwnAsync(Guid from, Guid to, DateOnly on, CancellationToken ct)
    {
        var month = Month.Of(on);
        if (ReminderRules.Due(rules.Of(ReminderKind.OwnContribution), month.Last, on) is not { } step)
        {
            return [];
        }

        var first = month.Add(-OwnMonths);
        var persons = await db.Set<Contribution>().AsNoTracking().Where(c => c.ReceiptId != null && c.Month >= first && c.Month < month && c.PersonId > from && c.PersonId <= to && !db.Set<Receipt>().Any(r => r.Id == c.ReceiptId && r.Channel == Channel.Subsidy))
            .GroupBy(c => new { c.PersonId, c.Scheme }).Where(g => g.Sum(c => c.EmployeeMinor + c.EmployerMinor) > 0).Select(g => g.Key)
            .Union(db.Set<ContributionPlan>().Where(p => p.Open == true && p.From <= month && p.PersonId > from && p.PersonId <= to).Select(p => new { p.PersonId, p.Scheme }))
            .Where(k => !db.Set<Contribution>().Any(c => c.PersonId == k.PersonId && c.Scheme == k.Scheme && c.Month == month)).ToListAsync(ct);
        var ids = persons.Select(p => p.PersonId).Distinct().ToList();
        var workers = await db.Set<WorkerCopy>().AsNoTracking().Where(w => ids.Contains(w.PersonId) && w.DiedOn == null).ToDictionaryAsync(w => w.PersonId, w => w.RegistrationNumber, ct);
        List<Reminder> due = [];
        foreach (var p in persons.Where(p => workers.ContainsKey(p.PersonId)))
        {
            due.Add(new Reminder
            {
                Kind = ReminderKind.OwnContribution, Subject = $"{p.PersonId:N}{month.Code} {p.Scheme}", Step = step, PersonId = p.PersonId, Number = workers[p.PersonId], Scheme = p.Scheme, Month = month, PaymentReference = null, Currency = (await schemes.CurrencyOfAsync(p.Scheme, ct)).Code, DueOn = month.Last, MadeOn = on,
            });
        }

        return due;
    }

    /// <summary>An action that is pending goes on, paid or not, until its end is on record.</summary>
    /// <returns>How many.</returns>
    private async Task<int> StopAsync(long from, long to, DateOnly on, CancellationToken ct)
    {
        var open = db.Set<Reminder>().Where(r => r.Id > from && r.Id <= to && r.StoppedOn == null);
        var month = Month.Of(on);
        var stopped = await open.Where(r => (r.Kind == ReminderKind.Bill || r.Kind == ReminderKind.FormalNotice || (r.Kind == ReminderKind.CourtAction && r.EndedOn != null)) && db.Set<Bill>().Any(b => b.PaymentReference == r.PaymentReference && b.PaidOn != null)).ExecuteUpdateAsync(s => s.SetProperty(r => r.StoppedOn, on), ct);
        stopped += await open.Where(r => r.Kind == ReminderKind.OwnContribution && (r.Month < month || db.Set<Contribution>().Any(c => c.PersonId == r.PersonId && c.Scheme == r.Scheme && c.Month == r.Month))).ExecuteUpdateAsync(s => s.SetProperty(r => r.StoppedOn, on), ct);
        var came = db.Set<Return>().Came();
        stopped += await open.Where(r => r.Kind == ReminderKind.Return && came.Any(x => x.EmployerId == r.EmployerId && x.Scheme == r.Scheme && x.Month == r.Month)).ExecuteUpdateAsync(s => s.SetProperty(r => r.StoppedOn, on), ct);
        var instalments = await open.AsNoTracking().Where(r => r.Kind == ReminderKind.Instalment).ToListAsync(ct);
        var numbers = instalments.Select(r => r.PaymentReference ?? "").Distinct().ToList();
        var standings = await AgreementStanding.OfAsync(db, await db.Set<Agreement>().AsNoTracking().Where(a => a.Open != null && numbers.Contains(a.Number)).ToListAsync(ct), ct);
        var unpaid = standings.Values.SelectMany(s => s.Instalments.Where(i => i.OpenMinor > 0).Select(i => $"{s.Agreement.Number}-{i.Instalment.No}")).ToHashSet(StringComparer.Ordinal);
        var done = instalments.Where(r => !unpaid.Contains(r.Subject)).Select(r => r.Id).ToList();
        return stopped + await open.Where(r => done.Contains(r.Id)).ExecuteUpdateAsync(s => s.SetProperty(r => r.StoppedOn, on), ct);
    }
}
