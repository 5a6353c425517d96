using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Duplicates;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Duplicates;

[Authorize(May.ReviewDuplicates)]
public sealed class QueueModel(ListCases list, FindDuplicates find, ProposeCertainMerges certain, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public IReadOnlyList<CaseLine> Cases { get; private set; } = [];

    public int Total { get; private set; }

    public string? Next { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostFindAsync(CancellationToken ct) => StartAsync(false, ct);

    public Task<IActionResult> OnPostFindAllAsync(CancellationToken ct) => StartAsync(true, ct);

    public Task<IActionResult> OnPostCertainAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var proposal = await certain.HandleAsync(ProposeCertainMerges.DefaultThreshold, actor.Change("persons.merge-certain.propose"), ct);
        Done(texts["It waits for a second person now."]);
        return Redirect($"/registration/proposals/{proposal.Id}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private Task<IActionResult> StartAsync(bool full, CancellationToken ct) => TryAsync(async () => Redirect($"/registration/runs/{await find.HandleAsync(full, actor.Change("duplicates.find"), ct)}"));

    private async Task LoadAsync(CancellationToken ct)
    {
        var page = await list.HandleAsync(After, PageRows + 1, ct);
        Cases = [.. page.Take(PageRows)];
        (Total, Next) = (await list.CountAsync(ct), page.Count > PageRows ? Cases[^1].CaseId.ToString() : null);
    }
}
