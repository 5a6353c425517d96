using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Web.Work;

/// <summary>Whose runs somebody sees: all, or those of the own office and of offices below, or of the own employer, association or agency.</summary>
public static class RunsSeen
{
    /// <summary>The runs this actor may see.</summary>
    public static IQueryable<Run> SeenBy(this IQueryable<Run> runs, Actor actor)
    {
        var outside = actor.Roles.Any(r => r is Roles.Employer or Roles.Association or Roles.Agency or Roles.Person) || actor.Employer is not null || actor.Association is not null || actor.Agency is not null;
        if (!outside)
        {
            return actor.Offices is { } offices ? runs.Where(r => offices.Contains(r.Office!)) : runs; // Null is in no list.
        }

        var (employer, association, agency) = (actor.Employer, actor.Association, actor.Agency);
        return runs.Where(r => r.Scope != null && (r.Scope == employer || r.Scope == association || r.Scope == agency));
    }

    /// <summary>One of them.</summary>
    /// <exception cref="Refused">There is none, or it is not this actor's to see: the answer is the same.</exception>
    public static async Task<Run> SeenRunAsync(this ModuleDb db, long id, Actor actor, CancellationToken ct) =>
        await db.Runs.AsNoTracking().SeenBy(actor).SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("run.unknown", $"There is no run {id} in {db.Module}.");
}
