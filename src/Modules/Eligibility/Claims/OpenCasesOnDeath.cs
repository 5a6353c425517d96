using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Claims;

/// <summary>The death of an insured person opens a case of each benefit of survivors in force on that day: nobody has claimed yet, and an officer looks for those who may. A death taken back lets it fall away.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="merges">Who a record is now.</param>
public sealed class OpenCasesOnDeath(EligibilityDb db, SchemeBook schemes, Merges merges)
{
    /// <summary>Applies the day of death, or that there is none, of persons whose day of death changed. The same death twice opens one case, by constraint.</summary>
    public async Task HandleAsync(IReadOnlyDictionary<Guid, DateOnly?> died, Change change, CancellationToken ct)
    {
        if (died.Count == 0)
        {
            return;
        }

        var ids = died.Keys.ToList();
        foreach (var gone in await db.SurvivorCases.Where(c => ids.Contains(c.InsuredId)).ToListAsync(ct))
        {
            gone.FellAwayAt = died[gone.InsuredId] is null ? change.Now : null;
            gone.Version++;
            if (gone.FellAwayAt is not null)
            {
                await SurvivorCases.MarkAsync(db, gone.Id, null, ct);
            }
        }

        var roots = await merges.RootsAsync(ids, ct);
        var dead = died.Where(d => d.Value is not null).Select(d => roots[d.Key]).Distinct().ToList();
        var insured = await db.Persons.AsNoTracking().Where(p => dead.Contains(p.PersonId) && p.DiedOn != null && db.ContributionYears.Any(y => y.PersonId == p.PersonId)).ToListAsync(ct);
        if (insured.Count > 0)
        {
            foreach (var scheme in await db.SchemesInForce.AsNoTracking().Select(s => s.Scheme).Distinct().OrderBy(s => s).Take(200).ToListAsync(ct))
            {
                var law = await ClaimLaw.OfAsync(db, schemes, scheme, ct);
                foreach (var person in insured.Where(p => p.DiedOn is { } day && law.On(day)?.Rules.Claims?.OfSurvivors == true))
                {
                    await SurvivorCases.OpenAsync(db, person, scheme, "death in the register", change, ct);
                }
            }
        }

        await db.SaveAsync(change, ct);
    }
}
