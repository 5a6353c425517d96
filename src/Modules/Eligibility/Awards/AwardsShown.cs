using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;

namespace Spmis.Eligibility.Awards;

/// <summary>
/// Lists that show awards by their ids and numbers, and nobody's name. Such a number leads to its person by one request more, so that who asked for the list has looked at these
/// persons too. Said where such a list is made, by one query for the rows shown; awards shown beside their persons are on the record by these.
/// </summary>
internal static class AwardsShown
{
    /// <summary>Adds the persons of some awards, a page of a list at most.</summary>
    public static async Task AddOfAwardsAsync(this PersonsShown shown, EligibilityDb db, IEnumerable<Guid> awards, CancellationToken ct)
    {
        List<Guid> ids = [.. awards];
        shown.Add(await db.Awards.Where(a => ids.Contains(a.Id)).Join(db.Persons, a => a.PersonId, p => p.PersonId, (_, p) => p.RegistrationNumber).Distinct().ToListAsync(ct));
    }
}
