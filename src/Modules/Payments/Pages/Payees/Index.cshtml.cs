using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Payees;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Payees;

/// <summary>Who receives payments of an award instead of the person entitled, and since when.</summary>
[Authorize(Policy = "payments.read")]
public sealed class IndexModel(PaymentsDb db, PayeeFigures figures, NamePayee name, EndPayee end, PersonsShown shown, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public string? Award { get; set; }

    /// <summary>Rows passed over.</summary>
    [BindProperty(SupportsGet = true)]
    public int? After { get; set; }

    [BindProperty]
    public string AwardNumber { get; set; } = "";

    [BindProperty]
    public NamedPayeeKind Kind { get; set; }

    [BindProperty]
    public string? PersonNumber { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Agency { get; set; }

    [BindProperty]
    public string? Account { get; set; }

    [BindProperty]
    public decimal? SharePercent { get; set; }

    [BindProperty]
    public int? Part { get; set; }

    [BindProperty]
    public Month? FromMonth { get; set; }

    [BindProperty]
    public Month? ToMonth { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public string Evidence { get; set; } = "";

    public IEnumerable<Choice> Kinds => Enum.GetValues<NamedPayeeKind>().Select(k => new Choice(k.ToString(), T[$"payee:{k}"]));

    public IReadOnlyList<NamedPayeeShown> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public async Task OnGetAsync()
    {
        AwardNumber = Award ?? "";
        await OnRedisplayAsync();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-payees", authorization))
        {
            return Forbid();
        }

        if (FromMonth is not { } from)
        {
            Refuse(nameof(FromMonth), T["Enter the first month"]);
            await OnRedisplayAsync();
            return Page();
        }

        await name.ProposeAsync(
            new NewNamedPayee { AwardNumber = AwardNumber, Kind = Kind, PersonNumber = PersonNumber, Name = Name, Agency = Agency, Account = Account, FromMonth = from.Code, ToMonth = ToMonth?.Code, Reason = Reason, Evidence = Evidence, SharePercent = SharePercent, Part = Part },
            current.Change("payments.propose-payee", Reason, Evidence), ct);
        Done(T["It waits for a second person."]);
        return Redirect("/payments/payees");
    });

    public Task<IActionResult> OnPostEndAsync([FromForm(Name = "payee")] Guid id, [FromForm(Name = "last")] string? last, [FromForm] string? reason, CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync("payments.propose-payees", authorization))
        {
            return Forbid();
        }

        if (!Month.TryParse(last?.Trim(), out var month))
        {
            Refuse(null, T["Enter year and month, such as 2026-07"]);
            return Page();
        }

        await end.ProposeAsync(id, month, current.Change("payments.propose-payee", reason), ct);
        Done(T["It waits for a second person."]);
        return Redirect("/payments/payees");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var from = Math.Max(0, After ?? 0);
        var award = string.IsNullOrWhiteSpace(Award) ? null : Award.Trim();
        var found = await db.NamedPayees.AsNoTracking().Where(p => award == null || p.AwardNumber == award).OrderByDescending(p => p.ApprovedAt).ThenByDescending(p => p.Id).Skip(from).Take(PageRows + 1).ToListAsync(ct);
        Rows = await figures.OfAsync([.. found.Take(PageRows)], ct);
        shown.Add(Rows.SelectMany(r => new[] { r.BeneficiaryNumber, r.PayeeNumber }));
        Next = found.Count > PageRows ? (from + PageRows).ToString(CultureInfo.InvariantCulture) : null;
        Waiting = await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && (p.Act == NamePayee.Act || p.Act == EndPayee.Act)).OrderBy(p => p.Id).Take(20).ToListAsync(ct);
    }
}
