using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Persons;

[Authorize(May.CorrectPersons)]
public sealed class DeathModel(ReadPerson read, RecordDeath record, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public DateOnly? DiedOn { get; set; }

    [BindProperty]
    public string Evidence { get; set; } = "";

    public async Task OnGetAsync(CancellationToken ct) => await read.HandleAsync(Number, ct); // Refuses an unknown number.

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (DiedOn is not { } day)
        {
            Refuse(nameof(DiedOn), texts["Enter the date of death."]);
            return Page();
        }

        await record.HandleAsync(Number, day, actor.Change("persons.death", evidence: Evidence), ct);
        Done(texts["The death is recorded."]);
        return Redirect($"/persons/{Number}");
    });
}
