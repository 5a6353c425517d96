using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Associations;
using Spmis.Registration.Employers;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Accounts;

/// <summary>What the officer hands over, once.</summary>
/// <param name="Number">Whose: registration number, or number of the employer or association.</param>
/// <param name="Name">Whose, in words.</param>
/// <param name="Code">Kept nowhere.</param>
/// <param name="ExpiresAt">It opens nothing after this.</param>
public sealed record OfferedAccount(string Number, string Name, string Code, DateTime ExpiresAt);

/// <summary>
/// An officer who has seen the papers of a person, or of somebody who acts for an employer or an association, hands over a code on paper. With it they open an account
/// of their own that sees this one record. A newer code ends the one before.
/// </summary>
/// <param name="db">The register.</param>
public sealed class OfferAccount(RegistrationDb db)
{
    /// <summary>A code holds so long.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromDays(30);

    /// <summary>For a person.</summary>
    /// <exception cref="Refused">There is no such person, or the record is merged, of somebody dead, or nobody has seen its papers.</exception>
    public async Task<OfferedAccount> ToPersonAsync(string number, Change change, CancellationToken ct)
    {
        var person = await PersonAsync(number, ct);
        return await OfferAsync(Roles.Person, person.Number, person.Name, change, ct);
    }

    /// <summary>For somebody who acts for an employer.</summary>
    /// <exception cref="Refused">There is no such employer.</exception>
    public async Task<OfferedAccount> ToEmployerAsync(string number, Change change, CancellationToken ct)
    {
        var employer = await EmployerAsync(number, ct);
        return await OfferAsync(Roles.Employer, employer.Number, employer.Name, change, ct);
    }

    /// <summary>For somebody who acts for an association.</summary>
    /// <exception cref="Refused">There is no such association, or it is closed.</exception>
    public async Task<OfferedAccount> ToAssociationAsync(string number, Change change, CancellationToken ct)
    {
        var association = await AssociationAsync(number, ct);
        return await OfferAsync(Roles.Association, association.Number, association.Name, change, ct);
    }

    /// <summary>The person, if a code may be given; the page asks before anything is typed.</summary>
    internal async Task<Person> PersonAsync(string number, CancellationToken ct)
    {
        var digits = RegistrationDb.Digits(number);
        await db.DemandOpenAsync(digits, "number", ct);
        var person = await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.Number == digits, ct) ?? throw new Refused("person.unknown", $"There is no person {number}. Check the number; its last two digits catch most slips.", "number");
        if (person.MergedIntoId is not null)
        {
            throw new Refused("person.merged", "This record was merged into another. Give the code for the record that stays.");
        }

        if (person.DiedOn is not null)
        {
            throw new Refused("person.dead", "This person is dead. Nobody acts in the account of a dead person.");
        }

        return person.Provisional
            ? throw new Refused("person.provisional", "This record was found in an employer's return and never seen at a desk. Correct it from the person's papers first.")
            : person;
    }

    /// <summary>The employer.</summary>
    internal async Task<Employer> EmployerAsync(string number, CancellationToken ct)
    {
        var digits = RegistrationDb.Digits(number);
        return await db.Employers.AsNoTracking().SingleOrDefaultAsync(e => e.Number == digits, ct) ?? throw new Refused("employer.unknown", $"There is no employer {number}.", "number");
    }

    /// <summary>The association, if a code may be given.</summary>
    internal async Task<Association> AssociationAsync(string number, CancellationToken ct)
    {
        var digits = RegistrationDb.Digits(number);
        var association = await db.Associations.AsNoTracking().SingleOrDefaultAsync(a => a.Number == digits, ct) ?? throw new Refused("association.unknown", $"There is no association {number}.", "number");
        CloseAssociation.DemandOpen(association);
        return association;
    }

    private async Task<OfferedAccount> OfferAsync(string role, string number, string name, Change change, CancellationToken ct)
    {
        var offered = new OfferedAccount(number, name, PaperCode.New(), change.Now + Holds);
        var offer = new AccountOffered { OfferId = Guid.CreateVersion7(), Role = role, Number = number, Name = name, CodeHash = PaperCode.HashOf(number, offered.Code), ExpiresAt = offered.ExpiresAt };
        db.RecordBulk(change, nameof(AccountOffered), number, new { offer.OfferId, offer.Role, offer.ExpiresAt });
        db.Publish(offer);
        await db.SaveAsync(change, ct);
        return offered;
    }
}
