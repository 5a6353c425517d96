using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Payments.Instructions;
using Spmis.Values;

namespace Spmis.Payments.Payees;

/// <summary>
/// What makes several recipients of an award add up to it: the shares of a month leave something for its payee, and a month of which a payment was sent is shared out otherwise by nobody. Who
/// receives a share may change for any month, as it leaves the amounts alone.
/// </summary>
internal static class Shares
{
    /// <summary>Which part of the award is asked for, and its share in hundredths of a percent: (0, null) for all that is not shared out. A share named by its number alone keeps its size.</summary>
    /// <exception cref="Refused">It is no share, there is none of this number, or there are too many.</exception>
    public static (int Part, int? BasisPoints) Of(NewNamedPayee input, IReadOnlyList<NamedPayee> others)
    {
        if (input.SharePercent is { } percent && (percent is <= 0 or >= 100 || decimal.Round(percent, 2) != percent))
        {
            throw new Refused("payee.value", "A share is more than 0 and less than 100 percent, with two decimals at most; who receives all of it is named without a share.", nameof(input.SharePercent));
        }

        var asked = (int?)(input.SharePercent * 100);
        if (input.Part is not { } part)
        {
            return asked is null ? (0, null) : (NextFree(input, others), asked);
        }

        var latest = others.Where(o => o.Part == part && part > 0).MaxBy(o => o.Sequence)
            ?? throw new Refused("payee.shares", $"Award {input.AwardNumber} has no share {part}; leave its number out for a new one.", nameof(input.Part));
        return (part, asked ?? latest.ShareBasisPoints);
    }

    private static int NextFree(NewNamedPayee input, IReadOnlyList<NamedPayee> others)
    {
        var from = Month.FromCode(input.FromMonth);
        var free = Enumerable.Range(1, NamedPayee.MostShares).FirstOrDefault(part => !others.Any(o => o.Part == part && !o.IsEmpty && (o.ToMonth is not { } to || to >= from)));
        return free > 0 ? free
            : throw new Refused("payee.shares", $"An award has {NamedPayee.MostShares} shares at most; end one first, or give the number of the share whose recipient changes.", nameof(input.SharePercent));
    }

    /// <summary>Whether a row fits beside the others of its award.</summary>
    /// <exception cref="Refused">The shares of a month come to the whole or more, or a month that would be shared out otherwise was sent.</exception>
    public static async Task CheckAsync(PaymentsDb db, NamedPayee row, IReadOnlyList<NamedPayee> others, CancellationToken ct)
    {
        if (row.Part == 0)
        {
            return;
        }

        // Shares only change where one begins, so it is enough to add up there.
        foreach (var month in others.Where(o => o.Part > 0 && !o.IsEmpty && o.Overlaps(row)).Select(o => o.FromMonth).Append(row.FromMonth).Where(row.Covers).Distinct())
        {
            var sum = (row.ShareBasisPoints ?? 0) + others.Where(o => o.Part > 0 && o.Part != row.Part && o.Covers(month)).Sum(o => o.ShareBasisPoints ?? 0);
            if (sum >= NamedPayee.Whole)
            {
                throw new Refused("payee.shares", $"The shares of {month} would come to {sum / 100m:0.##} percent; something must be left for the award's payee.", "sharePercent");
            }
        }

        var onlyRecipient = others.Where(o => o.Part == row.Part && o.Overlaps(row)).ToList() is [{ } before] && before.Covers(row.FromMonth) && before.ShareBasisPoints == row.ShareBasisPoints && before.ToMonth == row.ToMonth;
        if (!onlyRecipient)
        {
            await NotSentAsync(db, row.AwardNumber, row.FromMonth, row.ToMonth, "fromMonth", ct);
        }
    }

    /// <summary>No payment of these months has left, or is about to.</summary>
    /// <exception cref="Refused">One has.</exception>
    public static async Task NotSentAsync(PaymentsDb db, string awardNumber, Month from, Month? to, string field, CancellationToken ct)
    {
        var sent = await db.Instructions.AsNoTracking().Where(i => i.AwardNumber == awardNumber && i.Month >= from && (to == null || i.Month <= to) && (i.BatchId != null || (i.Live == true && i.HoldCode == HoldReasons.AllWithheld)
                || (i.Live == true && i.HoldCode == null && db.PaymentRuns.Any(r => r.Id == i.PaymentRunId && r.ReleaseAskedAt != null && r.CancelledAt == null))))
            .OrderByDescending(i => i.Month).Select(i => (Month?)i.Month).FirstOrDefaultAsync(ct);
        if (sent is { } month)
        {
            throw new Refused("payee.share-sent", $"{month} of award {awardNumber} was sent as it was shared out then; shares can change from {month.Add(1)} on. Who receives a share can be changed for any month: give its number.", field);
        }
    }
}
