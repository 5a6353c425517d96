using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Funding;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Funding;

/// <summary>A funding account: its movements, what waits, and the comparison with the bank.</summary>
[Authorize(Policy = "payments.read-nation")]
public sealed class AccountModel(PaymentsDb db, FundingFigures figures, EnterMovement enter, CompareBalance compare, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 50;
    private const int MostBalances = 12;
    private const int MostWaiting = 20;

    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public FundingKind? Kind { get; set; }

    [BindProperty]
    public string Amount { get; set; } = "";

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string BankReference { get; set; } = "";

    [BindProperty]
    public string? Agency { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public DateOnly? Day { get; set; }

    [BindProperty]
    public string Closing { get; set; } = "";

    [BindProperty]
    public string? Explanation { get; set; }

    public FundingStanding Standing { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<FundingMovement> Movements { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<FundingBalance> Balances { get; private set; } = [];

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public IReadOnlyList<Choice> Agencies { get; private set; } = [];

    public IEnumerable<Choice> Kinds => Enum.GetValues<FundingKind>().Select(k => new Choice(k.ToString(), T[$"funding:{k}"]));

    public Money Money(long minor) => new(minor, Currency.Of(Standing.Account.Currency));

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-funding", authorization))
        {
            return Forbid();
        }

        if (Kind is not { } kind)
        {
            Refuse(nameof(Kind), T["Choose what moved"]);
            return Page();
        }

        if (On is not { } on)
        {
            Refuse(nameof(On), T["Enter the day the bank booked it"]);
            return Page();
        }

        await enter.ProposeAsync(new NewMovement { Code = Code, Kind = kind, Amount = Amount, On = on, BankReference = BankReference, Agency = Agency }, current.Change(EnterMovement.Act) with { Reason = Reason }, ct);
        Done(T["It waits for a second person."]);
        return Redirect($"/payments/funding/{Code}");
    });

    public Task<IActionResult> OnPostCompareAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-funding", authorization))
        {
            return Forbid();
        }

        if (Day is not { } day)
        {
            Refuse(nameof(Day), T["Enter the day of the statement"]);
            return Page();
        }

        await compare.HandleAsync(Code, day, Closing, Explanation, current.Change(CompareBalance.Act), ct);
        Done(T["The balance is compared."]);
        return Redirect($"/payments/funding/{Code}");
    });

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Standing = await figures.OneAsync(Code, ct);
        var (id, before) = (Standing.Account.Id, After ?? long.MaxValue);
        var found = await db.FundingMovements.AsNoTracking().Where(m => m.AccountId == id && m.Id < before).OrderByDescending(m => m.Id).Take(PageRows + 1).ToListAsync(ct);
        Movements = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? $"{Movements[^1].Id}" : null;
        Balances = await db.FundingBalances.AsNoTracking().Where(b => b.AccountId == id).OrderByDescending(b => b.On).Take(MostBalances).ToListAsync(ct);
        var subject = $"{EnterMovement.Act}:{Standing.Account.Code} ";
        Waiting = await db.Proposals.AsNoTracking().Where(p => p.OpenSubject != null && p.OpenSubject.StartsWith(subject)).OrderBy(p => p.Id).Take(MostWaiting).ToListAsync(ct);
        Agencies = [.. (await db.Agencies.AsNoTracking().OrderBy(a => a.Code).Select(a => a.Code).Take(200).ToListAsync(ct)).Select(a => new Choice(a, a))];
    }
}
