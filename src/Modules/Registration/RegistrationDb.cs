using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Registration.Areas;
using Spmis.Registration.Associations;
using Spmis.Registration.Cards;
using Spmis.Registration.Changes;
using Spmis.Registration.Clearance;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Employers;
using Spmis.Registration.Employments;
using Spmis.Registration.Facts;
using Spmis.Registration.Households;
using Spmis.Registration.Objections;
using Spmis.Registration.Offices;
using Spmis.Registration.Persons;
using Spmis.Registration.Photos;
using Spmis.Registration.Restrictions;

namespace Spmis.Registration;

/// <summary>The database of the registration module.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class RegistrationDb(DbContextOptions<RegistrationDb> options) : ModuleDb(options)
{
    /// <inheritdoc />
    public override string Module => RegistrationModule.ModuleName;

    internal DbSet<Area> Areas => Set<Area>();

    internal DbSet<AreaName> AreaNames => Set<AreaName>();

    internal DbSet<Person> Persons => Set<Person>();

    /// <summary>Persons of every office: for what must hold across offices (one number, one record, a merge that was approved), never for showing.</summary>
    internal IQueryable<Person> PersonsAnywhere => Persons.IgnoreQueryFilters();

    internal DbSet<OfficeCopy> OfficeCopies => Set<OfficeCopy>();

    internal DbSet<Identifier> Identifiers => Set<Identifier>();

    internal DbSet<PersonKey> PersonKeys => Set<PersonKey>();

    internal DbSet<FormAnswer> FormAnswers => Set<FormAnswer>();

    internal DbSet<Consent> Consents => Set<Consent>();

    internal DbSet<Objection> Objections => Set<Objection>();

    internal DbSet<PersonPhoto> Photos => Set<PersonPhoto>();

    internal DbSet<Card> Cards => Set<Card>();

    internal DbSet<Recertification> Recertifications => Set<Recertification>();

    internal DbSet<Household> Households => Set<Household>();

    internal DbSet<HouseholdMember> HouseholdMembers => Set<HouseholdMember>();

    internal DbSet<Employer> Employers => Set<Employer>();

    internal DbSet<Employment> Employments => Set<Employment>();

    internal DbSet<Association> Associations => Set<Association>();

    internal DbSet<AssociationMember> AssociationMembers => Set<AssociationMember>();

    internal DbSet<Census> Censuses => Set<Census>();

    internal DbSet<CensusLine> CensusLines => Set<CensusLine>();

    internal DbSet<DuplicateCase> DuplicateCases => Set<DuplicateCase>();

    /// <summary>Cases of every office, as above.</summary>
    internal IQueryable<DuplicateCase> CasesAnywhere => DuplicateCases.IgnoreQueryFilters();

    internal DbSet<Restriction> Restrictions => Set<Restriction>();

    internal DbSet<Merge> Merges => Set<Merge>();

    internal DbSet<ClearanceMessage> ClearanceMessages => Set<ClearanceMessage>();

    /// <summary>The tracked person of a number.</summary>
    /// <exception cref="Refused">There is none.</exception>
    internal async Task<Person> FindPersonAsync(string? number, CancellationToken ct)
    {
        var digits = Digits(number);
        await DemandOpenAsync(digits, "number", ct);
        return await Persons.SingleOrDefaultAsync(p => p.Number == digits, ct)
            ?? throw new Refused("person.unknown", $"There is no person {number}. Check the number; its last two digits catch most slips.", "number");
    }

    /// <summary>A tracked person changed: version, search names, blocking keys, and word to the other modules, with the next save.</summary>
    internal async Task ChangedAsync(Person person, CancellationToken ct)
    {
        person.Version++;
        person.Office = await OfficeOfAsync(person.AreaId, ct) ?? person.Office;
        await PersonKeyRows.RewriteAsync(this, [person], ct);
        if (person.MergedIntoId is null && (await OnePerson.ToldOfAsync(this, [person.Id], ct)).Count > 0)
        {
            await OnePerson.TellAsync(this, [person.Id], ct); // Another office may be the one to ask.
        }

        var followers = person.MergedIntoId is null ? await TakeAlongAsync([person], ct) : [];
        var message = new PersonsRecorded { Persons = [person.ToFacts(), .. followers.Select(p => p.ToFacts())] };
        if (person.DiedOn is null && person.MergedIntoId is null)
        {
            Publish(message);
        }
        else
        {
            this.PublishForClearance(message);
        }
    }

    /// <summary>Records merged into these, directly or through others, belong to the office of the one in use: what other modules keep of them is one person's.</summary>
    /// <returns>Those that changed.</returns>
    internal async Task<IReadOnlyList<Person>> TakeAlongAsync(IReadOnlyCollection<Person> persons, CancellationToken ct)
    {
        List<Person> changed = [];
        var level = persons.ToDictionary(p => p.Id, p => p.Office);
        while (level.Count > 0)
        {
            var ids = level.Keys.ToList();
            var merged = await PersonsAnywhere.Where(p => p.MergedIntoId != null && ids.Contains(p.MergedIntoId.Value)).ToListAsync(ct);
            var next = new Dictionary<Guid, string?>();
            foreach (var person in merged)
            {
                if (person.MergedIntoId is not { } into || !level.TryGetValue(into, out var office))
                {
                    continue; // Taken out of it in this very transaction.
                }

                next[person.Id] = office;
                if (person.Office != next[person.Id])
                {
                    (person.Office, person.Version) = (next[person.Id], person.Version + 1);
                    changed.Add(person);
                }
            }

            level = next;
        }

        return changed;
    }

    /// <summary>The office that serves an area; null when none does.</summary>
    internal async Task<string?> OfficeOfAsync(Guid? area, CancellationToken ct) => area is null ? null : await Areas.Where(a => a.Id == area).Select(a => a.Office).SingleOrDefaultAsync(ct);

    /// <summary>The same for a chunk of a file.</summary>
    internal async Task<IReadOnlyDictionary<Guid, string?>> OfficesOfAsync(IEnumerable<Guid?> areas, CancellationToken ct)
    {
        var ids = areas.OfType<Guid>().Distinct().ToList();
        return ids.Count == 0 ? new Dictionary<Guid, string?>() : await Areas.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Office, ct);
    }

    /// <summary>A number as people write it, with blanks or dashes, as digits.</summary>
    internal static string Digits(string? number) => string.Concat((number ?? "").Where(char.IsAsciiDigit));

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(RegistrationDb).Assembly);

    /// <inheritdoc />
    protected override void Scope(ModelBuilder model)
    {
        model.Entity<Person>().HasQueryFilter(p => Seen.Contains(p.Office!)); // Null is in no list. A filter that asks for one of these asks by this filter too.
        model.Entity<Employer>().HasQueryFilter(e => Seen.Contains(e.Office!)); // As above.

        model.Entity<Association>().HasQueryFilter(a => Seen.Contains(a.Office!)); // As above.
        model.Entity<Census>().HasQueryFilter(c => Associations.Any(a => a.Id == c.AssociationId));

        // A pair across two offices is for an office above both.
        model.Entity<DuplicateCase>().HasQueryFilter(c => Persons.Any(p => p.Id == c.PersonAId) && Persons.Any(p => p.Id == c.PersonBId));
        model.Entity<Recertification>().HasQueryFilter(r => Persons.Any(p => p.Id == r.PersonId));
        model.Entity<Objection>().HasQueryFilter(o => Persons.Any(p => p.Id == o.PersonId));
        model.Entity<Card>().HasQueryFilter(c => Persons.Any(p => p.Id == c.PersonId));
        model.Entity<Restriction>().HasQueryFilter(r => Persons.Any(p => p.Id == r.PersonId));
    }

    /// <inheritdoc />
    protected override void HideRestricted(ModelBuilder model)
    {
        HideOf<Person>(model, p => p.Id);
        HideOf<DuplicateCase>(model, c => c.PersonAId);
        HideOf<DuplicateCase>(model, c => c.PersonBId);
        HideOf<Recertification>(model, r => r.PersonId);
        HideOf<Objection>(model, o => o.PersonId);
        HideOf<Card>(model, c => c.PersonId);
        HideOf<Restriction>(model, r => r.PersonId);
    }
}
