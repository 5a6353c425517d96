using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Credits;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Record;

/// <summary>
/// Counts person-years anew from the contributions and tells Eligibility what changed. It always starts from the rows themselves, so it may be
/// repeated, and corrections, payments, reversals and merges all come down to the same count.
/// </summary>
public sealed class RecountYears(ContributionsDb db, SchemeBook schemes, CountMonth count)
{
    /// <summary>Rows of one message and of one look at the database.</summary>
    public const int MostPersons = 500;

    /// <summary>One year of at most <see cref="MostPersons"/> persons in a scheme; messages leave with the caller's save.</summary>
    public async Task YearAsync(IReadOnlyCollection<Guid> persons, string scheme, int year, Change change, CancellationToken ct)
    {
        foreach (var chunk in persons.Distinct().Order().Chunk(MostPersons))
        {
            await ChunkAsync(chunk, scheme, year, change, ct);
        }
    }

    /// <summary>Every year of few persons (a merge).</summary>
    public async Task AllYearsAsync(IReadOnlyCollection<Guid> persons, Change change, CancellationToken ct)
    {
        var counted = await db.Set<ContributionYearRow>().Where(y => persons.Contains(y.PersonId)).Select(y => new { y.Scheme, y.Year }).Distinct().ToListAsync(ct);
        foreach (var (scheme, year) in counted.Select(c => (c.Scheme, c.Year)).Distinct())
        {
            await YearAsync(persons, scheme, year, change, ct);
        }
    }

    private async Task ChunkAsync(Guid[] persons, string scheme, int year, Change change, CancellationToken ct)
    {
        var (january, december) = (new Month(year, 1), new Month(year, 12));
        var parts = (await (
            from c in db.Set<Contribution>().AsNoTracking()
            where persons.Contains(c.PersonId) && c.Scheme == scheme && c.Month >= january && c.Month <= december
            join b in db.Set<Bill>().IgnoreQueryFilters() on c.BillId equals (Guid?)b.Id into bills // A month counts whole, whichever office sees the employers.
            from b in bills.DefaultIfEmpty()
            select new { c.PersonId, c.Month, c.BaseMinor, Paid = c.EmployeeMinor + c.EmployerMinor, Settled = c.BillId == null || (b != null && b.PaidOn != null && b.WrittenOffMinor == 0), c.TakeoverId, c.OldCount, c.CountedBy }).ToListAsync(ct))
            .ToLookup(c => c.PersonId, c => new MonthPart(c.Month, c.BaseMinor, c.Paid, c.Settled, c.TakeoverId, c.OldCount, c.CountedBy));
        var credits = (await db.Set<Credit>().AsNoTracking().Where(c => persons.Contains(c.PersonId) && c.Scheme == scheme && c.Month >= january && c.Month <= december && c.Live != null).Select(c => new { c.PersonId, c.Month, c.Kind }).ToListAsync(ct))
            .ToLookup(c => c.PersonId, c => (c.Month, c.Kind));
        var before = await db.Set<ContributionYearRow>().AsNoTracking().Where(y => persons.Contains(y.PersonId) && y.Scheme == scheme && y.Year == year).ToDictionaryAsync(y => y.PersonId, ct);
        List<ContributionYearRow> changed = [];
        foreach (var person in persons)
        {
            var bases = new long[12];
            var insured = 0;
            foreach (var month in parts[person].Select(p => p.Month).Concat(credits[person].Select(c => c.Month)).Distinct())
            {
                var counted = await count.OfAsync(scheme, month, [.. parts[person].Where(p => p.Month == month)], credits[person].Where(c => c.Month == month).Select(c => c.Kind), ct);
                bases[month.Number - 1] = counted.BaseMinor;
                insured |= counted.Insured ? 1 << (month.Number - 1) : 0;
            }

            var old = before.GetValueOrDefault(person);
            var packed = string.Join(',', bases.Select(b => b.ToString(CultureInfo.InvariantCulture)));
            if (old is null ? parts[person].Any() || credits[person].Any() : old.BaseMinor != packed || old.InsuredMonths != insured)
            {
                changed.Add(new ContributionYearRow { PersonId = person, Scheme = scheme, Year = year, BaseMinor = packed, InsuredMonths = insured, Version = (old?.Version ?? 0) + 1 });
            }
        }

        await WriteAsync(changed, before, change, ct);
    }

    private async Task WriteAsync(List<ContributionYearRow> changed, Dictionary<Guid, ContributionYearRow> before, Change change, CancellationToken ct)
    {
        if (changed.Count == 0)
        {
            return;
        }

        var (scheme, year) = (changed[0].Scheme, changed[0].Year);
        var currency = (await schemes.CurrencyOfAsync(scheme, ct)).Code;
        var replaced = changed.Where(c => before.ContainsKey(c.PersonId)).Select(c => c.PersonId).ToList();
        if (replaced.Count > 0)
        {
            await db.Set<ContributionYearRow>().Where(y => replaced.Contains(y.PersonId) && y.Scheme == scheme && y.Year == year).ExecuteDeleteAsync(ct);
        }

        await db.BulkInsertAsync(changed, ct);
        db.RecordBulk(change, nameof(ContributionYearRow), $"{scheme} {year}", new { persons = changed.Count });
        db.Publish(new ContributionMonthsRecorded
        {
            Years = [.. changed.Select(c => new ContributionYear
            {
                PersonId = c.PersonId, Scheme = c.Scheme, Year = c.Year, Currency = currency, InsuredMonths = c.InsuredMonths, Version = c.Version,
                BaseMinor = [.. c.BaseMinor.Split(',').Select(b => long.Parse(b, CultureInfo.InvariantCulture))],
            })],
        });
    }
}
