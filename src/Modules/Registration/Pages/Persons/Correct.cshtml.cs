using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Persons;

[Authorize(May.CorrectPersons)]
[Authorize(May.SeeIdentifiers)] // The form holds them, to be sent back.
public sealed class CorrectModel(ReadPerson read, CorrectDetails correct, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage, IPersonFields
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public PersonForm Input { get; set; } = new();

    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public async Task OnGetAsync(CancellationToken ct)
    {
        var record = await read.HandleAsync(Number, ct);
        (Input, Version) = (PersonForm.Of(record), record.Person.Version);
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var person = Input.Read(Refuse);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        await correct.HandleAsync(Number, Version, person, actor.Change("persons.correct", Reason), ct);
        var seen = await read.IsSeenAsync(Number, ct);
        Done(seen ? texts["The details are corrected."] : texts["The details are corrected. The record belongs to another office now."]);
        return Redirect(seen ? $"/persons/{Number}" : "/persons");
    });
}
