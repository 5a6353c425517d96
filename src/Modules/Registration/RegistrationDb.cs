using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Registration.Areas;
using Spmis.Registration.Cards;
using Spmis.Registration.Changes;
using Spmis.Registration.Clearance;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Employers;
using Spmis.Registration.Employments;
using Spmis.Registration.Facts;
using Spmis.Registration.Households;
using Spmis.Registration.Persons;

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

    internal DbSet<Identifier> Identifiers => Set<Identifier>();

    internal DbSet<PersonKey> PersonKeys => Set<PersonKey>();

    internal DbSet<FormAnswer> FormAnswers => Set<FormAnswer>();

    internal DbSet<Consent> Consents => Set<Consent>();

    internal DbSet<Card> Cards => Set<Card>();

    internal DbSet<Recertification> Recertifications => Set<Recertification>();

    internal DbSet<Household> Households => Set<Household>();

    internal DbSet<HouseholdMember> HouseholdMembers => Set<HouseholdMember>();

    internal DbSet<Employer> Employers => Set<Employer>();

    internal DbSet<Employment> Employments => Set<Employment>();

    internal DbSet<DuplicateCase> DuplicateCases => Set<DuplicateCase>();

    internal DbSet<Merge> Merges => Set<Merge>();

    internal DbSet<ClearanceMessage> ClearanceMessages => Set<ClearanceMessage>();

    /// <summary>The tracked person of a number.</summary>
    /// <exception cref="Refused">There is none.</exception>
    internal async Task<Person> FindPersonAsync(string? number, CancellationToken ct)
    {
        var digits = Digits(number);
        return await Persons.SingleOrDefaultAsync(p => p.Number == digits, ct)
            ?? throw new Refused("person.unknown", $"There is no person {number}. Check the number; its last two digits catch most slips.", "number");
    }

    /// <summary>A tracked person changed: version, search names, blocking keys, and word to the other modules, with the next save.</summary>
    internal async Task ChangedAsync(Person person, CancellationToken ct)
    {
        person.Version++;
        await PersonKeyRows.RewriteAsync(this, [person], ct);
        var message = new PersonsRecorded { Persons = [person.ToFacts()] };
        if (person.DiedOn is null && person.MergedIntoId is null)
        {
            Publish(message);
        }
        else
        {
            this.PublishForClearance(message);
        }
    }

    /// <summary>A number as people write it, with blanks or dashes, as digits.</summary>
    internal static string Digits(string? number) => string.Concat((number ?? "").Where(char.IsAsciiDigit));

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(RegistrationDb).Assembly);
}
