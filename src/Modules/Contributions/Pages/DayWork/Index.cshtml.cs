using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Copies;
using Spmis.Contributions.DayWork;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.DayWork;

/// <summary>The meaning of states as colours.</summary>
internal static class DayTags
{
    public static TagKind Of(DayVoucherState state) => state switch
    {
        DayVoucherState.Used => TagKind.Ok,
        DayVoucherState.Assigned => TagKind.Wait,
        DayVoucherState.Alive => TagKind.Info,
        _ => TagKind.Off,
    };
}

/// <summary>An employer's vouchers and days of work: buy, put to days, confirm.</summary>
[Authorize(Policy = May.ReadDayWork)]
[RequestSizeLimit(MaxFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
public sealed class IndexModel(FindDayWork find, SchemeBook schemes, BuyVouchers buy, AssignDays assign, ConfirmDays confirm, EndVouchers end, FileDays file, TakeDayBack takeBack, CurrentActor current, IAuthorizationService authorization, Show show, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const long MaxFile = 16L * 1024 * 1024;
    private const int MostShown = 100;
    private const int MostWords = 3;

    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public DateOnly? On { get; set; }

    [BindProperty]
    public int? Count { get; set; }

    [BindProperty]
    public string Scheme { get; set; } = "";

    [BindProperty]
    public DateOnly? Day { get; set; }

    [BindProperty]
    public string Workers { get; set; } = "";

    [BindProperty]
    public string Reference { get; set; } = "";

    [BindProperty]
    public string Serial { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public IReadOnlyList<string> Serials { get; set; } = [];

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public bool OwnOnly => current.Actor.Employer is not null;

    public string Number => current.Actor.Employer ?? Employer.Trim();

    /// <summary>The page's own question mark, so that a form comes back to the same employer.</summary>
    public string Query => OwnOnly ? "?own=1" : $"?employer={Uri.EscapeDataString(Number)}";

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public EmployerCopy? Found { get; private set; }

    public DayWorkStand Stand { get; private set; } = new(0, 0, 0, 0);

    public IReadOnlyList<DayShown> Days { get; private set; } = [];

    public IReadOnlyList<PurchaseShown> Purchases { get; private set; } = [];

    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    /// <summary>Today's price, where only one scheme has vouchers.</summary>
    public VoucherTerms? Terms { get; private set; }

    private Currency currency;

    public string Money(long minor) => show.Money(new Money(minor, currency));

    public async Task OnGetAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        Day = Today;
        Workers = Found is null ? "" : string.Join('\n', await find.LastWorkersAsync(Found.EmployerId, ct));
    }

    public Task<IActionResult> OnPostBuyAsync(CancellationToken ct) => ActAsync(May.DayWork, Count is null ? (nameof(Count), T["Enter how many vouchers."]) : null, async () =>
    {
        var bought = await buy.HandleAsync(Number, Count, Scheme, current.Change(BuyVouchers.Act), ct);
        Done(T["The vouchers are of use once bill {0} is paid.", bought.PaymentReference]);
        return Redirect($"/bills/{bought.PaymentReference}");
    });

    public Task<IActionResult> OnPostAssignAsync(CancellationToken ct) => ActAsync(May.DayWork, Day is null ? (nameof(Day), T["Enter the day."]) : Numbers.Count == 0 ? (nameof(Workers), T["Enter a worker's number."]) : null, async () =>
    {
        var verdicts = await assign.HandleAsync(Number, Scheme, [.. Numbers.Select((n, i) => new DayToAssign(i + 1, n, Day ?? default, false))], current.Change(AssignDays.Act), ct);
        var refused = verdicts.Where(v => v.Refused).ToList();
        if (refused.Count > 0)
        {
            Workers = string.Join('\n', refused.Select(r => r.WorkerNumber));
            ModelState.Remove(nameof(Workers));
            Refuse(nameof(Workers), string.Join(" ", refused.Select(r => $"{r.WorkerNumber}: {r.Text}").Take(MostWords)) + (refused.Count > MostWords ? " " + T["{0} more", show.Count(refused.Count - MostWords)] : ""));
            await LoadAsync(ct);
            return Page();
        }

        Done(T["{0} workers have a voucher for the day.", show.Count(verdicts.Count)]);
        return Back();
    });

    public Task<IActionResult> OnPostConfirmAsync(CancellationToken ct) => ActAsync(May.DayWork, Chosen(), async () =>
    {
        Done(T["{0} days are confirmed.", show.Count(await confirm.HandleAsync(Number, Serials, current.Change(ConfirmDays.Act), ct))]);
        return Back();
    });

    public Task<IActionResult> OnPostReleaseAsync(CancellationToken ct) => ActAsync(May.DayWork, Chosen(), async () =>
    {
        await end.ReleaseAsync(Number, Serials, current.Change(EndVouchers.ReleaseAct), ct);
        Done(T["The days are called off; their vouchers can be put to other days."]);
        return Back();
    });

    public Task<IActionResult> OnPostCancelAsync(CancellationToken ct) => ActAsync(May.DayWork, null, async () =>
    {
        Done(T["{0} vouchers are given back; their money is credited.", show.Count(await end.CancelAsync(Reference, null, current.Change(EndVouchers.CancelAct), ct))]);
        return Back();
    });

    public Task<IActionResult> OnPostUploadAsync(CancellationToken ct) => ActAsync(May.DayWork, Upload is not { Length: > 0 } ? (nameof(Upload), T["Choose the file of days."]) : null, async () =>
    {
        await using var content = Upload?.OpenReadStream() ?? Stream.Null;
        var filed = await file.HandleAsync(Number, Scheme, content, Upload?.FileName ?? "days.csv", current.Change("daywork.file"), ct);
        Done(filed.AlreadyFiled ? T["This very file was sent before; nothing was done twice."] : T["The file is being read."]);
        return Redirect($"/runs/contributions/{filed.RunId}");
    });

    public Task<IActionResult> OnPostTakeBackAsync(CancellationToken ct) => ActAsync(May.CorrectDayWork, Serial.Trim().Length == 0 ? (nameof(Serial), T["Enter the code of the voucher."]) : null, async () =>
    {
        await takeBack.ProposeAsync(Serial.Trim().ToUpperInvariant(), current.Change(TakeDayBack.Act, Reason), ct);
        Done(T["It waits for a second person."]);
        return Back();
    });

    /// <inheritdoc />
    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private List<string> Numbers => [.. Workers.Split(['\n', '\r', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(n => string.Concat(n.Where(char.IsAsciiDigit))).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)];

    private (string Field, string Text)? Chosen() => Serials.Count == 0 ? ("", T["Choose at least one day."]) : null;

    private RedirectResult Back() => Redirect($"/day-work{Query}{(On is { } on ? $"&on={on:yyyy-MM-dd}" : "")}");

    private Task<IActionResult> ActAsync(string may, (string Field, string Text)? missing, Func<Task<IActionResult>> act) => TryAsync(async () =>
    {
        if (!await User.MayAsync(may, authorization))
        {
            return Forbid();
        }

        if (missing is { } wrong)
        {
            Refuse(wrong.Field, wrong.Text);
            await LoadAsync(HttpContext.RequestAborted);
            return Page();
        }

        return await act();
    });

    private async Task LoadAsync(CancellationToken ct)
    {
        var selling = await schemes.VoucherSchemesAsync(Today, ct);
        Schemes = [.. selling.Select(s => new Choice(s, s))];
        if (selling is [var only])
        {
            var rules = await schemes.ForMonthAsync(only, Month.Of(Today), ct);
            currency = rules.Currency;
            try
            {
                Terms = BuyVouchers.Terms(rules, Today);
            }
            catch (Refused)
            {
                Terms = null; // Buying says why.
            }
        }

        if (Number.Length == 0)
        {
            return;
        }

        Found = await find.EmployerAsync(Number, current.Actor, ct);
        Stand = await find.StandAsync(Found.EmployerId, Today, ct);
        Days = await find.DaysAsync(Found.EmployerId, On, MostShown, ct);
        Purchases = await find.PurchasesAsync(Found.EmployerId, 25, ct);
    }
}
