using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Arrears;

/// <summary>An employer's arrears, and what can be done about them; each is put up for a second person.</summary>
[Authorize(Policy = May.ReadArrears)]
public sealed class ViewModel(FindArrears find, RelieveBill relieve, AgreeInstalments agree, EstimateReturn estimate, EndSuit end, CurrentActor current, IAuthorizationService authorization, TimeProvider time, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public ReliefKind? Kind { get; set; }

    [BindProperty]
    public string Bill { get; set; } = "";

    [BindProperty]
    public string Amount { get; set; } = "";

    [BindProperty]
    public string LegalBasis { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public int? Instalments { get; set; }

    [BindProperty]
    public DateOnly? FirstDueOn { get; set; }

    [BindProperty]
    public string First { get; set; } = "";

    [BindProperty]
    public bool InterestStops { get; set; }

    [BindProperty]
    public Month? Month { get; set; }

    [BindProperty]
    public int? Workers { get; set; }

    [BindProperty]
    public string Wages { get; set; } = "";

    [BindProperty]
    public long? Suit { get; set; }

    [BindProperty]
    public DateOnly? EndedOn { get; set; }

    [BindProperty]
    public SuitOutcome? Outcome { get; set; }

    [BindProperty]
    public string EndProof { get; set; } = "";

    /// <summary>It takes the place of an end on record.</summary>
    [BindProperty]
    public bool Corrects { get; set; }

    public EmployerArrears Arrears { get; private set; } = null!; // Loaded before the page is drawn.

    public bool MayPrepare { get; private set; }

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public IEnumerable<Choice> Bills => Arrears.Overdue.Select(ChoiceOf);

    /// <summary>Bills that cannot be claimed any more.</summary>
    public IEnumerable<Choice> Lapsed => Arrears.Overdue.Where(b => Arrears.Limitations.TryGetValue(b.Id, out var l) && l.IsLapsed(Today)).Select(ChoiceOf);

    /// <summary>Actions, the pending ones first; of the others how they ended.</summary>
    public IEnumerable<Choice> Suits => Arrears.Served.Where(s => s.Kind == ReminderKind.CourtAction).Select(s => new Choice(s.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{s.PaymentReference}, {s.ServedHow}, {s.Proof}{(s.EndedOn is { } on ? $" ({T[$"suit:{s.Outcome}"].Value}, {show.Date(on)})" : "")}"));

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostEndSuitAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.PrepareArrears, authorization))
        {
            return Forbid();
        }

        var put = await end.HandleAsync(new SuitEnd(Suit ?? 0, EndedOn, Outcome, EndProof, Corrects), current.Change("suits.end"), ct);
        Done(put is null ? T["It is on record."] : DoneOf(put));
        return Redirect($"/arrears/{Number}");
    });

    public Task<IActionResult> OnPostRelieveAsync(CancellationToken ct) => PrepareAsync(change => Kind is { } kind
        ? relieve.ProposeAsync(kind, Bill, Digits.ToAscii(Amount), LegalBasis, change, ct)
        : throw new Refused("relief.kind", T["Choose what is to be done."], nameof(Kind)));

    public Task<IActionResult> OnPostLapseAsync(CancellationToken ct) => PrepareAsync(change => relieve.ProposeLapseAsync(Bill, change, ct));

    public Task<IActionResult> OnPostAgreeAsync(CancellationToken ct) => PrepareAsync(change => FirstDueOn is { } first
        ? agree.ProposeAsync(Number, Instalments ?? 0, first, Digits.ToAscii(First), InterestStops, change, ct)
        : throw new Refused("agreement.first-day", T["Write the last day of the first instalment."], nameof(FirstDueOn)));

    public Task<IActionResult> OnPostEstimateAsync(CancellationToken ct) => PrepareAsync(change => Month is { } month
        ? estimate.ProposeAsync(Number, month, null, Workers, Digits.ToAscii(Wages), LegalBasis, change, ct)
        : throw new Refused("estimate.month", T["Enter the month, such as 2026-03"], nameof(Month)));

    protected override async Task OnRedisplayAsync()
    {
        Arrears = await find.ReadAsync(Number, Today, HttpContext.RequestAborted);
        MayPrepare = await User.MayAsync(May.PrepareArrears, authorization);
    }

    private Choice ChoiceOf(Spmis.Contributions.Bills.Bill b) => new(b.PaymentReference, $"{b.PaymentReference}, {T[$"bill-kind:{b.Kind}"]}, {show.Money(new Money(b.OpenMinor, Currency.Of(b.Currency)))}");

    private Task<IActionResult> PrepareAsync(Func<Change, Task<Proposal>> prepare) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.PrepareArrears, authorization))
        {
            return Forbid();
        }

        var put = await prepare(current.Change("arrears.prepare", Reason.Trim().Length == 0 ? null : Reason.Trim()));
        Done(DoneOf(put));
        return Redirect($"/arrears/{Number}");
    });

    private LocalizedString DoneOf(Proposal put) => put.Approved == true ? T["Done: for this amount the policy needs no second person."] : T["It waits for a second person."];
}
