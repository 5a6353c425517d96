using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Proposals;
using Spmis.Payments.FinancialAddresses;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Payments.Pages.Addresses;

/// <summary>Where money goes: addresses that cool off or are objected to, or all of one person; and the choice of another for a scheme.</summary>
[Authorize(Policy = "payments.read")]
public sealed class IndexModel(
    PaymentsDb db, AddressFigures figures, ChooseAddress choose, EndChoice end, RestoreAddress restore, VerifyAddress verify, ObjectToAddress objectTo, SettleObjection settle, CoolingOff cooling, PersonsShown shown, CurrentActor current,
    IAuthorizationService authorization, TimeProvider time, IStringLocalizer<PaymentsTexts> T) : FormPage
{
    private const int PageRows = 25;

    /// <summary>Registration number; empty for all that wait.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    /// <summary>The last row of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public string PersonNumber { get; set; } = "";

    [BindProperty]
    public string Scheme { get; set; } = "";

    [BindProperty]
    public AddressKind Kind { get; set; }

    [BindProperty]
    public string Agency { get; set; } = "";

    [BindProperty]
    public string Account { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public string Evidence { get; set; } = "";

    public IEnumerable<Choice> Kinds => Enum.GetValues<AddressKind>().Select(k => new Choice(k.ToString(), T[$"address:{k}"]));

    public int CoolingDays => cooling.Days;

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public IReadOnlyList<AddressShown> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<Proposal> Waiting { get; private set; } = [];

    public async Task OnGetAsync()
    {
        PersonNumber = Person ?? "";
        await OnRedisplayAsync();
    }

    /// <summary>Whom to tell of a change that cools off, by letter or telephone.</summary>
    public async Task<IActionResult> OnGetNoticesAsync(CancellationToken ct)
    {
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"address-changes-{Now:yyyyMMdd}.csv\"";
        await using var csv = await CsvOutput.StartAsync(Response.Body, ["registration_number", "name", "scheme", "agency_before", "account_before", "agency", "account", "since", "paid_from"], ct);
        for (var last = 0L; ;)
        {
            var slice = await figures.Open(Now).Where(a => a.ObjectedAt == null && a.Id > last).OrderBy(a => a.Id).Take(1000).ToListAsync(ct);
            if (slice.Count == 0)
            {
                break;
            }

            last = slice[^1].Id;
            var told = await figures.OfAsync(slice, ct);
            await shown.RecordAsync(told.Select(s => s.Number));
            foreach (var s in told)
            {
                await csv.RowAsync(ct, s.Number, s.Name, s.Address.Scheme, s.Before?.Agency, s.Before?.Masked, s.Address.Agency, s.Address.Masked, s.Address.FromAt, s.Address.PayableFrom);
            }
        }

        return new EmptyResult();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync("payments.propose-addresses", async () =>
    {
        await choose.ProposeAsync(
            new NewAddress { PersonNumber = PersonNumber, Scheme = Scheme, Kind = Kind, Agency = Agency, Account = Account, Reason = Reason, Evidence = Evidence }, current.Change("payments.propose-address", Reason, Evidence), ct);
        return T["It waits for a second person."];
    });

    public Task<IActionResult> OnPostObjectAsync([FromForm] long id, [FromForm(Name = "reason")] string? why, CancellationToken ct) => TryAsync("payments.propose-addresses", async () =>
    {
        await objectTo.HandleAsync(id, null, current.Change("payments.object-address", why), ct);
        return T["Nothing is sent there until it is settled."];
    });

    public Task<IActionResult> OnPostVerifyAsync([FromForm] long id, [FromForm(Name = "evidence")] string? proof, CancellationToken ct) => TryAsync("payments.propose-addresses", async () =>
    {
        var address = await db.FinancialAddresses.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.CurrentOf != null, ct) ?? throw new Refused("address.unknown", "There is no such address in use.");
        await verify.HandleAsync(address.PersonId, address.Scheme, current.Change("payments.verify-address", evidence: proof?.Trim()), ct);
        return T["The financial address is verified."];
    });

    public Task<IActionResult> OnPostSettleAsync([FromForm] long id, [FromForm] bool keep, [FromForm(Name = "evidence")] string? proof, CancellationToken ct) => TryAsync("payments.addresses", async () =>
    {
        await settle.HandleAsync(id, keep, current.Change(SettleObjection.Act, evidence: proof?.Trim()), ct);
        return keep ? T["The financial address is verified."] : T["It was taken back; the address before it is in use."];
    });

    public Task<IActionResult> OnPostEndAsync([FromForm] long id, [FromForm(Name = "reason")] string? why, CancellationToken ct) => TryAsync("payments.propose-addresses", async () =>
    {
        await end.ProposeAsync(id, current.Change("payments.propose-address", why), ct);
        return T["It waits for a second person."];
    });

    public Task<IActionResult> OnPostRestoreAsync([FromForm] long id, [FromForm(Name = "reason")] string? why, [FromForm(Name = "evidence")] string? proof, CancellationToken ct) => TryAsync("payments.propose-addresses", async () =>
    {
        await restore.ProposeAsync(id, current.Change("payments.propose-address", why?.Trim(), proof?.Trim()), ct);
        return T["It waits for a second person."];
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var before = After ?? long.MaxValue;
        var number = Person?.Trim() ?? "";
        var person = number.Length == 0 ? null : await db.Payees.AsNoTracking().Where(p => p.RegistrationNumber == number).OrderBy(p => p.PersonId).Select(p => (Guid?)p.PersonId).FirstOrDefaultAsync(ct);
        var rows = number.Length == 0 ? figures.Open(Now) : figures.OfPerson(person ?? Guid.Empty);
        var found = await rows.Where(a => a.Id < before).OrderByDescending(a => a.Id).Take(PageRows + 1).ToListAsync(ct);
        Rows = await figures.OfAsync([.. found.Take(PageRows)], ct);
        shown.Add(Rows.Select(r => r.Number ?? ""));
        Next = found.Count > PageRows ? Rows[^1].Address.Id.ToString(CultureInfo.InvariantCulture) : null;
        Waiting = await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && (p.Act == ChooseAddress.Act || p.Act == EndChoice.Act || p.Act == RestoreAddress.Act)).OrderBy(p => p.Id).Take(20).ToListAsync(ct);
    }

    private Task<IActionResult> TryAsync(string permission, Func<Task<string>> act) => TryAsync(async () =>
    {
        if (!await User.MayAsync(permission, authorization))
        {
            return Forbid();
        }

        Done(await act());
        return RedirectToPage(new { Person });
    });
}
