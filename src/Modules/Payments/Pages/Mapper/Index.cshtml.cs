using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Runs;
using Spmis.Payments.Mapper;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Mapper;

/// <summary>The account mapper: how it stands, what it refused, and the buttons to ask and to tell it.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class IndexModel(MapperFigures figures, ResolveAddresses resolve, TellMapper tell, PersonsShown shown, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public ResolveOf Of { get; set; }

    [BindProperty]
    public string? Numbers { get; set; }

    [BindProperty]
    public bool DryRun { get; set; }

    [BindProperty]
    public bool DryTell { get; set; }

    public MapperState State { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<Run> Runs { get; private set; } = [];

    public IReadOnlyList<TellingShown> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<Choice> Whom => [new(nameof(ResolveOf.WithoutAddress), T["Payees without an address"]), new(nameof(ResolveOf.All), T["All payees"]), new(nameof(ResolveOf.Named), T["Persons named below"])];

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostResolveAsync(CancellationToken ct) => DoAsync(async () =>
    {
        var numbers = (Numbers ?? "").Split(['\n', ',', ';', ' ', '\r', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var run = await resolve.HandleAsync(new ResolveRequest { Of = Of, Numbers = numbers, DryRun = DryRun }, current.Change(ResolveAddresses.Act), ct);
        Done(T["The mapper is being asked."]);
        return Redirect($"/runs/{PaymentsModule.ModuleName}/{run}");
    });

    public Task<IActionResult> OnPostTellAsync(CancellationToken ct) => DoAsync(async () =>
    {
        var run = await tell.HandleAsync(new TellRequest(DryTell), current.Change(TellMapper.Act), ct);
        Done(T["The mapper is being told."]);
        return Redirect($"/runs/{PaymentsModule.ModuleName}/{run}");
    });

    /// <summary>One refusal, or all of them.</summary>
    public Task<IActionResult> OnPostAgainAsync([FromForm] long? id, CancellationToken ct) => DoAsync(async () =>
    {
        await tell.AgainAsync(id, current.Change("payments.mapper-again"), ct);
        Done(T["It is told again with the next run."]);
        return Redirect("/payments/mapper");
    });

    private Task<IActionResult> DoAsync(Func<Task<IActionResult>> act) => TryAsync(async () => await User.MayAsync("payments.mapper", authorization) ? await act() : Forbid());

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        State = await figures.StateAsync(ct);
        Runs = await figures.RunsAsync(ct);
        var found = await figures.TellingsAsync("refused", After ?? long.MaxValue, PageRows + 1, ct);
        Rows = [.. found.Take(PageRows)];
        shown.Add(Rows.Select(r => r.Number));
        Next = found.Count > PageRows ? Rows[^1].Telling.Id.ToString(CultureInfo.InvariantCulture) : null;
    }
}
