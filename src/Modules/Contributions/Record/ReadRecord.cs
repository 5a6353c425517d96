using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Credits;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Subsidies;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Record;

/// <summary>Why a month counts or does not.</summary>
public enum MonthStanding
{
    /// <summary>Insured: the package's condition holds on what is paid.</summary>
    Counts,

    /// <summary>Declared; no part of it is paid.</summary>
    NotPaid,

    /// <summary>Declared; a bill is paid in part. A month counts once its bill is paid.</summary>
    PartPaid,

    /// <summary>Paid, but less than the package asks of an insured month.</summary>
    TooLittle,

    /// <summary>Counts without payment, for sickness, maternity or unemployment.</summary>
    Credited,

    /// <summary>Taken over; no package was in force then, and the old system counted it.</summary>
    TakenOver,

    /// <summary>Taken over; no package was in force then, and the old system did not count it.</summary>
    NotTakenOver,
}

/// <summary>What one employer, or the worker, contributed to a month.</summary>
public sealed record RecordPart(string? EmployerNumber, string? EmployerName, Money Base, Money Employee, Money Employer, Guid? ReturnId, long? Line, string? PaymentReference, BillState? Bill, string? Receipt, string? Association = null, string? TakenOverFrom = null)
{
    /// <summary>What donors took on of it; of a donor's own part all of it.</summary>
    public Money? Subsidised { get; init; }

    /// <summary>Of a donor's own part: the programme.</summary>
    public string? Programme { get; init; }
}

/// <summary>A month of the record.</summary>
public sealed record RecordMonth(string Scheme, PersonMonth Sum, MonthStanding Standing, Currency Currency, IReadOnlyList<RecordPart> Parts)
{
    /// <summary>Credits that hold for it.</summary>
    public IReadOnlyList<RecordCredit> Credits { get; init; } = [];
}

/// <summary>Why a month is credited.</summary>
public sealed record RecordCredit(CreditKind Kind, string? AwardNumber, string Evidence);

/// <summary>A person's contribution record.</summary>
/// <param name="PersonId">The record in use.</param>
/// <param name="Number">Its registration number.</param>
/// <param name="Name">Name.</param>
/// <param name="MergedFrom">The number asked for, when that record was merged into this one.</param>
/// <param name="Months">Latest first.</param>
public sealed record PersonRecord(Guid PersonId, string Number, string Name, string? MergedFrom, IReadOnlyList<RecordMonth> Months);

/// <summary>Reads a person's record month by month, with the reason why each counts or not.</summary>
public sealed class ReadRecord(ContributionsDb db, Merges merges, SchemeBook schemes, CountMonth count)
{
    private const int MostRows = 5000;

    /// <exception cref="Refused">Nobody has the number.</exception>
    public async Task<PersonRecord> HandleAsync(string registrationNumber, CancellationToken ct)
    {
        var seen = db.OfficesSeen;
        await db.DemandOpenAsync(registrationNumber, "number", ct);
        var asked = await db.Set<WorkerCopy>().AsNoTracking().FirstOrDefaultAsync(w => w.RegistrationNumber == registrationNumber && (seen == null || seen.Contains(w.Office!)), ct)
            ?? throw new Refused("person.unknown", $"Nobody is known here under number {registrationNumber}.", "number");
        var root = (await merges.RootsAsync([asked.PersonId], ct))[asked.PersonId];
        var person = root == asked.PersonId ? asked : await db.Set<WorkerCopy>().AsNoTracking().SingleOrDefaultAsync(w => w.PersonId == root, ct) ?? asked;
        var rows = await (
            from c in db.Set<Contribution>().AsNoTracking()
            where c.PersonId == root
            join b in db.Set<Bill>().IgnoreQueryFilters() on c.BillId equals (Guid?)b.Id into bills
            from b in bills.DefaultIfEmpty()
            join e in db.Set<EmployerCopy>().IgnoreQueryFilters() on c.EmployerId equals (Guid?)e.EmployerId into employers
            from e in employers.DefaultIfEmpty()
            join r in db.Set<Receipt>().IgnoreQueryFilters() on c.ReceiptId equals (Guid?)r.Id into receipts
            from r in receipts.DefaultIfEmpty()
            join a in db.Set<AssociationCopy>().IgnoreQueryFilters() on r.AssociationId equals (Guid?)a.AssociationId into associations
            from a in associations.DefaultIfEmpty()
            join t in db.Set<TakeoverBatch>() on c.TakeoverId equals (long?)t.Id into takeovers
            from t in takeovers.DefaultIfEmpty()
            orderby c.Month descending, c.Id
            select new Row(c, b, e == null ? null : e.EmployerNumber, e == null ? null : e.Name, r == null ? null : r.Reference, a == null ? null : a.Name, t == null ? null : t.Source, r != null && r.Channel == Channel.Subsidy ? r.Text : null)).Take(MostRows).ToListAsync(ct);
        List<RecordMonth> months = [];
        var subsidised = (await db.Set<SubsidyShare>().AsNoTracking().Where(s => s.PersonId == root && s.ReturnId != null).GroupBy(s => new { s.ReturnId, s.Line }).Select(g => new { g.Key, Minor = g.Sum(s => s.AmountMinor) }).Take(MostRows).ToListAsync(ct)).ToDictionary(g => (g.Key.ReturnId, g.Key.Line), g => g.Minor);
        var credits = (await db.Set<Credit>().AsNoTracking().Where(c => c.PersonId == root && c.Live != null).OrderBy(c => c.Id).Take(MostRows).ToListAsync(ct)).ToLookup(c => (c.Scheme, c.Month));
        var declared = rows.ToLookup(r => (r.Contribution.Scheme, r.Contribution.Month));
        foreach (var month in declared.Select(g => g.Key).Union(credits.Select(g => g.Key)).OrderByDescending(k => k.Month))
        {
            months.Add(await MonthAsync(month.Scheme, month.Month, [.. declared[month]], [.. credits[month]], subsidised, ct));
        }

        return new PersonRecord(root, person.RegistrationNumber, person.Name, root == asked.PersonId ? null : registrationNumber, months);
    }

