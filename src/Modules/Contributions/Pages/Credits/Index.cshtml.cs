using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Credits;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Credits;

/// <summary>Months credited to a person without payment, and the preparing of such credits.</summary>
[Authorize(Policy = May.ReadRecord)]
public sealed class IndexModel(ContributionsDb db, FindCredits find, GiveCredit give, TakeCreditBack takeBack, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public CreditKind Kind { get; set; }

    [BindProperty]
    public string Scheme { get; set; } = "";

    [BindProperty]
    public string From { get; set; } = "";

    [BindProperty]
    public string To { get; set; } = "";

    [BindProperty]
    public string Evidence { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public PersonCredits Found { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    public IEnumerable<Choice> Kinds => Enum.GetValues<CreditKind>().Select(k => new Choice(k.ToString(), T[$"credit:{k}"]));

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(() => PreparedAsync((from, to) => give.ProposeAsync(Number, Scheme, from, to, Kind, Evidence, current.Change(GiveCredit.Act, Reason), ct)));

    public Task<IActionResult> OnPostTakeBackAsync(CancellationToken ct) => TryAsync(() => PreparedAsync((from, to) => takeBack.ProposeAsync(Number, Scheme, from, to, current.Change(TakeCreditBack.Act, Reason), ct)));

    /// <inheritdoc />
    protected override void Check()
    {
        if (!Month.TryParse(From.Trim(), out _))
        {
            Refuse(nameof(From), T["Write the month as 2026-01."]);
        }

        if (To.Trim().Length > 0 && !Month.TryParse(To.Trim(), out _))
        {
            Refuse(nameof(To), T["Write the month as 2026-01."]);
        }
    }

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Found = await find.HandleAsync(Number, ct);
        Schemes = [.. (await db.Set<SchemeInForce>().Where(s => s.Collects).Select(s => s.Scheme).Distinct().OrderBy(s => s).Take(100).ToListAsync(ct)).Select(s => new Choice(s, s))];
    }

    private async Task<IActionResult> PreparedAsync(Func<Month, Month, Task> propose)
    {
        if (!await User.MayAsync(May.PrepareCredits, authorization))
        {
            return Forbid();
        }

        var from = Month.Parse(From.Trim());
        await propose(from, To.Trim().Length == 0 ? from : Month.Parse(To.Trim()));
        Done(T["It waits for a second person."]);
        return Redirect($"/contributions/persons/{Number}/credits");
    }
}
