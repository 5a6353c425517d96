using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Eligibility.Pages;

/// <summary>What the part that asks for a decision shows.</summary>
/// <param name="Proposal">What waits.</param>
/// <param name="Permission">Who may decide it.</param>
/// <param name="Own">Whether the reader prepared it.</param>
public sealed record ApprovalPart(Proposal Proposal, string Permission, bool Own);

/// <summary>A page on which something may wait for a second person.</summary>
/// <param name="acts">The acts it decides.</param>
/// <param name="permission">Who may.</param>
public abstract class ApprovalPage(IReadOnlyList<string> acts, string permission) : FormPage
{
    /// <summary>Why, asked for a rejection.</summary>
    [BindProperty]
    public string DecisionReason { get; set; } = "";

    /// <summary>What waits, oldest first.</summary>
    public IReadOnlyList<ApprovalPart> Open { get; private set; } = [];

    /// <summary>The reader.</summary>
    protected CurrentActor Current => HttpContext.RequestServices.GetRequiredService<CurrentActor>();

    /// <summary>The module's words.</summary>
    protected IStringLocalizer<EligibilityTexts> Words => HttpContext.RequestServices.GetRequiredService<IStringLocalizer<EligibilityTexts>>();

    /// <summary>Approves.</summary>
    public Task<IActionResult> OnPostApproveAsync(long proposal, CancellationToken ct) => DecideAsync(proposal, true, ct);

    /// <summary>Rejects.</summary>
    public Task<IActionResult> OnPostRejectAsync(long proposal, CancellationToken ct) => DecideAsync(proposal, false, ct);

    /// <summary>Whether the reader holds a permission.</summary>
    protected Task<bool> MayAsync(string name) => User.MayAsync(name, HttpContext.RequestServices.GetRequiredService<IAuthorizationService>());

    /// <summary>Loads what waits, of one subject or of all.</summary>
    protected async Task LoadOpenAsync(string? subject, CancellationToken ct, IReadOnlyList<string>? only = null)
    {
        var open = await HttpContext.RequestServices.GetRequiredService<Approvals>().OpenAsync(only ?? acts, ct, subject);
        Open = [.. open.Select(p => new ApprovalPart(p, permission, Current.Actor.IsSamePersonAs(p.PreparedById)))];
    }

    private async Task<IActionResult> DecideAsync(long proposal, bool approve, CancellationToken ct)
    {
        if (!await MayAsync(permission))
        {
            return Forbid();
        }

        return await TryAsync(async () =>
        {
            var approvals = HttpContext.RequestServices.GetRequiredService<Approvals>();
            var change = Current.Change("proposals.decide", string.IsNullOrWhiteSpace(DecisionReason) ? null : DecisionReason.Trim());
            var taken = await (approve ? approvals.ApproveAsync(proposal, acts, change, ct) : approvals.RejectAsync(proposal, acts, change, ct));
            Done(taken, approve ? Words["Approved."] : Words["Rejected; the preparer sees your reason."]);
            return Redirect(Request.Path + Request.QueryString.ToString().Replace("handler=Approve", "", StringComparison.Ordinal).Replace("handler=Reject", "", StringComparison.Ordinal));
        });
    }
}
