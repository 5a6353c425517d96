using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Drafts;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Takeover;
using Spmis.Values;

namespace Spmis.Contributions.Dues;

/// <summary>What an employer has to do.</summary>
public enum DueKind
{
    /// <summary>File the return of a month.</summary>
    Return,

    /// <summary>Pay a bill.</summary>
    Bill,

    /// <summary>Pay an instalment of an agreement.</summary>
    Instalment,
}

/// <summary>One thing to do, with its last day.</summary>
/// <param name="EmployerNumber">Who has to.</param>
/// <param name="Kind">What.</param>
/// <param name="Scheme">The scheme; empty for an instalment.</param>
/// <param name="Month">The month it is of.</param>
/// <param name="DueOn">The last day.</param>
/// <param name="Overdue">That day has passed.</param>
/// <param name="Reference">Payment reference; null for a return.</param>
/// <param name="Open">What is to be paid; null for a return.</param>
/// <param name="Begun">A draft of the return is kept.</param>
public sealed record DueItem(string EmployerNumber, DueKind Kind, string Scheme, Month Month, DateOnly DueOn, bool Overdue, string? Reference, Money? Open, bool Begun)
{
    /// <summary>Where it is done.</summary>
    public string Href => Kind == DueKind.Return ? $"/returns/form?month={Month}&employer={EmployerNumber}&scheme={Uri.EscapeDataString(Scheme)}" : Kind == DueKind.Bill ? $"/bills/{Reference}" : $"/contributions/due/{EmployerNumber}#agreement";
}

/// <summary>
/// What is due of one employer, overdue first: returns of every month since the first one declared (two years at most, unless all are asked for; of an employer that never filed the last month only),
/// bills, and instalments. Bills under an agreement that is kept are due by its instalments.
/// </summary>
public sealed class ListDues(ContributionsDb db, SchemeBook schemes, HeldMonths held)
{
    private const int MostMonths = 24;
    private const int MostBills = 200;
    private const long AnyWage = 100_000;

    /// <param name="employerNumber">Whose.</param>
    /// <param name="today">The day.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="everyMonth">Returns of more than two years ago too.</param>
    public async Task<IReadOnlyList<DueItem>> HandleAsync(string employerNumber, DateOnly today, CancellationToken ct, bool everyMonth = false)
    {
        var agreement = await db.Set<Agreement>().AsNoTracking().Where(a => a.EmployerNumber == employerNumber && a.Open != null).OrderBy(a => a.ApprovedAt).FirstOrDefaultAsync(ct);
        List<DueItem> due = [.. await ReturnsAsync(employerNumber, today, everyMonth, ct), .. await BillsAsync(employerNumber, agreement, today, ct)];
        if (agreement is not null)
        {
            due.AddRange((await AgreementStanding.OfAsync(db, agreement, ct)).Instalments.Where(i => i.OpenMinor > 0).Take(1)
                .Select(i => new DueItem(employerNumber, DueKind.Instalment, "", Month.Of(i.Instalment.DueOn), i.Instalment.DueOn, i.Instalment.DueOn < today, agreement.Number, new Money(i.OpenMinor, Currency.Of(agreement.Currency)), false)));
        }

        return [.. due.OrderBy(d => !d.Overdue).ThenBy(d => d.DueOn).ThenBy(d => d.Kind).ThenBy(d => d.Month)];
    }

    private async Task<IEnumerable<DueItem>> BillsAsync(string employerNumber, Agreement? agreement, DateOnly today, CancellationToken ct)
    {
        var covered = agreement is null ? [] : await db.Set<AgreementBill>().AsNoTracking().Where(b => b.AgreementId == agreement.Id).Select(b => b.BillId).ToListAsync(ct);
        var bills = await db.Set<Bill>().AsNoTracking().Where(b => b.EmployerNumber == employerNumber && b.PaidOn == null && !covered.Contains(b.Id)).OrderBy(b => b.Number).Take(MostBills).ToListAsync(ct);
        return bills.Select(b => new DueItem(employerNumber, DueKind.Bill, b.Scheme, b.Month, b.DueOn, b.DueOn < today, b.PaymentReference, new Money(b.OpenMinor, Currency.Of(b.Currency)), false));
    }

