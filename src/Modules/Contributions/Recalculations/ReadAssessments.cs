using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>Which assessments are looked at.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="From">First month.</param>
/// <param name="Through">Last month.</param>
/// <param name="LastContributionId">Contributions up to this one.</param>
/// <param name="BeforeRunId">Returns of runs before this one.</param>
public sealed record AssessmentScope(string Scheme, Month From, Month Through, long LastContributionId, long BeforeRunId)
{
    internal static AssessmentScope Of(Recalculation r) => new(r.Scheme, r.FromMonth, r.ThroughMonth, r.LastContributionId, r.RunId ?? long.MaxValue);

    /// <summary>An employer's month of which something was taken over from an old system is left out, with its corrections: it was never assessed here, and counts by the rules of its time.</summary>
    internal IQueryable<Contribution> Rows(ContributionsDb db) => db.Set<Contribution>().AsNoTracking().Where(c => c.Scheme == Scheme && c.Month >= From && c.Month <= Through && c.Id <= LastContributionId
        && c.TakeoverId == null && c.VoucherId == null && !db.Set<Contribution>().Any(t => t.PersonId == c.PersonId && t.Scheme == Scheme && t.Month == c.Month && t.TakeoverId != null && (t.EmployerId == c.EmployerId || (t.EmployerId == null && c.EmployerId == null))));
}

/// <summary>Reads what some workers' months were assessed to, and from which wages and payments.</summary>
public sealed class ReadAssessments(ContributionsDb db)
{
    /// <summary>Workers of a look; each may have some dozens of months.</summary>
    private const int Workers = 100;

    private const int MostIds = 500;

    /// <summary>Stretches of at most a hundred workers with assessments, each after a number and up to another.</summary>
    internal async IAsyncEnumerable<(string From, string To)> RangesAsync(AssessmentScope scope, string after, [EnumeratorCancellation] CancellationToken ct)
    {
        var rows = scope.Rows(db);
        while (true)
        {
            var from = after;
            var numbers = await db.Set<WorkerCopy>().AsNoTracking().Where(w => string.Compare(w.RegistrationNumber, from) > 0 && rows.Any(c => c.PersonId == w.PersonId))
                .OrderBy(w => w.RegistrationNumber).Take(Workers).Select(w => w.RegistrationNumber).ToListAsync(ct);
            if (numbers.Count == 0)
            {
                yield break;
            }

            yield return (from, after = numbers[^1]);
        }
    }

    /// <summary>The months of workers with numbers after one and up to another, in the order of number, employer and month.</summary>
    internal async Task<List<AssessedMonth>> RangeAsync(AssessmentScope scope, (string From, string To) numbers, CancellationToken ct)
    {
        var (low, high) = numbers;
        var rows = await (
            from c in scope.Rows(db)
            join w in db.Set<WorkerCopy>().AsNoTracking() on c.PersonId equals w.PersonId
            where string.Compare(w.RegistrationNumber, low) > 0 && string.Compare(w.RegistrationNumber, high) <= 0
            select new Row(c, w.RegistrationNumber)).ToListAsync(ct);
        var lines = await LinesAsync(scope, rows, ct);
        var payments = await PaymentsAsync(scope, rows, ct);
        var employers = await EmployersAsync(rows, ct);
        var bought = await BoughtMonths.ReadAsync(db, scope.Scheme, [.. rows.Select(r => r.Contribution.PersonId).Distinct()], (scope.From, scope.Through), ct);
        return [.. rows.GroupBy(r => (r.Contribution.PersonId, r.Contribution.EmployerId, r.Contribution.Month)).Select(g => Month([.. g], lines, payments, employers) with { Bought = g.Key.EmployerId is null ? bought.Find(g.Key.PersonId, g.Key.Month) : null })
            .OrderBy(m => m.PersonNumber, StringComparer.Ordinal).ThenBy(m => m.EmployerNumber, StringComparer.Ordinal).ThenBy(m => m.Month)];
    }

    private static AssessedMonth Month(IReadOnlyList<Row> rows, ILookup<(Guid, Month), Sent> lines, IReadOnlyDictionary<Guid, Receipt> payments, IReadOnlyDictionary<Guid, string> employers)
    {
        var first = rows[0].Contribution;
        var total = new Shares(rows.Sum(r => r.Contribution.BaseMinor), rows.Sum(r => r.Contribution.EmployeeMinor), rows.Sum(r => r.Contribution.EmployerMinor));
        if (first.EmployerId is not { } employer)
        {
            return new AssessedMonth(first.PersonId, rows[0].Number, null, "", first.Month, total, rows.Count, null, Own(rows, payments));
        }

        var declared = rows.Select(r => r.Contribution.DeclaredPersonId).Append(first.PersonId).ToHashSet();
        var sent = lines[(employer, first.Month)].Where(l => declared.Contains(l.Line.DeclaredPersonId)).ToList();
        return new AssessedMonth(first.PersonId, rows[0].Number, employer, employers.GetValueOrDefault(employer, "?"), first.Month, total, rows.Count, AssessedMonth.Holding([.. sent.Select(l => l.Line)], total), []);
    }

