using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Registration.Persons;
using Spmis.Values;

namespace Spmis.Registration.Households;

/// <summary>Finds households and moves people between them.</summary>
/// <param name="db">The register.</param>
public sealed class Membership(RegistrationDb db)
{
    /// <summary>The number series of households.</summary>
    internal const string Series = "household";

    /// <summary>7 and the sequence, with check digits; the leading digit tells it from a person's and an employer's number.</summary>
    internal static string NumberOf(long sequence) => CheckDigit.Append("7" + sequence.ToString("D7", CultureInfo.InvariantCulture));

    /// <summary>The household of a number; null when none was named. Whoever is bound to an office finds those with a member whose record it is, and those without any member.</summary>
    /// <exception cref="Refused">There is no such household, or all its members belong to other offices: the same words for both.</exception>
    public async Task<Household?> FindAsync(string? number, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(number))
        {
            return null;
        }

        var found = await db.Households.SingleOrDefaultAsync(h => h.Number == number.Trim(), ct);
        if (found is not null && db.OfficesSeen is not null && !await db.Persons.AnyAsync(p => p.HouseholdId == found.Id, ct) && await db.Persons.IgnoreQueryFilters().AnyAsync(p => p.HouseholdId == found.Id, ct))
        {
            found = null;
        }

        return found ?? throw new Refused("household.unknown", $"There is no household {number} that you may see. Check the number, or leave the field empty; a household of another office is joined there, or by the head office.", nameof(NewPerson.HouseholdNumber));
    }

    /// <summary>Moves a tracked person into another household, or out of any.</summary>
    internal async Task MoveAsync(Person person, Household? to, MemberRole? role, DateOnly on, CancellationToken ct)
    {
        if (person.HouseholdId == to?.Id && (to is null || person.HouseholdRole == (role ?? person.HouseholdRole)))
        {
            return;
        }

        foreach (var open in await db.HouseholdMembers.Where(m => m.PersonId == person.Id && m.To == null).ToListAsync(ct))
        {
            open.To = on;
        }

        (person.HouseholdId, person.HouseholdRole) = (to?.Id, to is null ? null : role ?? MemberRole.Other);
        if (to is not null)
        {
            db.Add(HouseholdMember.Of(to.Id, person.Id, person.HouseholdRole, on));
        }
    }
}

/// <summary>Founds a household with its head.</summary>
/// <param name="db">The register.</param>
/// <param name="membership">Moves the head in.</param>
public sealed class FoundHousehold(RegistrationDb db, Membership membership)
{
    /// <summary>Makes the household and moves its head in.</summary>
    /// <param name="headNumber">Registration number of the head.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The household's number.</returns>
    /// <exception cref="Refused">There is no such person.</exception>
    public async Task<string> HandleAsync(string headNumber, Change change, CancellationToken ct)
    {
        var number = "";
        await db.WriteAsync(
            async () =>
            {
                var head = await db.FindPersonAsync(headNumber, ct);
                number = Membership.NumberOf(await db.TakeNumbersAsync(Membership.Series, 1, ct));
                var household = new Household { Id = Guid.CreateVersion7(), Number = number, District = head.District, Village = head.Village };
                db.Add(household);
                await membership.MoveAsync(head, household, MemberRole.Head, change.Today, ct);
                await db.ChangedAsync(head, ct);
                await db.SaveAsync(change, ct);
            },
            ct);
        return number;
    }
}
