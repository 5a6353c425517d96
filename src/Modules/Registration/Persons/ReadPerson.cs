using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Associations;
using Spmis.Registration.Households;
using Spmis.Registration.Objections;
using Spmis.Registration.Restrictions;

namespace Spmis.Registration.Persons;

/// <summary>A number a person has from somebody else.</summary>
public sealed record IdentifierLine(string Type, string Value, string? Issuer, DateTime? VerifiedAt, string? VerifiedBy = null);

/// <summary>Somebody of the same household.</summary>
public sealed record MemberLine(string Number, string Name, MemberRole Role, DateOnly From);

/// <summary>A time with an employer.</summary>
public sealed record EmploymentLine(string EmployerNumber, string EmployerName, DateOnly StartedOn, DateOnly? EndedOn);

/// <summary>A time in an association.</summary>
public sealed record MembershipLine(string AssociationNumber, string AssociationName, AssociationRole Role, DateOnly From, DateOnly? Until);

/// <summary>A person's photograph; the picture has an address of its own.</summary>
public sealed record PhotoLine(DateTime TakenAt, string TakenBy, int Width, int Height, string Sha256);

/// <summary>An open question whether two records are one person.</summary>
public sealed record OpenCaseLine(Guid CaseId, string OtherNumber, string OtherName, double Probability);

/// <summary>A person's record.</summary>
public sealed record PersonRecord
{
    /// <summary>The person.</summary>
    public required Person Person { get; init; }

    /// <summary>Number of the record this one was merged into.</summary>
    public string? MergedIntoNumber { get; init; }

    /// <summary>Numbers of records merged into this one.</summary>
    public required IReadOnlyList<string> MergedNumbers { get; init; }

    /// <summary>Identifiers.</summary>
    public required IReadOnlyList<IdentifierLine> Identifiers { get; init; }

    /// <summary>Code of the area of residence.</summary>
    public string? AreaCode { get; init; }

    /// <summary>Number of the household.</summary>
    public string? HouseholdNumber { get; init; }

    /// <summary>Who lives there now, this person among them.</summary>
    public required IReadOnlyList<MemberLine> Household { get; init; }

    /// <summary>Employments, latest first.</summary>
    public required IReadOnlyList<EmploymentLine> Employments { get; init; }

    /// <summary>Memberships of associations, latest first.</summary>
    public required IReadOnlyList<MembershipLine> Memberships { get; init; }

    /// <summary>The photograph, if there is one.</summary>
    public PhotoLine? Photo { get; init; }

    /// <summary>Open review cases.</summary>
    public required IReadOnlyList<OpenCaseLine> OpenCases { get; init; }

    /// <summary>Purposes for which the data are no longer used, since an objection was upheld.</summary>
    public required IReadOnlyList<StoppedUse> Stopped { get; init; }

    /// <summary>Restrictions that are not lifted, of this record and of those merged into it.</summary>
    public required IReadOnlyList<Restriction> Restrictions { get; init; }

    /// <summary>This record for a reader who sees the ends of numbers only. The person was read untracked, so nothing of it can be saved.</summary>
    internal PersonRecord Masked()
    {
        (Person.NationalId, Person.Phone, Person.PhoneKey, Person.PayAccount) = (IdentifierMask.Of(Person.NationalId), IdentifierMask.Of(Person.Phone), IdentifierMask.Of(Person.PhoneKey), IdentifierMask.Of(Person.PayAccount));
        return this with { Identifiers = [.. Identifiers.Select(i => i with { Value = IdentifierMask.Of(i.Value)! })] }; // It has one.
    }
}

/// <summary>Reads one person's record.</summary>
/// <param name="db">The register.</param>
/// <param name="shown">Told whose record the answer shows.</param>
/// <param name="mask">Who sees numbers and accounts in full.</param>
public sealed class ReadPerson(RegistrationDb db, PersonsShown shown, IdentifierMask mask)
{
    private const int Most = 100;

    /// <summary>The record of a number as who asks may see it: identifiers, telephone and account in full, or their ends.</summary>
    /// <exception cref="Refused">There is no such person.</exception>
    public async Task<PersonRecord> ShownAsync(string number, CancellationToken ct)
    {
        var record = await HandleAsync(number, ct);
        return await mask.SeesAllAsync() ? record : record.Masked();
    }

