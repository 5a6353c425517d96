using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Risks;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Risks;

/// <summary>Employers worth a look, with the reason.</summary>
[Authorize(Policy = May.ReadRisks)]
public sealed class IndexModel(DecideRisk find, StartRisks start, CurrentActor current, IAuthorizationService authorization, TimeProvider time, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const int PageRows = 25;

    [BindProperty(SupportsGet = true)]
    public RiskStatus Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    [BindProperty]
    public Month? Month { get; set; }

    public IReadOnlyList<Risk> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public string Words(Risk r) => RiskWords.Of(r, T, show);

    public Task OnGetAsync()
    {
        Month = Values.Month.Of(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).Add(-1);
        return OnRedisplayAsync();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.DecideRisks, authorization))
        {
            return Forbid();
        }

        await start.HandleAsync(null, Month ?? throw new Refused("risks.month", T["Enter the month, such as 2026-03"], nameof(Month)), current.Change("risks.look"), ct);
        Done(T["The returns of the month are being looked at."]);
        return Redirect("/risks");
    });

    protected override async Task OnRedisplayAsync()
    {
        var found = await find.ListAsync(Status, null, After, PageRows + 1, HttpContext.RequestAborted);
        Rows = [.. found.Take(PageRows)];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString(CultureInfo.InvariantCulture) : null;
    }
}

/// <summary>A risk in words.</summary>
internal static class RiskWords
{
    public static string Of(Risk r, IStringLocalizer<ContributionsTexts> words, Show show)
    {
        string Money(long minor) => show.Money(new Money(minor, Currency.Of(r.Currency)));
        return r.Kind switch
        {
            RiskKind.NotFiled => words["No return came; the last one had {0} workers", show.Count(r.Before)],
            RiskKind.WorkersDropped => words["{1} workers instead of {0} the month before", show.Count(r.Before), show.Count(r.Now)],
            RiskKind.WagesDropped => words["Wages of {1} a worker instead of {0} the month before", Money(r.Before), Money(r.Now)],
            _ => words["{1} of {0} workers have the lowest wage of the return", show.Count(r.Before), show.Count(r.Now)],
        };
    }
}
