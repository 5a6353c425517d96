using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Proposals;

/// <summary>Keeps whom a proposal names in rows of their own, so that who may not see restricted records has them left out by an index and not by searching texts.</summary>
public static class KeepPersons
{
    private const int AtOnce = 500;

    /// <summary>Proposals from before there were such rows, some hundred a transaction, the oldest first.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> HandleAsync(ModuleDb db, CancellationToken ct)
    {
        for (var all = 0; ;)
        {
            var some = await db.Proposals.IgnoreQueryFilters().Where(p => !p.PersonsKept).OrderBy(p => p.Id).Take(AtOnce).ToListAsync(ct);
            some.ForEach(p => Add(db, p));
            await db.WriteAsync(() => db.SaveChangesAsync(ct), ct); // Rows of the Kernel's own, which say nothing new: they have no history.
            db.ChangeTracker.Clear();
            all += some.Count;
            if (some.Count < AtOnce)
            {
                return all;
            }
        }
    }

    /// <summary>Those of a proposal that has its number already; the caller saves.</summary>
    internal static void Add(ModuleDb db, Proposal proposal)
    {
        db.ProposalPersons.AddRange(PersonsShown.NumbersIn([proposal.Subject, proposal.Title, proposal.Shown]).Distinct().Select(n => new ProposalPerson { ProposalId = proposal.Id, Number = n }));
        proposal.PersonsKept = true;
    }
}
