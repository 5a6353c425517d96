using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Plans;
using Spmis.Kernel.Access;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Plans;

/// <summary>The plan of somebody who comes to the office.</summary>
[Authorize(Policy = May.ReadRecord)]
public sealed class PersonModel(ListOffers offers, FindPlans find, ChoosePlan choose, CurrentActor current, IAuthorizationService authorization, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : PlanPage(offers, find, choose, current, time, T)
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    /// <inheritdoc />
    public override string Address => $"/contributions/persons/{Number}/plan";

    /// <inheritdoc />
    protected override string OfNumber => Number;

    /// <inheritdoc />
    protected override Task<bool> MayChooseAsync() => User.MayAsync(May.ChoosePlans, authorization);
}
