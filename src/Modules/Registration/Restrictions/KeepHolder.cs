using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Identity;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;

namespace Spmis.Registration.Restrictions;

/// <summary>Tells every module which rows are of a person who works in the institution, without restricting anything: the row by which the own record is left out of what that person's account reads.</summary>
/// <param name="db">The register.</param>
public sealed class KeepHolder(RegistrationDb db) : Consumer<RegistrationDb, StaffHolderNamed>
{
    /// <inheritdoc />
    public override async Task HandleAsync(StaffHolderNamed message, Change change, CancellationToken ct)
    {
        if (await db.PersonsAnywhere.AsNoTracking().SingleOrDefaultAsync(p => p.Number == message.PersonNumber, ct) is { } person)
        {
            await OnePerson.NameAsync(db, person, ct);
        }
    }
}

/// <summary>Who lives with whom, by the register's households.</summary>
/// <param name="db">The register.</param>
public sealed class OwnHousehold(RegistrationDb db) : IOwnHousehold
{
    /// <inheritdoc />
    public Task<bool> HasAsync(string own, string number, CancellationToken ct)
    {
        var (digits, all) = (RegistrationDb.Digits(number), db.PersonsAnywhere);
        return all.AnyAsync(p => p.Number == own && p.HouseholdId != null && all.Any(o => o.Number == digits && o.HouseholdId == p.HouseholdId), ct);
    }
}
