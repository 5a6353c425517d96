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
public sealed class ProposalPageModel(IReadOnlyList<Kernel.Access.Permission> permissions, HostedModules modules, FourEyes fourEyes, ProposalTerms terms, IdentifierMask mask, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<Texts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public long Id { get; set; }

    [BindProperty] public string Reason { get; set; } = "";

    [BindProperty] public string Decision { get; set; } = "";

    /// <summary>The hash of what the reader was shown.</summary>
    [BindProperty] public string? Hash { get; set; }

    public Proposal Proposal { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<ShownField> Shown { get; private set; } = [];

    /// <summary>Nothing to compare with when all of it is new: totals of a payment run, say.</summary>
    public bool HasBefore => Shown.Any(f => f.Before is not null);

    public bool MayDecide { get; private set; }

    /// <summary>The policy it was prepared under; null for what is older than policies.</summary>
    public ProposalRule? Rule { get; private set; }

    /// <summary>The permission of each step.</summary>
    public IReadOnlyList<string> Steps { get; private set; } = [];

    /// <summary>A permission in words.</summary>
    public string TextOf(string permission) => permissions.FirstOrDefault(p => p.Name == permission)?.Text ?? permission;

    /// <summary>Who decided which.</summary>
    public IReadOnlyList<ProposalStep> Taken { get; private set; } = [];

    /// <summary>The reader, or somebody in whose place the reader is, decided a step.</summary>
    public bool TookOne { get; private set; }

    /// <summary>Since when it has waited too long; null when it has not.</summary>
    public DateTime? OverdueSince => terms.OverdueSince(Proposal, current.Change("").Now);

    public bool IsOwn => current.Actor.IsSamePersonAs(Proposal.PreparedById, Proposal.PreparedByStaff);

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var proposal = await LoadAsync();
        if (!MayDecideAct(proposal) || !await User.MayAsync(fourEyes.DueOf(Module, proposal) ?? fourEyes.PermissionOf(Module, proposal.Act), authorization))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var change = current.Change("proposals.decide", string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim());
            switch (Decision)
            {
                case "approve":
                    Done(await fourEyes.ApproveAsync(Module, Id, string.IsNullOrEmpty(Hash) ? null : Hash, change, ct), texts["Approved, and done."]);
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
        Shown = await mask.SeesAllAsync() ? Shown : IdentifierMask.Of(Shown);
        MayDecide = MayDecideAct(Proposal);
        Rule = Proposal.ReadRule();
        Steps = fourEyes.StepsOf(Module, Proposal);
        Taken = await modules.Db(Module).ProposalSteps.AsNoTracking().Where(s => s.ProposalId == Id).OrderBy(s => s.Step).Take(ChangePolicy.MostSteps).ToListAsync(HttpContext.RequestAborted);
        Hash = Proposal.Hash;
        ModelState.Remove(nameof(Hash)); // What is shown again is shown as it stands now.
        TookOne = Taken.Any(s => current.Actor.IsSamePersonAs(s.DecidedById, s.Staff) || (s.InPlaceOf ?? "").Split(' ').Any(current.Actor.IsSamePersonAs));
    }

    private async Task<Proposal> LoadAsync() => await modules.Db(Module).Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, HttpContext.RequestAborted)
        ?? throw new Refused("proposal.unknown", $"There is no proposal {Id} in {Module}.");

    // Of what is decided already the act's own permission is asked, so that whoever comes too late is told so.
    private bool MayDecideAct(Proposal proposal) => proposal.DecidedAt is null ? fourEyes.HoldsDue(Module, proposal, current.Actor) : fourEyes.ActsOf(Module, current.Actor).Contains(proposal.Act);
}