    private async Task<RecordMonth> MonthAsync(string scheme, Month month, IReadOnlyList<Row> rows, IReadOnlyList<Credit> credits, Dictionary<(Guid?, long?), long> subsidised, CancellationToken ct)
    {
        var currency = await schemes.CurrencyOfAsync(scheme, ct);
        var parts = rows.Select(r => new MonthPart(month, r.Contribution.BaseMinor, r.Contribution.EmployeeMinor + r.Contribution.EmployerMinor, r.Contribution.BillId is null || r.Bill is { PaidOn: not null, WrittenOffMinor: 0 }, r.Contribution.TakeoverId, r.Contribution.OldCount, r.Contribution.CountedBy)).ToList();
        var sum = await count.OfAsync(scheme, month, parts, credits.Select(c => c.Kind), ct);
        var byOldCount = parts.Count > 0 && parts.All(p => p.TakeoverId is not null) && rows.MaxBy(r => r.Contribution.TakeoverId)?.Contribution.CountedBy is null;
        var standing = sum.Credited ? MonthStanding.Credited : byOldCount ? sum.Insured ? MonthStanding.TakenOver : MonthStanding.NotTakenOver
            : sum.Insured ? MonthStanding.Counts
            : rows.Any(r => r.Bill?.State == BillState.PartPaid) ? MonthStanding.PartPaid
            : parts.Any(p => !p.Counts) ? MonthStanding.NotPaid
            : MonthStanding.TooLittle;
        return new RecordMonth(scheme, sum, standing, currency, [.. rows.Select(r => Part(r, currency, subsidised.GetValueOrDefault((r.Contribution.ReturnId, r.Contribution.Line))))]) { Credits = [.. credits.Select(c => new RecordCredit(c.Kind, c.AwardNumber, c.Evidence))] };
    }

    private static RecordPart Part(Row row, Currency currency, long subsidisedMinor) => new(
        row.EmployerNumber, row.EmployerName, new Money(row.Contribution.BaseMinor, currency), new Money(row.Contribution.EmployeeMinor, currency), new Money(row.Contribution.EmployerMinor, currency),
        row.Contribution.ReturnId, row.Contribution.Line, row.Bill?.PaymentReference, row.Bill?.State, row.Receipt, row.Association, row.Source)
    {
        Programme = row.Programme,
        Subsidised = row.Programme is not null ? new Money(row.Contribution.EmployeeMinor, currency) : row.Contribution.ReturnId is not null && subsidisedMinor != 0 ? new Money(subsidisedMinor, currency) : null,
    };

    private sealed record Row(Contribution Contribution, Bill? Bill, string? EmployerNumber, string? EmployerName, string? Receipt, string? Association, string? Source, string? Programme);
}
