using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.Claims;

/// <summary>Finding claims.</summary>
internal static class ClaimQueries
{
    /// <summary>The claim of a number, tracked.</summary>
    public static async Task<Claim> ByNumberAsync(EligibilityDb db, string number, CancellationToken ct) => await db.Claims.SingleOrDefaultAsync(c => c.Number == number, ct)
        ?? throw new Refused("claim.unknown", CheckDigit.IsValid(number) ? $"There is no claim {number}." : $"'{number}' is no claim number: its check digits do not fit.", "number");

    /// <summary>Refuses what cannot be added to a claim that is decided or taken back.</summary>
    public static void NeedDecidable(Claim claim, string what)
    {
        if (claim.Outcome is Rules.Answer.Yes or Rules.Answer.No || claim.ClosedAt is not null)
        {
            throw new Refused("claim.not-open", claim.ClosedAt is not null ? $"Claim {claim.Number} was taken back; no {what} is added to it." : $"Claim {claim.Number} is decided; no {what} is added to it. A wrong decision is withdrawn first.", "number");
        }
    }
}
