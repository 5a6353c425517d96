using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Registration;

[Authorize(May.ReviewDuplicates)]
public sealed class DecideModel(RegistrationDb db, FourEyes fourEyes, PersonsShown persons, IdentifierMask mask, CurrentActor actor, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public Proposal Proposal { get; private set; } = null!; // Read before the page is drawn.

    public IReadOnlyList<ShownField> Shown { get; private set; } = [];

    /// <summary>What decides the step that is due.</summary>
    public string Permission => fourEyes.DueOf(RegistrationModule.ModuleName, Proposal) ?? fourEyes.PermissionOf(RegistrationModule.ModuleName, Proposal.Act);

    public bool Own => actor.Actor.IsSamePersonAs(Proposal.PreparedById);

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostApproveAsync(CancellationToken ct) => DecideAsync(fourEyes.ApproveAsync, texts["Approved"], ct);

    public Task<IActionResult> OnPostRejectAsync(CancellationToken ct) => DecideAsync(fourEyes.RejectAsync, texts["Rejected"], ct);

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private Task<IActionResult> DecideAsync(Func<string, long, Change, CancellationToken, Task<StepTaken>> decide, string done, CancellationToken ct) => TryAsync(async () =>
    {
        await LoadAsync(ct);
        if (!(await authorization.AuthorizeAsync(User, Permission)).Succeeded)
        {
            if (StepUp.IsAskedFor(HttpContext))
            {
                return new ForbidResult();
            }

            throw new Refused("access.forbidden", texts["You may not decide this."]);
        }

        var taken = await decide(RegistrationModule.ModuleName, Id, actor.Change("proposals.decide", string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim()), ct);
        Done(taken, done);
        return Redirect("/registration/proposals");
    });

    private async Task LoadAsync(CancellationToken ct)
    {
        Proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, ct) ?? throw new Refused("proposal.unknown", texts["There is no such proposal."]);
        Shown = JsonSerializer.Deserialize<List<ShownField>>(Proposal.Shown, SpmisJson.Options) ?? [];
        Shown = await mask.SeesAllAsync() ? Shown : IdentifierMask.Of(Shown);
        persons.Add(ProposalsModel.PersonsOf(Proposal));
        persons.Add(Shown.Where(f => f.Label is "Example" or "Membership ends").SelectMany(f => new[] { f.Before, f.After }).Select(p => p?.Split(' ')[0])); // Number and name, see MergeCertain.
    }
}
