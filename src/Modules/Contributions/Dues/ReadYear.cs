using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Dues;

/// <summary>A month of an employer's year.</summary>
/// <param name="Month">The month.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="Original">Its return, if filed; the one by which the month came, where nothing of the original held.</param>
/// <param name="Standing">How far it is; null when nothing was filed.</param>
/// <param name="Workers">Workers accepted.</param>
/// <param name="Billed">Contributions and interest billed; an estimate as long as no return replaced it.</param>
/// <param name="Paid">What of it is paid.</param>
/// <param name="Relieved">What of it was waived or written off.</param>
/// <param name="Due">The return is due, or overdue; null when filed or not due.</param>
public sealed record YearMonth(Month Month, string Scheme, Return? Original, ReturnStanding? Standing, long Workers, Money Billed, Money Paid, Money Relieved, DueItem? Due)
{
    public Money Open => Billed - Paid - Relieved;
}

/// <summary>An employer's year.</summary>
/// <param name="Number">Employer number.</param>
/// <param name="Name">Name.</param>
/// <param name="Year">The year.</param>
/// <param name="Months">Twelve for each scheme the employer files in.</param>
public sealed record EmployerYear(string Number, string Name, int Year, IReadOnlyList<YearMonth> Months);

/// <summary>Twelve months with state, billed and paid.</summary>
public sealed class ReadYear(ContributionsDb db, ListDues dues)
{
    /// <exception cref="Refused">There is no such employer, or it is not the actor's.</exception>
    public async Task<EmployerYear> HandleAsync(string employerNumber, int year, DateOnly today, Actor actor, CancellationToken ct)
    {
        if ((actor.Employer is { } own && own != employerNumber) || await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == employerNumber, ct) is not { } employer)
        {
            throw new Refused("employer.unknown", "There is no such employer, or it is not yours.");
        }

        if (year is < 1950 or > 2999)
        {
            throw new Refused("year.form", "Write the year with four digits, such as 2026.", "year");
        }

        var (january, december) = (new Month(year, 1), new Month(year, 12));
        var returns = await db.Set<Return>().AsNoTracking().Where(r => r.EmployerNumber == employerNumber && r.Month >= january && r.Month <= december && r.Slot != null).OrderBy(r => r.Id).Take(500).ToListAsync(ct);
        var bills = await db.Set<Bill>().AsNoTracking().Where(b => b.EmployerNumber == employerNumber && b.Month >= january && b.Month <= december && !db.Set<Estimate>().Any(e => e.BillId == b.Id && e.ReplacedAt != null)).OrderBy(b => b.Number).Take(2000).ToListAsync(ct);
        var reliefs = (await (from r in db.Set<Relief>().AsNoTracking() join b in db.Set<Bill>() on r.BillId equals b.Id where b.EmployerNumber == employerNumber && b.Month >= january && b.Month <= december select new { r.BillId, Minor = r.AmountMinor - r.UndoneMinor }).ToListAsync(ct)).ToLookup(r => r.BillId, r => r.Minor);
        var due = (await dues.ReturnsAsync(employerNumber, today, true, ct)).ToDictionary(d => (d.Scheme, d.Month));
        var schemes = returns.Select(r => r.Scheme).Concat(bills.Select(b => b.Scheme)).Concat(due.Keys.Where(k => k.Month.Year == year).Select(k => k.Scheme)).Distinct().Order(StringComparer.Ordinal);
        return new EmployerYear(employerNumber, employer.Name, year, [.. schemes.SelectMany(s => Enumerable.Range(1, 12).Select(m => Month(s, new Month(year, m), returns, bills, reliefs, due)))]);
    }

    private static YearMonth Month(string scheme, Month month, List<Return> returns, List<Bill> bills, ILookup<Guid, long> reliefs, Dictionary<(string, Month), DueItem> due)
    {
        var filed = returns.Where(r => r.Scheme == scheme && r.Month == month).ToList();
        var owed = bills.Where(b => b.Scheme == scheme && b.Month == month).ToList();
        var original = filed.Find(r => r.Slot == "original" && r.Came()) ?? filed.Find(r => r.Came()) ?? filed.Find(r => r.Slot == "original");
        var currency = Currency.Of(owed.Select(b => b.Currency).Concat(returns.Select(r => r.Currency)).Concat(bills.Select(b => b.Currency)).FirstOrDefault() ?? "XXX");
        var relieved = new Money(owed.Sum(b => reliefs[b.Id].Sum()), currency);
        var (billed, paid) = (new Money(owed.Sum(b => b.AmountMinor), currency), new Money(owed.Sum(b => b.AllocatedMinor), currency) - relieved);
        return new YearMonth(month, scheme, original, original is null ? null : Of(original, owed, billed, paid, relieved), original?.Accepted ?? 0, billed, paid, relieved, due.GetValueOrDefault((scheme, month)));
    }

    /// <summary>The month as a whole: corrections and interest included. Where nothing is open it is settled, by payment or by relief.</summary>
    private static ReturnStanding Of(Return original, List<Bill> owed, Money billed, Money paid, Money relieved)
    {
        var alone = Standing.Of(original, owed.Find(b => b.ReturnId == original.Id));
        return alone is ReturnStanding.Submitted or ReturnStanding.Refused or ReturnStanding.AcceptedWithRefusals || billed.Minor == 0 ? alone
            : paid.Minor + relieved.Minor >= billed.Minor ? ReturnStanding.Paid
            : paid.Minor > 0 ? ReturnStanding.PartPaid : ReturnStanding.Billed;
    }
}