    /// <summary>Payments in the order of their coming, those behind that found the month full with them. What the bank took back counts for nothing and is left out, and so is what donors gave that counts in no month: a reward.</summary>
    private static List<OwnPayment> Own(IReadOnlyList<Row> rows, IReadOnlyDictionary<Guid, Receipt> payments)
    {
        var (person, month) = (rows[0].Contribution.PersonId, rows[0].Contribution.Month);
        var declared = rows.Select(r => r.Contribution.DeclaredPersonId).Append(person).ToHashSet();
        var counted = rows.Where(r => r.Contribution.ReceiptId is not null).ToLookup(r => r.Contribution.ReceiptId ?? default, r => r.Contribution);
        var places = rows.GroupBy(r => r.Contribution.ReceiptId ?? default).ToDictionary(g => g.Key, g => g.Min(r => r.Contribution.Id));
        return [.. payments.Values.Where(p => p.PersonId is { } of && declared.Contains(of) && p.ReversedOn is null && (counted.Contains(p.Id) || (p.Channel != Channel.Subsidy && p.AllocatedMinor == 0 && Values.Month.Of(p.BookedOn) == month)))
            .OrderBy(p => places.GetValueOrDefault(p.Id, long.MaxValue)).ThenBy(p => p.BookedOn).ThenBy(p => p.Reference, StringComparer.Ordinal)
            .Select(p => new OwnPayment(p.Id, p.PersonId ?? person, p.AmountMinor - p.RefundedMinor, new Shares(counted[p.Id].Sum(c => c.BaseMinor), counted[p.Id].Sum(c => c.EmployeeMinor), counted[p.Id].Sum(c => c.EmployerMinor)), p.Channel == Channel.Subsidy))];
    }

    /// <summary>The lines of these workers, also those of corrections that changed a wage and no contribution.</summary>
    private async Task<ILookup<(Guid, Month), Sent>> LinesAsync(AssessmentScope scope, List<Row> rows, CancellationToken ct)
    {
        var persons = rows.SelectMany(r => new[] { r.Contribution.PersonId, r.Contribution.DeclaredPersonId }).Distinct().ToList();
        var employers = rows.Select(r => r.Contribution.EmployerId).OfType<Guid>().Distinct().ToList();
        var corrections = await db.Set<Return>().AsNoTracking()
            .Where(x => employers.Contains(x.EmployerId) && x.Scheme == scope.Scheme && x.Month >= scope.From && x.Month <= scope.Through && x.Kind == ReturnKind.Correction && x.AssessedAt != null && x.RunId < scope.BeforeRunId)
            .Select(x => x.Id).ToListAsync(ct);
        List<Sent> found = [];
        foreach (var part in rows.Select(r => r.Contribution.ReturnId).OfType<Guid>().Concat(corrections).Distinct().Chunk(MostIds))
        {
            found.AddRange(await (
                from l in db.Set<ReturnLine>().AsNoTracking()
                join x in db.Set<Return>().AsNoTracking() on l.ReturnId equals x.Id
                where part.Contains(l.ReturnId) && l.PersonId != null && persons.Contains(l.PersonId.Value) && (l.Verdict == LineVerdict.Accepted || l.Verdict == LineVerdict.Noted)
                select new Sent(x.EmployerId, x.Month, new AssessedLine(l.ReturnId, l.Line, x.RunId ?? 0, l.PersonId ?? default, x.PackageHash, l.WageMinor, new Shares(l.BaseMinor, l.EmployeeMinor, l.EmployerMinor)))).ToListAsync(ct));
        }

        return found.ToLookup(l => (l.EmployerId, l.Month));
    }

    private async Task<Dictionary<Guid, string>> EmployersAsync(List<Row> rows, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Contribution.EmployerId).OfType<Guid>().Distinct().ToList();
        return await db.Set<EmployerCopy>().AsNoTracking().Where(e => ids.Contains(e.EmployerId)).ToDictionaryAsync(e => e.EmployerId, e => e.EmployerNumber, ct);
    }

    private async Task<Dictionary<Guid, Receipt>> PaymentsAsync(AssessmentScope scope, List<Row> rows, CancellationToken ct)
    {
        var own = rows.Where(r => r.Contribution.EmployerId is null).ToList();
        var persons = own.SelectMany(r => new[] { r.Contribution.PersonId, r.Contribution.DeclaredPersonId }).Distinct().ToList();
        var currency = await db.Set<SchemeInForce>().Where(s => s.Scheme == scope.Scheme && s.Collects).Select(s => s.Currency).FirstOrDefaultAsync(ct);
        var (first, last) = (scope.From.First, scope.Through.Last);
        Dictionary<Guid, Receipt> found = [];
        foreach (var part in persons.Chunk(MostIds))
        {
            // Also payments of which nothing counts, since the month was full: by another law it may not be.
            (await db.Set<Receipt>().AsNoTracking().Where(r => r.PersonId != null && part.Contains(r.PersonId.Value) && r.Currency == currency && r.BookedOn >= first && r.BookedOn <= last).ToListAsync(ct)).ForEach(r => found[r.Id] = r);
        }

        return found;
    }

    private sealed record Row(Contribution Contribution, string Number);

    private sealed record Sent(Guid EmployerId, Month Month, AssessedLine Line);
}