    /// <summary>The returns that are due.</summary>
    /// <param name="employerNumber">Whose.</param>
    /// <param name="today">The day.</param>
    /// <param name="everyMonth">Of more than two years ago too.</param>
    /// <param name="ct">Cancels.</param>
    internal async Task<List<DueItem>> ReturnsAsync(string employerNumber, DateOnly today, bool everyMonth, CancellationToken ct)
    {
        var last = Month.Of(today).Add(-1);
        var from = last.Add(1 - MostMonths);
        if (await db.Set<EmployerCopy>().AsNoTracking().SingleOrDefaultAsync(e => e.EmployerNumber == employerNumber, ct) is not { } employer)
        {
            return [];
        }

        var returns = db.Set<Return>().AsNoTracking().Where(r => r.EmployerNumber == employerNumber && r.Slot != null);
        var filed = await MonthsAsync(returns, ct);
        HashSet<(string Scheme, Month Month)> had = [.. await MonthsAsync(returns.Came(), ct), .. await MonthsAsync(returns.OnTheirWay(db.Runs), ct)];
        var drafts = (await db.Set<ReturnDraft>().AsNoTracking().Where(d => d.EmployerNumber == employerNumber && d.Open != null).Select(d => new { d.Scheme, d.Month }).ToListAsync(ct)).Select(d => (d.Scheme, d.Month)).ToHashSet();
        List<DueItem> due = [];
        foreach (var scheme in filed.Count > 0 ? [.. filed.Select(f => f.Scheme).Distinct().Order(StringComparer.Ordinal)] : await OfEmployersAsync(last, ct))
        {
            var first = filed.Where(f => f.Scheme == scheme).Select(f => (Month?)f.Month).Min() ?? last;
            List<Month> missing = [];
            for (var month = everyMonth || first > from ? first : from; month <= last; month = month.Add(1))
            {
                if (!had.Contains((scheme, month)))
                {
                    missing.Add(month);
                }
            }

            // Months that an old system handed on were declared there.
            var taken = await held.TakenOverAsync(employer.EmployerId, employerNumber, scheme, missing, ct);
            foreach (var month in missing)
            {
                if (!taken.Contains(month) && await DueOnAsync(scheme, month, ct) is { } dueOn)
                {
                    due.Add(new DueItem(employerNumber, DueKind.Return, scheme, month, dueOn, dueOn < today, null, null, drafts.Contains((scheme, month))));
                }
            }
        }

        return due;
    }

    private static async Task<List<(string Scheme, Month Month)>> MonthsAsync(IQueryable<Return> returns, CancellationToken ct) =>
        [.. (await returns.Select(r => new { r.Scheme, r.Month }).Distinct().ToListAsync(ct)).Select(r => (r.Scheme, r.Month))];

    /// <summary>Where an employer that never filed has to: in the only scheme that collects, or of several in those that ask for an employer's share.</summary>
    private async Task<IReadOnlyList<string>> OfEmployersAsync(Month month, CancellationToken ct)
    {
        var collecting = await schemes.CollectingAsync(ct);
        if (collecting.Count < 2)
        {
            return collecting;
        }

        List<string> found = [];
        foreach (var scheme in collecting)
        {
            if (await schemes.IsInForceAsync(scheme, month, long.MaxValue, ct) && await schemes.ForMonthAsync(scheme, month, ct) is var rules && rules.Open().TryAssess(month, AnyWage * rules.Currency.MinorPerMajor) is { EmployerMinor: > 0 })
            {
                found.Add(scheme);
            }
        }

        return found;
    }

    /// <summary>The last day to file and pay a month; null when no version was in force then, or its package cannot tell.</summary>
    internal async Task<DateOnly?> DueOnAsync(string scheme, Month month, CancellationToken ct) =>
        await schemes.IsInForceAsync(scheme, month, long.MaxValue, ct) ? (await schemes.ForMonthAsync(scheme, month, ct)).Open().TryDueDate(month) : null;
}
