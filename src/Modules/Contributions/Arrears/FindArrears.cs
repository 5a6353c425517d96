using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Contributions.Arrears;

/// <summary>An employer in arrears.</summary>
public sealed record ArrearsItem(string EmployerNumber, string Name, Money Overdue, int Bills, DateOnly OldestDueOn, bool UnderAgreement);

/// <summary>All there is on an employer's arrears.</summary>
public sealed record EmployerArrears(EmployerCopy Employer, IReadOnlyList<Bill> Overdue, IReadOnlyDictionary<Guid, Limitation> Limitations, IReadOnlyList<(Relief Relief, Bill Bill)> Reliefs, IReadOnlyList<AgreementStanding> Agreements, IReadOnlyList<(Estimate Estimate, Bill Bill)> Estimates, IReadOnlyList<Proposal> Proposals, IReadOnlyList<Reminder> Served);

/// <summary>Who owes what since when.</summary>
public sealed class FindArrears(ContributionsDb db, Limitations limitations)
{
    public const int Most = 100;

    /// <summary>What two people decide about arrears.</summary>
    internal static readonly string[] Acts = [RelieveBill.WaiveAct, RelieveBill.WriteOffAct, RelieveBill.LapseAct, ServeNotice.ReviveAct, EndSuit.Act, AgreeInstalments.Act, EstimateReturn.Act];

    /// <summary>Employers with something overdue, in the order of their numbers, behind one.</summary>
    public async Task<IReadOnlyList<ArrearsItem>> ListAsync(string? after, int limit, DateOnly today, CancellationToken ct)
    {
        var from = after ?? "";
        var sums = await db.Set<Bill>().AsNoTracking().Where(b => b.PaidOn == null && b.DueOn < today && string.Compare(b.EmployerNumber, from) > 0)
            .GroupBy(b => new { b.EmployerId, b.EmployerNumber, b.Currency }).Select(g => new { g.Key, Open = g.Sum(b => b.AmountMinor - b.AllocatedMinor), Count = g.Count(), Oldest = g.Min(b => b.DueOn) })
            .OrderBy(g => g.Key.EmployerNumber).ThenBy(g => g.Key.Currency).Take(Math.Clamp(limit, 1, Most + 1)).ToListAsync(ct);
        var ids = sums.Select(s => s.Key.EmployerId).Distinct().ToList();
        var names = await db.Set<EmployerCopy>().AsNoTracking().Where(e => ids.Contains(e.EmployerId)).ToDictionaryAsync(e => e.EmployerId, e => e.Name, ct);
        var agreed = (await db.Set<Agreement>().AsNoTracking().Where(a => a.Open != null && ids.Contains(a.EmployerId)).Select(a => a.EmployerId).ToListAsync(ct)).ToHashSet();
        return [.. sums.Select(s => new ArrearsItem(s.Key.EmployerNumber, names.GetValueOrDefault(s.Key.EmployerId, "?"), new Money(s.Open, Currency.Of(s.Key.Currency)), s.Count, s.Oldest, agreed.Contains(s.Key.EmployerId)))];
    }

    /// <exception cref="Refused">There is no such employer.</exception>
    public async Task<EmployerArrears> ReadAsync(string employerNumber, DateOnly today, CancellationToken ct)
    {
        var employer = await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == employerNumber, ct) ?? throw new Refused("employer.unknown", $"There is no employer {employerNumber}.");
        var overdue = await db.Set<Bill>().AsNoTracking().Where(b => b.EmployerId == employer.EmployerId && b.PaidOn == null && b.DueOn < today).OrderBy(b => b.DueOn).ThenBy(b => b.Number).Take(Most).ToListAsync(ct);
        var reliefs = await (from r in db.Set<Relief>().AsNoTracking() join b in db.Set<Bill>().AsNoTracking() on r.BillId equals b.Id where r.EmployerId == employer.EmployerId orderby r.ApprovedAt descending select new { r, b }).Take(Most).ToListAsync(ct);
        var estimates = await (from e in db.Set<Estimate>().AsNoTracking() join b in db.Set<Bill>().AsNoTracking() on e.BillId equals b.Id where e.EmployerId == employer.EmployerId orderby e.ApprovedAt descending select new { e, b }).Take(Most).ToListAsync(ct);
        var bills = overdue.ConvertAll(b => b.Id.ToString());
        var served = await ServedAsync(employer.EmployerId, ct);
        var (id, prefix) = (employer.EmployerId.ToString(), $"{employer.EmployerId} ");
        var proposals = await db.Proposals.AsNoTracking().Where(p => Acts.Contains(p.Act) && p.Approved == null && (p.Subject == id || p.Subject.StartsWith(prefix) || bills.Contains(p.Subject))).OrderByDescending(p => p.Id).Take(Most).ToListAsync(ct);
        return new EmployerArrears(employer, overdue, await limitations.OfAsync(overdue, today, ct), [.. reliefs.Select(r => (r.r, r.b))], await AgreementsAsync(employer.EmployerId, ct), [.. estimates.Select(e => (e.e, e.b))], proposals, served);
    }

    /// <summary>Actions before a court, the pending ones first, then formal notices, each with a limit of their own. A pending action stays in the list when its bill is paid: it has to be ended, and the payment may be taken back.</summary>
    private async Task<IReadOnlyList<Reminder>> ServedAsync(Guid employer, CancellationToken ct)
    {
        var all = db.Set<Reminder>().AsNoTracking().Where(r => r.EmployerId == employer);
        var actions = await all.Where(r => r.Kind == ReminderKind.CourtAction && (r.StoppedOn == null || r.EndedOn == null)).OrderBy(r => r.EndedOn != null).ThenByDescending(r => r.Id).Take(Most).ToListAsync(ct);
        return [.. actions, .. await all.Where(r => r.Kind == ReminderKind.FormalNotice && r.StoppedOn == null).OrderByDescending(r => r.Id).Take(Most).ToListAsync(ct)];
    }

    /// <summary>Agreements of an employer, the running one first.</summary>
    public async Task<IReadOnlyList<AgreementStanding>> AgreementsAsync(Guid employerId, CancellationToken ct)
    {
        List<AgreementStanding> found = [];
        foreach (var agreement in await db.Set<Agreement>().AsNoTracking().Where(a => a.EmployerId == employerId).OrderByDescending(a => a.ApprovedAt).Take(10).ToListAsync(ct))
        {
            found.Add(await AgreementStanding.OfAsync(db, agreement, ct));
        }

        return [.. found.OrderBy(a => a.Agreement.Open is null)];
    }
}
