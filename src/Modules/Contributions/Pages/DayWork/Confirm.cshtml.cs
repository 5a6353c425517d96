using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.DayWork;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;

namespace Spmis.Contributions.Pages.DayWork;

/// <summary>Where the code on a voucher leads: the worker confirms the day with their own number. It shows nothing of the voucher, and says the same whether code or number is wrong.</summary>
[AllowAnonymous, EnableRateLimiting("sign-in")]
public sealed class ConfirmModel(ConfirmDays confirm, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Serial { get; set; } = "";

    [BindProperty]
    public string Number { get; set; } = "";

    public bool IsConfirmed { get; private set; }

    public void OnGet() => Response.Headers.CacheControl = "no-store";

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        FormKey = null; // The memory of a submit is kept by name, and nobody has one here.
        return TryAsync(async () =>
        {
            var change = new Change { Act = ConfirmDays.Act, Actor = new Actor("nobody", "The worker, with their number", []), Now = time.GetUtcNow().UtcDateTime };
            await confirm.OwnAsync(Serial.Trim().ToUpperInvariant(), string.Concat(Number.Where(char.IsAsciiDigit)), change, ct);
            IsConfirmed = true;
            return Page();
        });
    }

    protected override void Check()
    {
        if (!Number.Any(char.IsAsciiDigit))
        {
            Refuse(nameof(Number), T["Enter your registration number."]);
        }
    }
}
