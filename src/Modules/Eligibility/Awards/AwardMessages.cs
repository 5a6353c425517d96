using Spmis.Contracts.Eligibility;
using Spmis.Eligibility.Clearance;

namespace Spmis.Eligibility.Awards;

internal static class AwardMessages
{
    /// <summary>Rows of one message.</summary>
    public const int Most = 1_000;

    /// <summary>Tells the other modules how these awards stand; those not approved yet are nobody's business. No payment release may overtake it.</summary>
    public static void PublishAwards(this EligibilityDb db, IEnumerable<Award> awards)
    {
        foreach (var chunk in awards.Where(a => a.ApprovedAt is not null).OrderBy(a => a.Number, StringComparer.Ordinal).Select(a => a.ToFacts()).Chunk(Most))
        {
            db.ClearanceMessages.Add(new ClearanceMessage { MessageId = db.Publish(new AwardsDecided { Awards = chunk }) });
        }
    }
}
