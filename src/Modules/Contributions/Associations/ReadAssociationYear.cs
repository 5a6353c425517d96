using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Associations;

/// <summary>What was named and paid in a month of an association's year.</summary>
public sealed record PaidMonth(string Scheme, Month Month, string Currency, int Members, long NamedMinor, long PaidMinor);

/// <summary>What was paid for a member in a scheme in a year.</summary>
/// <param name="Number">Registration number.</param>
/// <param name="Name">Name.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Months">The amount paid for each month, by its number; months nothing was paid for are left out.</param>
public sealed record PaidMember(string Number, string Name, string Scheme, string Currency, IReadOnlyDictionary<int, long> Months)
{
    /// <summary>Over all months.</summary>
    public long PaidMinor => Months.Values.Sum();
}

/// <summary>An association's year: what was paid in each month, and for whom.</summary>
/// <param name="db">The module's database.</param>
/// <param name="shown">Whose data were looked up.</param>
public sealed class ReadAssociationYear(ContributionsDb db, PersonsShown shown)
{
    /// <summary>Most members of one answer.</summary>
    public const int MostMembers = 100;

    /// <summary>Its months with a list, in order.</summary>
    /// <exception cref="Refused">The year is none.</exception>
    public async Task<IReadOnlyList<PaidMonth>> MonthsAsync(Guid association, int year, CancellationToken ct) =>
        await Lists(association, year).GroupBy(l => new { l.Scheme, l.Month, l.Currency }).OrderBy(g => g.Key.Scheme).ThenBy(g => g.Key.Month)
            .Select(g => new PaidMonth(g.Key.Scheme, g.Key.Month, g.Key.Currency, g.Sum(l => l.Members), g.Sum(l => l.AmountMinor), g.Sum(l => l.PaidMinor))).ToListAsync(ct);

    /// <summary>Members for whom something was paid, by registration number.</summary>
    /// <param name="association">The association.</param>
    /// <param name="year">The year of the months paid for.</param>
    /// <param name="text">Only whose number or name has this; empty for all.</param>
    /// <param name="after">Go on behind this registration number.</param>
    /// <param name="limit">How many members at most, up to 100.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<PaidMember>> MembersAsync(Guid association, int year, string? text, string? after, int limit, CancellationToken ct)
    {
        var found = await PartAsync(association, year, text, after, Math.Clamp(limit, 1, MostMembers + 1), ct);
        shown.Add(found.Select(m => m.Number));
        shown.AddNamed([text]); // Whoever is asked about by number, found or not.
        return found;
    }

    /// <summary>All of them as CSV, a line for each month paid.</summary>
    public async Task WriteAsync(Guid association, int year, string? text, Stream target, CancellationToken ct)
    {
        await using var csv = await CsvOutput.StartAsync(target, ["number", "name", "scheme", "month", "paid", "currency"], ct);
        await foreach (var m in shown.InPartsAsync(AllAsync(association, year, text, ct), m => m.Number).WithCancellation(ct))
        {
            foreach (var (month, minor) in m.Months.OrderBy(x => x.Key))
            {
                await csv.RowAsync(ct, m.Number, m.Name, m.Scheme, new Month(year, month), new Money(minor, Currency.Of(m.Currency)), m.Currency);
            }
        }
    }

    private async IAsyncEnumerable<PaidMember> AllAsync(Guid association, int year, string? text, [EnumeratorCancellation] CancellationToken ct)
    {
        for (string? after = null; ;)
        {
            var part = await PartAsync(association, year, text, after, PersonsShown.InPart, ct);
            foreach (var member in part)
            {
                yield return member;
            }

            if (part.Count == 0)
            {
                yield break;
            }

            after = part[^1].Number;
        }
    }

    private async Task<List<PaidMember>> PartAsync(Guid association, int year, string? text, string? after, int limit, CancellationToken ct)
    {
        var paid = from l in db.Set<MemberListLine>().AsNoTracking() join x in Lists(association, year) on l.ListId equals x.Id where l.PaidMinor > 0 select new { l.PersonId, l.PaidMinor, x.Scheme, x.Month, x.Currency };
        var payees = paid.Select(p => p.PersonId);
        var workers = db.Set<WorkerCopy>().AsNoTracking().Where(w => payees.Contains(w.PersonId));
        workers = string.IsNullOrEmpty(after) ? workers : workers.Where(w => string.Compare(w.RegistrationNumber, after) > 0);
        if (text?.Trim() is { Length: > 0 } typed)
        {
            var (digits, words) = (string.Concat(typed.Where(char.IsAsciiDigit)), typed.ToUpperInvariant());
#pragma warning disable CA1304, CA1311, CA1862 // Translated to SQL: the database compares.
            workers = workers.Where(w => (digits != "" && w.RegistrationNumber == digits) || w.Name.ToUpper().Contains(words));
#pragma warning restore CA1304, CA1311, CA1862
        }

        var page = await workers.OrderBy(w => w.RegistrationNumber).Take(limit).Select(w => new { w.PersonId, w.RegistrationNumber, w.Name }).ToListAsync(ct);
        var ids = page.ConvertAll(p => p.PersonId);
        var rows = (await paid.Where(p => ids.Contains(p.PersonId)).ToListAsync(ct)).ToLookup(p => p.PersonId);
        return [.. page.SelectMany(p => rows[p.PersonId].GroupBy(r => new { r.Scheme, r.Currency }).OrderBy(g => g.Key.Scheme, StringComparer.Ordinal)
            .Select(g => new PaidMember(p.RegistrationNumber, p.Name, g.Key.Scheme, g.Key.Currency, g.GroupBy(r => r.Month.Number).ToDictionary(m => m.Key, m => m.Sum(r => r.PaidMinor)))))];
    }

    private IQueryable<MemberList> Lists(Guid association, int year)
    {
        if (year is < 1950 or > 2999)
        {
            throw new Refused("year.form", "Write the year with four digits, such as 2026.", "year");
        }

        var (january, december) = (new Month(year, 1), new Month(year, 12));
        return db.Set<MemberList>().AsNoTracking().Where(l => l.AssociationId == association && l.IssuedAt != null && l.WithdrawnAt == null && l.Month >= january && l.Month <= december);
    }
}
