using System.Security.Claims;
using Microsoft.Extensions.Localization;
using Spmis.Eligibility.Claims;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Rules;
using Spmis.Web.Home;
using Spmis.Web.Parts;

namespace Spmis.Eligibility.Pages.Me;

/// <summary>On a person's own home page: claims that wait for papers, the rest of the account, and the way to a claim.</summary>
internal sealed class MyClaimTasks(PersonFile file, IStringLocalizer<EligibilityTexts> words) : IHomeTasks
{
    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        var actor = CurrentActor.Of(user);
        if (actor.Roles is not [Roles.Person])
        {
            return [];
        }

        List<HomeTask> tasks = [new(words["Claim a benefit"], "/me/claims/new", words["At any time"], TagKind.Off, "me.claim", 500)];
        try
        {
            var open = (await file.OfAsync(actor.OwnNumber(), ct)).Claims.Where(c => c.ClosedAt is null && c.Outcome is not (Answer.Yes or Answer.No)).Take(10);
            tasks.AddRange(open.Select(c => new HomeTask(words["Claim {0}", c.Number], $"/me/claims/{c.Number}", c.Draft ? words["Opened by an event"] : c.Outcome is Answer.CannotTell ? words["Something is missing"] : words["In work"], c.Draft || c.Outcome is Answer.CannotTell ? TagKind.Wait : TagKind.Info, "me.benefits", 100)));
        }
        catch (Refused refused) when (refused.Code == "person.unknown")
        {
            // Registered a moment ago: the copy follows.
        }

        return tasks;
    }
}
