using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility;

/// <summary>What this module has of one person, also under the numbers merged into this one.</summary>
/// <param name="Person">The person.</param>
/// <param name="Awards">Newest first, at most 100.</param>
/// <param name="Claims">Newest first, at most 100.</param>
/// <param name="Determinations">Newest first, at most 100.</param>
public sealed record PersonsAffairs(PersonCopy Person, IReadOnlyList<Award> Awards, IReadOnlyList<Claim> Claims, IReadOnlyList<Determination> Determinations);

/// <summary>Finds what belongs to a person.</summary>
/// <param name="db">The module's database.</param>
/// <param name="merges">Who a record is now.</param>
/// <param name="shown">Told whose affairs the answer shows.</param>
public sealed class PersonFile(EligibilityDb db, Merges merges, PersonsShown shown)
{
    private const int Most = 100;

    /// <summary>By registration number.</summary>
    /// <exception cref="Refused">There is no such person.</exception>
    public async Task<PersonsAffairs> OfAsync(string number, CancellationToken ct)
    {
        await db.DemandOpenAsync(number, "number", ct);
        var named = await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.RegistrationNumber == number, ct)
            ?? throw new Refused("person.unknown", CheckDigit.IsValid(number) ? $"There is no person {number}." : $"'{number}' is no registration number: its check digits do not fit.", "number");
        var root = (await merges.RootsAsync([named.PersonId], ct))[named.PersonId];
        var person = root == named.PersonId ? named : await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.PersonId == root, ct) ?? named;
        var merged = await db.Merges.AsNoTracking().Where(m => m.SurvivorId == person.PersonId && !m.Undone).Select(m => m.MergedId).OrderBy(id => id).Take(Most).ToListAsync(ct);
        shown.Add(person.RegistrationNumber);
        List<Guid> ids = [person.PersonId, .. merged];
        return new PersonsAffairs(
            person,
            await db.Awards.AsNoTracking().Where(a => ids.Contains(a.PersonId)).OrderByDescending(a => a.Number).Take(Most).ToListAsync(ct),
            await db.Claims.AsNoTracking().Where(c => ids.Contains(c.PersonId)).OrderByDescending(c => c.Number).Take(Most).ToListAsync(ct),
            await db.Determinations.AsNoTracking().Where(d => ids.Contains(d.PersonId)).OrderByDescending(d => d.DecidedAt).Take(Most).ToListAsync(ct));
    }
}