    /// <summary>The record of a number, all of it: for acts and forms that send it back, and for the person.</summary>
    /// <exception cref="Refused">There is no such person.</exception>
    public async Task<PersonRecord> HandleAsync(string number, CancellationToken ct)
    {
        var digits = RegistrationDb.Digits(number);
        await db.DemandOpenAsync(digits, "number", ct);
        var person = await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.Number == digits, ct)
            ?? throw new Refused("person.unknown", $"There is no person {number}. Check the number; its last two digits catch most slips.", "number");
        shown.Add(person.Number);
        return new PersonRecord
        {
            Person = person,
            MergedIntoNumber = await db.PersonsAnywhere.Where(p => p.Id == person.MergedIntoId).Select(p => p.Number).SingleOrDefaultAsync(ct),
            MergedNumbers = await db.Persons.Where(p => p.MergedIntoId == person.Id).OrderBy(p => p.Number).Take(Most).Select(p => p.Number).ToListAsync(ct),
            Identifiers = await db.Identifiers.Where(i => i.PersonId == person.Id).OrderBy(i => i.Type).ThenBy(i => i.Value).Take(Most)
                .Select(i => new IdentifierLine(i.Type, i.Value, i.Issuer, i.VerifiedAt, i.VerifiedBy)).ToListAsync(ct),
            AreaCode = await db.Areas.Where(a => a.Id == person.AreaId).Select(a => a.Code).SingleOrDefaultAsync(ct),
            HouseholdNumber = await db.Households.Where(h => h.Id == person.HouseholdId).Select(h => h.Number).SingleOrDefaultAsync(ct),
            Household = await HouseholdAsync(person.HouseholdId, ct),
            Employments = await db.Employments.Where(e => e.PersonId == person.Id).OrderByDescending(e => e.StartedOn).Take(Most)
                .Join(db.Employers.IgnoreQueryFilters(), e => e.EmployerId, e => e.Id, (e, employer) => new EmploymentLine(employer.Number, employer.Name, e.StartedOn, e.EndedOn)).ToListAsync(ct),
            Memberships = await db.AssociationMembers.Where(m => m.PersonId == person.Id).OrderByDescending(m => m.From).Take(Most)
                .Join(db.Associations.IgnoreQueryFilters(), m => m.AssociationId, a => a.Id, (m, a) => new MembershipLine(a.Number, a.Name, m.Role, m.From, m.Until)).ToListAsync(ct),
            Photo = await db.Photos.Where(p => p.PersonId == person.Id).Select(p => new PhotoLine(p.TakenAt, p.TakenBy, p.Width, p.Height, p.Sha256)).SingleOrDefaultAsync(ct),
            OpenCases = await CasesAsync(person.Id, ct),
            Restrictions = (await db.Restricted.AnyAsync(r => r.PersonId == person.Id && r.From != null, ct)) ? await OnePerson.OpenAsync(db, await OnePerson.OfAsync(db, await RootAsync(person, ct), ct), ct) : [],
            Stopped = await db.Objections.Where(o => o.PersonId == person.Id && o.StoppedOn != null && o.WithdrawnAt == null).OrderBy(o => o.StoppedOn).Take(Most).Select(o => new StoppedUse(o.Purpose, o.StoppedOn!.Value)).ToListAsync(ct), // Filtered.
        };
    }

    private async Task<Guid> RootAsync(Person person, CancellationToken ct)
    {
        var (id, into) = (person.Id, person.MergedIntoId);
        while (into is { } next)
        {
            (id, into) = (next, await db.PersonsAnywhere.Where(p => p.Id == next).Select(p => p.MergedIntoId).SingleAsync(ct));
        }

        return id;
    }

    /// <summary>Whether the record is still one's own to see: a corrected address hands it over to the office of that area.</summary>
    internal Task<bool> IsSeenAsync(string number, CancellationToken ct)
    {
        var digits = RegistrationDb.Digits(number);
        return db.Persons.AnyAsync(p => p.Number == digits, ct);
    }

    private async Task<IReadOnlyList<MemberLine>> HouseholdAsync(Guid? householdId, CancellationToken ct)
    {
        if (householdId is null)
        {
            return [];
        }

        var members = await db.HouseholdMembers.Where(m => m.HouseholdId == householdId && m.To == null)
            .Join(db.Persons, m => m.PersonId, p => p.Id, (m, p) => new { Member = m, Person = p }).AsNoTracking()
            .OrderBy(m => m.Person.Number).Take(Most).ToListAsync(ct);
        shown.Add(members.Select(m => m.Person.Number));
        return [.. members.OrderBy(m => m.Member.Role).Select(m => new MemberLine(m.Person.Number, m.Person.Name, m.Member.Role, m.Member.From))];
    }

    private async Task<IReadOnlyList<OpenCaseLine>> CasesAsync(Guid id, CancellationToken ct)
    {
        var cases = await db.DuplicateCases.Where(c => (c.PersonAId == id || c.PersonBId == id) && c.DecidedAt == null)
            .OrderByDescending(c => c.Probability).Take(Most).Select(c => new { c.Id, Other = c.PersonAId == id ? c.PersonBId : c.PersonAId, c.Probability }).ToListAsync(ct);
        var others = cases.Select(c => c.Other).ToList();
        var names = await db.Persons.AsNoTracking().Where(p => others.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        shown.Add(names.Values.Select(p => p.Number));
        return [.. cases.Select(c => new OpenCaseLine(c.Id, names[c.Other].Number, names[c.Other].Name, c.Probability))];
    }
}
