using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>Stops an award from a month on. It protects and can be lifted, so one person may do it at once; lifting it needs two.</summary>
/// <param name="db">The module's database.</param>
public sealed class SuspendAward(EligibilityDb db)
{
    /// <summary>Suspends.</summary>
    /// <param name="number">Award number.</param>
    /// <param name="from">First month not paid.</param>
    /// <param name="change">Its reason is shown to the person.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such award, it is not in force, is suspended already, the month lies outside, or no reason is given.</exception>
    public async Task HandleAsync(string number, Month from, Change change, CancellationToken ct)
    {
        var award = await AwardQueries.ByNumberAsync(db, number, ct);
        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("award.no-reason", "Say why, in words the person will understand.", "reason");
        }

        if (award.State is AwardState.Proposed or AwardState.Ended)
        {
            throw new Refused("award.not-in-force", $"Award {number} is {(award.State == AwardState.Ended ? "ended" : "not approved yet")}; there is nothing to suspend.", "number");
        }

        if (award.SuspendedFrom is { } since)
        {
            throw new Refused("award.suspended-already", $"Award {number} is suspended from {since} already.", "from");
        }

        if (from < award.FromMonth || award.ToMonth < from)
        {
            throw new Refused("award.month-outside", $"Award {number} is payable from {award.FromMonth}{(award.ToMonth is { } to ? $" to {to}" : "")}; choose a month in that time.", "from");
        }

        (award.SuspendedFrom, award.SuspendedBecause) = (from, change.Reason);
        award.Changed();
        await db.PublishAwardsAsync([award], ct);
        await db.SaveAsync(change, ct);
    }
}

/// <summary>Finding awards.</summary>
internal static class AwardQueries
{
    /// <summary>The award of a number, tracked.</summary>
    public static async Task<Award> ByNumberAsync(EligibilityDb db, string number, CancellationToken ct) =>
        await db.Awards.SingleOrDefaultAsync(a => a.Number == number, ct)
        ?? throw new Refused("award.unknown", CheckDigit.IsValid(number) ? $"There is no award {number}." : $"'{number}' is no award number: its check digits do not fit. Copy it from the decision.", "number");

    /// <summary>Awards that stand in the way of another one of the same person in a month: open ones, and those ended by an act in a month that has not gone by; not those taken back before they began.</summary>
    public static IQueryable<Award> OpenIn(this IQueryable<Award> awards, Month month) => awards.Where(a => a.OpenKey != null || (a.DiedOn == null && a.EndedAfter >= month && a.EndedAfter >= a.FromMonth));
}
