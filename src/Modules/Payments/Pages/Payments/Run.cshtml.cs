using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Kernel.Runs;
using Spmis.Payments.Batches;
using Spmis.Payments.Clearance;
using Spmis.Payments.Funding;
using Spmis.Payments.Instructions;
using Spmis.Payments.PaymentRuns;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Payments;

/// <summary>One payment run: its steps and who did them, control totals, what is held and why, and the next step.</summary>
[Authorize(Policy = "payments.read")]
public sealed class RunModel(PaymentsDb db, PaymentRunFigures figures, FundingFigures funding, ClearanceGate gate, RunSteps steps, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int Rows = 25;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Held { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public string CancelReason { get; set; } = "";

    public PaymentRun PaymentRun { get; private set; } = null!; // Loaded before the page is drawn.

    public Run? Technical { get; private set; }

    public Proposal? Proposal { get; private set; }

    public IReadOnlyList<ShownField> Shown { get; private set; } = [];

    public IReadOnlyList<Proposal> Decisions { get; private set; } = [];

    public IReadOnlyList<RunSum> Sums { get; private set; } = [];

    public IReadOnlyList<(Money Amount, long Count)> Totals { get; private set; } = [];

    /// <summary>What the run takes of which account, as long as it is not released.</summary>
    public IReadOnlyList<(FundingStanding Standing, Money Needed)> Funding { get; private set; } = [];

    public long HeldCount { get; private set; }

    public RunDifference Difference { get; private set; } = new(true, 0, 0, 0, 0);

    public IReadOnlyList<string> Unanswered { get; private set; } = [];

    public int MissingMessages { get; private set; }

    public IReadOnlyList<Batch> Batches { get; private set; } = [];

    public IReadOnlyList<Instruction> Payments { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => await LoadAsync(ct);

    public Task<IActionResult> OnPostApproveAsync(CancellationToken ct) => StepAsync("payments.approve", T["The payment run is approved."], change => steps.Approve.HandleAsync(Id, change, ct), Reason);

    public Task<IActionResult> OnPostRejectAsync(CancellationToken ct) => StepAsync("payments.approve", T["The payment run is rejected."], change => steps.Approve.RejectAsync(Id, change, ct), Reason);

    public Task<IActionResult> OnPostSubmitAsync(CancellationToken ct) => StepAsync("payments.prepare", T["The payment run waits for approval again."], change => steps.Submit.HandleAsync(Id, change, ct), null);

    public Task<IActionResult> OnPostReleaseAsync(CancellationToken ct) => StepAsync("payments.release", T["The release is asked for."], change => steps.Release.HandleAsync(Id, change, ct), null);

    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => StepAsync("payments.prepare", T["The payment run is cancelled."], change => CancelAsync(change, ct), CancelReason);

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task CancelAsync(Change change, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(CancelReason))
        {
            throw new Refused("payment-run.no-reason", T["Say why the payment run is cancelled"], nameof(CancelReason));
        }

        await steps.Cancel.HandleAsync(Id, change, ct);
    }

    private Task<IActionResult> StepAsync(string permission, string done, Func<Change, Task> step, string? reason) => TryAsync(async () =>
    {
        if (!await User.MayAsync(permission, authorization))
        {
            return Forbid();
        }

        await step(current.Change(permission, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()));
        Done(done);
        return Redirect($"/payments/runs/{Id}");
    });

    private async Task LoadAsync(CancellationToken ct)
    {
        PaymentRun = await db.PaymentRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == Id, ct) ?? throw new Refused("payment-run.unknown", "There is no such payment run.");
        string[] keys = [$"{PrepareWorker.RunKind}:{Id}", $"{ReleaseWorker.RunKind}:{Id}"];
        Technical = await db.Runs.AsNoTracking().Where(r => keys.Contains(r.Key)).OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct);
        var (subject, second) = (Id.ToString(), ApprovePaymentRun.SecondSubject(Id));
        var proposals = await db.Proposals.AsNoTracking().Where(p => p.Act == ApprovePaymentRun.Act && (p.Subject == subject || p.Subject == second)).OrderBy(p => p.Id).Take(20).ToListAsync(ct);
        (Decisions, Proposal) = ([.. proposals.Where(p => p.DecidedAt is not null)], proposals.LastOrDefault(p => p.DecidedAt is null));
        Shown = Proposal is null ? [] : JsonSerializer.Deserialize<List<ShownField>>(Proposal.Shown, SpmisJson.Options) ?? [];
        Sums = [.. (await figures.SumsAsync(Id, ct)).OrderBy(s => s.HoldCode is not null).ThenBy(s => s.Scheme, StringComparer.Ordinal).ThenBy(s => s.Agency, StringComparer.Ordinal)];
        Totals = [.. Sums.Where(s => s.HoldCode is null).GroupBy(s => s.Currency).Select(g => (new Money(g.Sum(s => s.Minor), Currency.Of(g.Key)), g.Sum(s => s.Count)))];
        HeldCount = Sums.Where(s => s.HoldCode is not null).Sum(s => s.Count);
        Difference = await figures.DifferenceAsync(Id, ct);
        Funding = PaymentRun.State is "prepared" or "approved" ? await funding.OfRunAsync(Id, ct) : [];
        (Unanswered, MissingMessages) = PaymentRun.State == "waiting" ? await gate.MissingAsync(Id, ct) : ([], 0);
        Batches = await db.Batches.AsNoTracking().Where(b => b.PaymentRunId == Id).OrderBy(b => b.Id).Take(100).ToListAsync(ct);
        await LoadPaymentsAsync(ct);
    }

    private async Task LoadPaymentsAsync(CancellationToken ct)
    {
        var after = After ?? 0;
        var rows = db.Instructions.AsNoTracking().Where(i => i.PaymentRunId == Id && i.Id > after);
        var found = await (Held ? rows.Where(i => i.HoldCode != null) : rows).OrderBy(i => i.Id).Take(Rows + 1).ToListAsync(ct);
        Payments = [.. found.Take(Rows)];
        Next = found.Count > Rows ? found[Rows - 1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
    }
}

/// <summary>The acts behind the steps of a payment run.</summary>
public sealed class RunSteps(ApprovePaymentRun approve, SubmitPaymentRun submit, ReleasePaymentRun release, CancelPaymentRun cancel)
{
    public ApprovePaymentRun Approve => approve;

    public SubmitPaymentRun Submit => submit;

    public ReleasePaymentRun Release => release;

    public CancelPaymentRun Cancel => cancel;
}
