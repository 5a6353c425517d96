using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Proposals;
using Spmis.Web.Forms;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Proposals;

/// <summary>The preparer adds evidence to what waits for a second person. A page of its own, because who prepares need not hold the permission to see what others prepared.</summary>
[Authorize(Policy = WorkPermissions.AddEvidence)]
[RequestSizeLimit(MostRequest)]
[RequestFormLimits(MultipartBodyLengthLimit = MostRequest)]
public sealed class EvidencePageModel(HostedModules modules, AddEvidence add, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<Texts> texts) : FormPage
{
    /// <summary>A little more than a document, so that one that is too large is told so on the page.</summary>
    private const long MostRequest = 2 * DocumentKind.MostBytes;

    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public long Id { get; set; }

    [BindProperty] public IFormFile? Upload { get; set; }

    [BindProperty] public string? Text { get; set; }

    public Proposal Proposal { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>Whether the preparer may see the proposal's own page.</summary>
    public bool MayRead { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await using var content = Upload?.OpenReadStream();
        try
        {
            _ = modules.Db(Module); // Says that there is no such module.
            await add.HandleAsync(Module, Id, new NewProposalEvidence(Text, content, Upload?.FileName), current.Change("proposals.evidence"), ct);
        }
        catch (Refused refused) when (refused.Field == "file")
        {
            Refuse(nameof(Upload), refused.Message);
            return Page();
        }

        Done(texts["The evidence is added."]);
        return LocalRedirect($"/proposals/{Module}/{Id}/evidence");
    });

    /// <summary>Somebody else's is said to be unknown: this page is for the own ones.</summary>
    protected override async Task OnRedisplayAsync()
    {
        Proposal = await modules.Db(Module).Proposals.AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, HttpContext.RequestAborted) is { } found && current.Actor.IsSamePersonAs(found.PreparedById, found.PreparedByStaff) ? found
            : throw new Refused("proposal.unknown", $"You prepared no proposal {Id} in {Module}.");
        MayRead = await User.MayAsync(WorkPermissions.ReadProposals, authorization);
    }
}
