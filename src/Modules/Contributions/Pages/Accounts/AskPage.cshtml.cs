using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Accounts;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;

namespace Spmis.Contributions.Pages.Accounts;

/// <summary>Where an employer or an association without an account asks for one, with a bill or a member list. The answer is the same, and takes as long, whatever was typed.</summary>
[AllowAnonymous, EnableRateLimiting("sign-in")]
public sealed class AskPageModel(AskForAccount ask, TimeProvider time, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    /// <summary>Longer than finding and keeping takes.</summary>
    private static readonly TimeSpan Takes = TimeSpan.FromMilliseconds(400);

    [BindProperty] public string EmployerNumber { get; set; } = "";

    [BindProperty] public string PaymentReference { get; set; } = "";

    [BindProperty] public string Name { get; set; } = "";

    [BindProperty] public string Phone { get; set; } = "";

    public bool IsAsked { get; private set; }

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        FormKey = null; // The memory of a submit is kept by name, and nobody has one here.
        return TryAsync(async () =>
        {
            var rest = Task.Delay(Takes, ct);
            var change = new Change { Act = "accounts.ask", Actor = new Actor("nobody", "Somebody not signed in", []), Now = time.GetUtcNow().UtcDateTime };
            await ask.HandleAsync(new NewAccountRequest { EmployerNumber = EmployerNumber, PaymentReference = PaymentReference, Name = Name, Phone = Phone, FromAddress = HttpContext.Connection.RemoteIpAddress?.ToString() }, change, ct);
            await rest;
            IsAsked = true;
            return Page();
        });
    }

    protected override void Check()
    {
        foreach (var (field, text, what) in new[] { (nameof(EmployerNumber), EmployerNumber, T["Enter the number of the employer."]), (nameof(PaymentReference), PaymentReference, T["Enter the payment reference of a bill."]), (nameof(Name), Name, T["Enter your name."]), (nameof(Phone), Phone, T["Enter your telephone number."]) })
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                Refuse(field, what);
            }
        }
    }
}
