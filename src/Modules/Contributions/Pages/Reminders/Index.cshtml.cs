using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Reminders;

/// <summary>Open reminders, their list for sending, and the recording of formal notices.</summary>
[Authorize(Policy = May.ReadArrears)]
public sealed class IndexModel(FindReminders find, ServeNotice serve, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public ReminderKind Kind { get; set; } = ReminderKind.FormalNotice;

    [BindProperty]
    public string Bill { get; set; } = "";

    [BindProperty]
    public DateOnly? ServedOn { get; set; }

    [BindProperty]
    public string ServedHow { get; set; } = "";

    [BindProperty]
    public string ServedBy { get; set; } = "";

    [BindProperty]
    public string Proof { get; set; } = "";

    public IReadOnlyList<ReminderRow> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    /// <summary>All that are open.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = "attachment; filename=\"reminders.csv\"";
        await find.WriteAsync(null, Response.Body, ct);
        return new EmptyResult();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.PrepareArrears, authorization))
        {
            return Forbid();
        }

        var taken = await serve.HandleAsync(Kind, Digits.ToAscii(Bill).Trim(), ServedOn, ServedHow, ServedBy, Proof, current.Change("notices.serve"), ct);
        Done(taken.Proposal is null ? T["It is on record."] : taken.Proposal.Approved == true ? T["Done: for this amount the policy needs no second person."] : T["The debt has lapsed and would live again by this: it waits for a second person."]);
        return Redirect("/arrears/reminders");
    });

    /// <inheritdoc />
    protected override async Task OnRedisplayAsync()
    {
        var found = await find.ListAsync(null, After ?? 0, PageRows + 1, HttpContext.RequestAborted);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Reminder.Id.ToString(CultureInfo.InvariantCulture) : null;
    }
}
