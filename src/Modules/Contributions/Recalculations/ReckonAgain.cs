using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>Reckons the months of some workers again, inside the run's transaction, and keeps those that come out otherwise.</summary>
public sealed class ReckonAgain(ContributionsDb db, ReadAssessments assessments, SchemeBook schemes)
{
    /// <summary>The workers with numbers after one and up to another.</summary>
    internal async Task HandleAsync(long id, (string From, string To) numbers, RunStep step, CancellationToken ct)
    {
        var r = await db.Set<Recalculation>().SingleAsync(x => x.Id == id, ct);
        if (r.GivenUpAt is not null)
        {
            return;
        }

        var months = await assessments.RangeAsync(AssessmentScope.Of(r), numbers, ct);
        var law = new LawOfMonths(schemes, r.Scheme);
        List<AssessmentDifference> found = [];
        foreach (var month in months)
        {
            var (rules, session) = await law.OfAsync(month.Month, ct);
            found.AddRange(Differences(month, rules.Scheme.Hash, session).Select(d => Row(r, month, rules.Scheme.Hash, d)));
        }

        await db.BulkInsertAsync(found, ct);
        r.Rows += months.Sum(m => m.Rows);
        r.Differences += found.Count;
        r.ByHand += found.Count(d => d.Kind == DifferenceKind.ByHand);
        r.MoreMinor += found.Where(d => d.Kind == DifferenceKind.More).Sum(d => d.DifferenceMinor);
        r.LessMinor -= found.Where(d => d.Kind == DifferenceKind.Less).Sum(d => d.DifferenceMinor);
        var persons = months.Select(m => m.PersonId).Distinct().Count();
        step.Count(persons, 0);
        db.RecordBulk(step.Change, nameof(AssessmentDifference), $"recalculation {id}, workers {numbers.From}..{numbers.To}", new { persons, months = months.Count, differences = found.Count, minor = found.Sum(d => d.DifferenceMinor) });
    }

    /// <summary>What of a month comes out otherwise. Pure.</summary>
    internal static IEnumerable<MonthDifference> Differences(AssessedMonth month, string lawHash, SchemeRules.Session law)
    {
        if (month.EmployerId is null)
        {
            return OwnPayments(month, law).Where(d => d.Was != d.Now);
        }

        return month.Lines is null
            ? [new MonthDifference(null, null, month.PersonId, 0, month.Total, null)]
            : month.Lines.Where(l => l.PackageHash != lawHash).Select(l => new MonthDifference(l, null, l.DeclaredPersonId, l.WageMinor, l.Figures, law.TryAssess(month.Month, l.WageMinor))).Where(d => d.Was != d.Now);
    }

    private static List<MonthDifference> OwnPayments(AssessedMonth month, SchemeRules.Session law)
    {
        var paid = 0L;
        var terms = month.Terms(law);
        var payments = month.Bought is null ? month.Payments : [.. month.Payments.Where(p => p.Counted.TotalMinor != 0)]; // What a plan holds buys months of its own.
        var toCome = payments.Where(p => p.OfDonor).Sum(p => p.AvailableMinor);
        List<MonthDifference> all = [];
        foreach (var payment in payments)
        {
            Shares? now = null;
            try
            {
                // What a donor added stays, and the person's own payments have the room beside it, as when they came.
                toCome -= payment.OfDonor ? payment.AvailableMinor : 0;
                var available = payment.OfDonor || toCome == 0 ? payment.AvailableMinor : Math.Min(payment.AvailableMinor, Math.Max(0, terms.MostMinor - paid - toCome));
                var (counted, adds) = terms.Adds(paid, available);
                (now, paid) = (new Shares(adds, counted, 0), paid + counted);
            }
            catch (CannotTell)
            {
                // The law does not say what this month's payments count for: a person must look.
            }

            all.Add(new MonthDifference(null, payment.ReceiptId, payment.DeclaredPersonId, payment.AvailableMinor, payment.Counted, now));
        }

        return all;
    }

    private static AssessmentDifference Row(Recalculation r, AssessedMonth month, string lawHash, MonthDifference d) => new()
    {
        RecalculationId = r.Id,
        PersonId = month.PersonId,
        DeclaredPersonId = d.DeclaredPersonId,
        PersonNumber = month.PersonNumber,
        EmployerId = month.EmployerId,
        EmployerNumber = month.EmployerNumber,
        Month = month.Month,
        ReturnId = d.Line?.ReturnId,
        Line = d.Line?.Line,
        ReceiptId = d.ReceiptId,
        Kind = d.Kind,
        WageMinor = d.WageMinor,
        WasBaseMinor = d.Was.BaseMinor,
        WasEmployeeMinor = d.Was.EmployeeMinor,
        WasEmployerMinor = d.Was.EmployerMinor,
        NowBaseMinor = d.Now?.BaseMinor,
        NowEmployeeMinor = d.Now?.EmployeeMinor,
        NowEmployerMinor = d.Now?.EmployerMinor,
        DifferenceMinor = d.DifferenceMinor,
        PackageHash = lawHash,
        MonthWasMinor = month.Total.TotalMinor,
        MonthWasBaseMinor = month.Total.BaseMinor,
    };
}

/// <summary>A line or payment that comes out otherwise.</summary>
/// <param name="Line">The line; null for a payment, or when no line adds up to the record.</param>
/// <param name="ReceiptId">The payment.</param>
/// <param name="DeclaredPersonId">Whose number it came under.</param>
/// <param name="WageMinor">The wage, or what of the payment could count.</param>
/// <param name="Was">As it stands.</param>
/// <param name="Now">By the law now; null when a person must look.</param>
internal sealed record MonthDifference(AssessedLine? Line, Guid? ReceiptId, Guid DeclaredPersonId, long WageMinor, Shares Was, Shares? Now)
{
    public long DifferenceMinor => Now is { } now ? now.TotalMinor - Was.TotalMinor : 0;

    public DifferenceKind Kind => Now is null ? DifferenceKind.ByHand : DifferenceMinor switch { > 0 => DifferenceKind.More, < 0 => DifferenceKind.Less, _ => DifferenceKind.Record };
}

/// <summary>The rules of months, each opened once; as the law stood after an activation, where one is given.</summary>
internal sealed class LawOfMonths(SchemeBook schemes, string scheme, long lastInForceId = long.MaxValue)
{
    private readonly Dictionary<Month, (SchemeRules Rules, SchemeRules.Session Session)> opened = [];

    /// <summary>A session of the rules in force in a month; null when none are.</summary>
    public async Task<SchemeRules.Session?> FindAsync(Month month, CancellationToken ct) => await schemes.IsInForceAsync(scheme, month, lastInForceId, ct) ? (await OfAsync(month, ct)).Session : null;

    /// <summary>The rules in force in a month, and a session of this thread.</summary>
    public async Task<(SchemeRules Rules, SchemeRules.Session Session)> OfAsync(Month month, CancellationToken ct)
    {
        if (!opened.TryGetValue(month, out var found))
        {
            var rules = await schemes.ForMonthAsync(scheme, month, lastInForceId, ct);
            opened[month] = found = (rules, rules.Open());
        }

        return found;
    }
}
