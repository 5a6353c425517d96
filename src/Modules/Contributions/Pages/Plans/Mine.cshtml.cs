using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Plans;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Plans;

/// <summary>The own plan. Whose it is stands in the session, never in the address.</summary>
[Authorize(Policy = May.OwnPlans)]
public sealed class MineModel(ListOffers offers, FindPlans find, ChoosePlan choose, CurrentActor current, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : PlanPage(offers, find, choose, current, time, T)
{
    private readonly CurrentActor actor = current;

    /// <inheritdoc />
    public override string Address => "/me/plan";

    /// <inheritdoc />
    protected override string OfNumber => actor.Actor.OwnNumber();

    /// <inheritdoc />
    protected override Task<bool> MayChooseAsync() => Task.FromResult(true);
}
