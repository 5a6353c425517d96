using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;

namespace Spmis.Contributions.Credits;

/// <summary>A person's credits.</summary>
/// <param name="Number">Registration number of the record in use.</param>
/// <param name="Name">Name.</param>
/// <param name="Credits">The latest month first; those taken back too.</param>
/// <param name="Waiting">What waits for a second person.</param>
public sealed record PersonCredits(string Number, string Name, IReadOnlyList<Credit> Credits, IReadOnlyList<Proposal> Waiting);

/// <summary>Queries of credits.</summary>
public sealed class FindCredits(ContributionsDb db, Merges merges)
{
    private const int Most = 500;

    /// <exception cref="Refused">Nobody has the number.</exception>
    public async Task<PersonCredits> HandleAsync(string number, CancellationToken ct)
    {
        var person = await GiveCredit.FindAsync(db, number, ct);
        var root = (await merges.RootsAsync([person.PersonId], ct))[person.PersonId];
        var credits = await db.Set<Credit>().AsNoTracking().Where(c => c.PersonId == root).OrderByDescending(c => c.Month).ThenByDescending(c => c.Id).Take(Most).ToListAsync(ct);
        var begins = $"{person.PersonId} ";
        var waiting = await db.Proposals.AsNoTracking().Where(p => (p.Act == GiveCredit.Act || p.Act == TakeCreditBack.Act) && p.DecidedAt == null && p.Subject.StartsWith(begins)).OrderBy(p => p.Id).Take(Most).ToListAsync(ct);
        return new PersonCredits(person.RegistrationNumber, person.Name, credits, waiting);
    }

    /// <summary>Whether a proposal is about credits.</summary>
    /// <exception cref="Refused">It is not.</exception>
    internal async Task CheckProposalAsync(long id, CancellationToken ct)
    {
        if (!await db.Proposals.AnyAsync(p => p.Id == id && (p.Act == GiveCredit.Act || p.Act == TakeCreditBack.Act), ct))
        {
            throw new Refused("proposal.unknown", $"There is no proposal {id} about credits.");
        }
    }
}
