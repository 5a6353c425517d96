using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Associations;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Associations;

[Authorize(May.ReadAssociations)]
[RequestSizeLimit(LargestUpload)]
[RequestFormLimits(MultipartBodyLengthLimit = LargestUpload)]
public sealed class CensusModel(TakeCensus take, ApproveCensus approve, CurrentActor actor, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    private const long LargestUpload = 256L * 1024 * 1024;
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Which lines are shown; those who are gone when nothing is said.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Verdict { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public new IFormFile? File { get; set; }

    [BindProperty]
    public bool UnclearAreNobodys { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public Association Association { get; private set; } = null!; // Read before the page is drawn.

    public Census One { get; private set; } = null!; // As above.

    public IReadOnlyDictionary<CensusVerdict, int> Counts { get; private set; } = new Dictionary<CensusVerdict, int>();

    public CensusVerdict Shown { get; private set; }

    public IReadOnlyList<CensusLineShown> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    public DateOnly Today => actor.Change("censuses.read").Today;

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostListAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await DemandAsync();
        if (File is null)
        {
            Refuse(nameof(File), texts["Choose a file."]);
            return Page();
        }

        await using var content = File.OpenReadStream();
        var started = await take.ListAsync(Number, Id, content, File.FileName, actor.Change("censuses.list"), ct);
        Done(started.SentBefore ? texts["This very file was imported before; this is what came of it. Nothing was done again."] : texts["The comparison has started."]);
        return Redirect($"/associations/{Number}/censuses/{Id}");
    });

    public Task<IActionResult> OnPostProposeAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await DemandAsync();
        var proposal = await approve.ProposeAsync(Number, Id, UnclearAreNobodys, actor.Change("censuses.propose", string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim()), ct);
        Done(texts["It waits for a second person now."]);
        return Redirect($"/proposals/registration/{proposal.Id}");
    });

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await DemandAsync();
        await take.WithdrawAsync(Number, Id, actor.Change("censuses.withdraw"), ct);
        Done(texts["The census is withdrawn."]);
        return Redirect($"/associations/{Number}/censuses");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task DemandAsync()
    {
        if (!(await authorization.AuthorizeAsync(User, May.KeepAssociations)).Succeeded)
        {
            throw new Refused("access.forbidden", texts["You may not take a census."]);
        }
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        (Association, One) = await take.FindAsync(Number, Id, ct);
        Counts = await take.CountsAsync(Id, ct);
        Shown = Enum.TryParse<CensusVerdict>(Verdict, ignoreCase: true, out var verdict) && Enum.IsDefined(verdict) ? verdict : Counts[CensusVerdict.Unclear] > 0 ? CensusVerdict.Unclear : CensusVerdict.Gone;
        var page = await take.LinesAsync(Id, Shown, After ?? 0, PageRows + 1, ct);
        Lines = [.. page.Take(PageRows)];
        Next = page.Count > PageRows ? $"{Lines[^1].Id}" : null;
    }
}
