using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Changes;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Changes;

[Authorize(May.CorrectPersons)]
public sealed class ConfirmModel(ReadPerson read, Recertify recertify, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public string Evidence { get; set; } = "";

    [BindProperty]
    public DateOnly? DueOn { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public async Task OnGetAsync(CancellationToken ct) => await read.HandleAsync(Number, ct); // Refuses an unknown number.

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await recertify.ConfirmAsync(Number, actor.Change("recertifications.confirm", evidence: Evidence), ct);
        Done(texts["The details are confirmed."]);
        return Redirect($"/persons/{Number}");
    });

    public Task<IActionResult> OnPostDueAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (DueOn is not { } on)
        {
            Refuse(nameof(DueOn), texts["Enter the day."]);
            return Page();
        }

        await recertify.SetAsync(Number, on, actor.Change("recertifications.set", Reason), ct);
        Done(texts["The day is set."]);
        return Redirect($"/persons/{Number}");
    });
}
