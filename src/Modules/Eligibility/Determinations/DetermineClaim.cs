using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Determinations;

/// <summary>Decides one claim at the desk, at once; an award it makes waits for a second person.</summary>
/// <param name="db">The module's database.</param>
/// <param name="decide">Decides.</param>
/// <param name="approve">Puts the award up.</param>
public sealed class DetermineClaim(EligibilityDb db, DecideClaims decide, ApproveAwards approve)
{
    /// <summary>Decides the claim on what is known now.</summary>
    /// <returns>The decision's id.</returns>
    /// <exception cref="Refused">No such claim, or it has a yes or no already.</exception>
    public async Task<Guid> HandleAsync(string number, Change change, CancellationToken ct)
    {
        var claim = await db.Claims.AsNoTracking().SingleOrDefaultAsync(c => c.Number == number, ct)
            ?? throw new Refused("claim.unknown", CheckDigit.IsValid(number) ? $"There is no claim {number}." : $"'{number}' is no claim number: its check digits do not fit.", "number");
        if (claim.Outcome is Answer.Yes or Answer.No)
        {
            throw new Refused("claim.decided-already", $"Claim {number} was decided already on {claim.DecidedAt:yyyy-MM-dd}.", "number");
        }

        if (!claim.Decidable)
        {
            throw claim.Draft
                ? new Refused("claim.draft", $"Claim {number} was opened by an event and nobody has claimed it yet. Confirm it with the day it is claimed.", "number")
                : new Refused("claim.closed", $"Claim {number} was taken back. Take it up again first.", "number");
        }

        await db.WriteAsync(
            async () =>
            {
                var batch = new AwardBatch { Scheme = claim.Scheme, Title = string.Create(CultureInfo.InvariantCulture, $"Award of {claim.Scheme}, claim {number}"), MadeAt = change.Now, MadeBy = change.Actor.Name };
                db.AwardBatches.Add(batch);
                await db.SaveAsync(change, ct);
                await decide.HandleAsync([number], batch.Id, change, ct);
                await approve.ProposeAsync(batch.Id, change, ct);
            },
            ct);
        return await db.Claims.AsNoTracking().Where(c => c.Number == number).Select(c => c.DeterminationId).SingleAsync(ct)
            ?? throw new InvalidOperationException($"Claim {number} was not decided.");
    }
}
