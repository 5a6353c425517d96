using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Proposals;

/// <summary>The inbox of what needs a second person, over all modules.</summary>
[Authorize(Policy = WorkPermissions.ReadProposals)]
public sealed class ProposalListModel(IReadOnlyList<Kernel.Access.Permission> permissions, HostedModules modules, FourEyes fourEyes, CurrentActor current, ProposalTerms terms, TimeProvider time, IStringLocalizer<Texts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)] public bool Decided { get; set; }

    /// <summary>All that waits, not only what waits for the reader and what the reader prepared.</summary>
    [BindProperty(SupportsGet = true)] public bool All { get; set; }

    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public WorkPage<Proposal> Found { get; private set; } = WorkPage<Proposal>.None;

    public bool IsOwn(Proposal proposal) => current.Actor.IsSamePersonAs(proposal.PreparedById, proposal.PreparedByStaff);

    /// <summary>What has waited too long, the longest first; on the first page of what waits.</summary>
    public IReadOnlyList<(string Module, Proposal Row, DateTime Since)> Overdue { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (!Decided && After is null)
        {
            Overdue = await OverdueAsync(ct);
        }

        Found = await modules.NewestAsync(
            null, After,
            db =>
            {
                var above = Overdue.Where(o => o.Module == db.Module).Select(o => o.Row.Id).ToList(); // Not twice on a page.
                return Shown(db).Where(p => !above.Contains(p.Id)).Select(p => new Dated<Proposal> { At = p.PreparedAt, Id = p.Id, Row = p });
            },
            ct);
    }

    /// <summary>Which step is due, where there are several: "Step 2 of 3: approve payment runs …".</summary>
    public (int Step, int Steps, string Permission)? StepOf(string module, Proposal proposal) =>
        proposal.DecidedAt is null && fourEyes.StepsOf(module, proposal) is { Count: > 1 } steps ? (proposal.StepsTaken + 1, steps.Count, steps[proposal.StepsTaken]) : null;

    /// <summary>How much evidence there is, or that some is lacking; null where neither is to be said.</summary>
    public string? EvidenceOf(Proposal proposal) =>
        proposal.Evidence is not null ? texts["Pieces of evidence: {0}", proposal.ReadEvidence().Count].Value : proposal is { DecidedAt: null } && proposal.ReadRule()?.EvidenceNeeded == true ? texts["Evidence is lacking"].Value : null;

    /// <summary>A permission in words.</summary>
    public string TextOf(string permission) => permissions.FirstOrDefault(p => p.Name == permission)?.Text ?? permission;

    /// <summary>Whether the reader may decide the step that is due.</summary>
    public bool IsMine(string module, Proposal proposal) => fourEyes.HoldsDue(module, proposal, current.Actor);

    /// <summary>Whether it has waited too long.</summary>
    public bool IsOverdue(Proposal proposal) => terms.OverdueSince(proposal, time.GetUtcNow().UtcDateTime) is not null;

    private IQueryable<Proposal> Shown(ModuleDb db)
    {
        if (Decided || All)
        {
            return db.Proposals.AsNoTracking().Where(p => p.DecidedAt != null == Decided);
        }

        var (due, own) = (fourEyes.DueFor(db, current.Actor).Select(p => p.Id), current.Actor.Id);
        return db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && (p.PreparedById == own || due.Contains(p.Id)));
    }

    private async Task<IReadOnlyList<(string Module, Proposal Row, DateTime Since)>> OverdueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        List<(string Module, Proposal Row, DateTime Since)> found = [];
        foreach (var module in modules.Names)
        {
            foreach (var overdue in terms.Overdue(Shown(modules.Db(module)), now))
            {
                var rows = await overdue.OrderBy(p => p.PreparedAt).ThenBy(p => p.Id).Take(HostedModules.PageSize).ToListAsync(ct);
                found.AddRange(rows.Select(p => (module, p, terms.OverdueSince(p, now) ?? now)));
            }
        }

        return [.. found.OrderBy(f => f.Since).ThenBy(f => f.Module, StringComparer.Ordinal).ThenBy(f => f.Row.Id).Take(HostedModules.PageSize)];
    }
}
