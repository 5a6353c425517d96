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
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Proposals;

/// <summary>What somebody prepared, field by field, and the second person's decision.</summary>
[Authorize(Policy = WorkPermissions.ReadProposals)]
public sealed class ProposalPageModel(HostedModules modules, FourEyes fourEyes, ProposalTerms terms, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<Texts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public long Id { get; set; }

    [BindProperty] public string Reason { get; set; } = "";

    [BindProperty] public string Decision { get; set; } = "";

    public Proposal Proposal { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<ShownField> Shown { get; private set; } = [];

    /// <summary>Nothing to compare with when all of it is new: totals of a payment run, say.</summary>
    public bool HasBefore => Shown.Any(f => f.Before is not null);

    public bool MayDecide { get; private set; }

    /// <summary>Since when it has waited too long; null when it has not.</summary>
    public DateTime? OverdueSince => terms.OverdueSince(Proposal, current.Change("").Now);

    public bool IsOwn => current.Actor.IsSamePersonAs(Proposal.PreparedById);

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var proposal = await LoadAsync();
        if (!MayDecideAct(proposal) || !await User.MayAsync(fourEyes.PermissionOf(Module, proposal.Act), authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var change = current.Change("proposals.decide", string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim());
            switch (Decision)
            {
                case "approve":
                    await fourEyes.ApproveAsync(Module, Id, change, ct);
                    Done(texts["Approved, and done."]);
                    break;
                case "reject":
                    await fourEyes.RejectAsync(Module, Id, change with { Act = "proposals.reject" }, ct);
                    Done(texts["Rejected. Nothing was changed."]);
                    break;
                default:
                    throw new Refused("proposal.no-decision", texts["Choose to approve or to reject."]);
            }

            return LocalRedirect("/proposals");
        });
    }

    protected override async Task OnRedisplayAsync()
    {
        Proposal = await LoadAsync();
        Shown = JsonSerializer.Deserialize<List<ShownField>>(Proposal.Shown, SpmisJson.Options) ?? [];
        MayDecide = MayDecideAct(Proposal);
    }

    private async Task<Proposal> LoadAsync() => await modules.Db(Module).Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, HttpContext.RequestAborted)
        ?? throw new Refused("proposal.unknown", $"There is no proposal {Id} in {Module}.");

    private bool MayDecideAct(Proposal proposal) => fourEyes.ActsOf(Module, current.Actor).Contains(proposal.Act);
}
