using Spmis.Contracts.Eligibility;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Values;

namespace Spmis.Contributions.Subsidies;

/// <summary>Keeps the awards of social assistance, by version: their months may be covered by a programme that begins later. The nightly run covers them.</summary>
public sealed class KeepCoveredAwards(ContributionsDb db) : Consumer<ContributionsDb, AwardsDecided>
{
    private const string Assistance = "social-assistance";

    public override async Task HandleAsync(AwardsDecided message, Change change, CancellationToken ct)
    {
        await db.BulkInsertAsync([.. (await AwardCopies.NewerAsync<CoveredAward>(db, message, a => a.Branch == Assistance, ct)).Select(Of)], ct);
    }

    private static CoveredAward Of(AwardFacts a) => new()
    {
        AwardId = a.AwardId, AwardNumber = a.AwardNumber, PersonId = a.BeneficiaryId, BenefitScheme = a.Scheme, From = Month.FromCode(a.FromMonth), To = AwardCopies.LastMonth(a), Version = a.Version,
    };
}
