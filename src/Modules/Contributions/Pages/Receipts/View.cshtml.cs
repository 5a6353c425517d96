using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.P2g;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Receipts;

/// <summary>A payment received: what became of it, and what to do with what is held.</summary>
[Authorize(Policy = May.ReadReceipts)]
public sealed class ReceiptModel(ContributionsDb db, FindReceipts find, AssignReceipt assign, RefundReceipt refund, WithdrawNotice withdraw, DecideReceipt decide, CurrentActor current, IAuthorizationService authorization, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const int Most = 50;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public string To { get; set; } = "";

    [BindProperty]
    public string Amount { get; set; } = "";

    [BindProperty]
    public string Beneficiary { get; set; } = "";

    [BindProperty]
    public string PayTo { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public Receipt Receipt { get; private set; } = null!; // Loaded before the page is drawn.

    /// <summary>The association it is from, or that paid it for this worker.</summary>
    public AssociationCopy? Association { get; private set; }

    public IReadOnlyList<(string Reference, long AmountMinor, DateOnly On)> Allocations { get; private set; } = [];

    public IReadOnlyList<Refund> Refunds { get; private set; } = [];

    public IReadOnlyList<Receipt> Moved { get; private set; } = [];

    public IReadOnlyList<Proposal> Proposals { get; private set; } = [];

    public bool MayPrepare { get; private set; }

    /// <summary>It is a payment notice that counts and may be withdrawn.</summary>
    public bool MayWithdraw { get; private set; }

    public string Money(long minor) => show.Money(new Money(minor, Currency.Of(Receipt.Currency)));

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostAssignAsync(CancellationToken ct) => PrepareAsync(change => assign.ProposeAsync(Id, To, Amount, change.As(AssignReceipt.Act), ct));

    public Task<IActionResult> OnPostRefundAsync(CancellationToken ct) => PrepareAsync(change => refund.ProposeAsync(Id, Amount, Beneficiary.Trim().Length == 0 ? null : Beneficiary, PayTo, change.As(RefundReceipt.Act), ct));

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct) => PrepareAsync(change => withdraw.ProposeAsync(Id, change.As(WithdrawNotice.Act), ct));

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Receipt = await db.Set<Receipt>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == Id, ct) ?? throw new Refused("receipt.unknown", "There is no such receipt.");
        Association = Receipt.AssociationId is { } association ? await db.Set<AssociationCopy>().AsNoTracking().SingleOrDefaultAsync(a => a.AssociationId == association, ct) : null;
        Allocations = [.. (await (from a in db.Set<Allocation>().AsNoTracking() join b in db.Set<Bill>() on a.BillId equals b.Id where a.ReceiptId == Id orderby a.Id select new { b.PaymentReference, a.AmountMinor, a.On }).Take(Most).ToListAsync(ct)).Select(a => (a.PaymentReference, a.AmountMinor, a.On))];
        Refunds = await db.Set<Refund>().AsNoTracking().Where(r => r.ReceiptId == Id).OrderBy(r => r.ApprovedAt).Take(Most).ToListAsync(ct);
        Moved = await db.Set<Receipt>().AsNoTracking().Where(r => r.SourceReceiptId == Id).OrderBy(r => r.Id).Take(Most).ToListAsync(ct);
        await find.ShowAsync([Receipt, .. Moved], ct);
        Proposals = await decide.OfAsync(Id, ct);
        var may = await User.MayAsync(May.AssignReceipts, authorization);
        MayPrepare = Receipt.HeldMinor > 0 && may;
        MayWithdraw = may && Receipt is { Channel: Channel.Notice, ReversedOn: null };
    }

    private Task<IActionResult> PrepareAsync(Func<Change, Task<Proposal>> prepare) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.AssignReceipts, authorization))
        {
            return Forbid();
        }

        await prepare(current.Change(AssignReceipt.Act, Reason.Trim().Length == 0 ? null : Reason.Trim()));
        Done(T["It waits for a second person."]);
        return Redirect($"/receipts/{Id}");
    });
}
