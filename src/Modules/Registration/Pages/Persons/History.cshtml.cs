using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages.Persons;

[Authorize(May.ReadPersons)]
public sealed class HistoryModel(ReadPerson read, ReadHistory history, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public IReadOnlyList<HistoryEntry> Entries { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Record = await read.ShownAsync(Number, ct);
        Entries = await history.HandleAsync(Record.Person, (await authorization.AuthorizeAsync(User, May.ReadSensitive)).Succeeded, ct);
    }

    /// <summary>What happened, in words.</summary>
    public string What(HistoryEntry entry) => entry.Act switch
    {
        "persons.register" => texts["Registered"],
        "persons.correct" => texts["Details corrected"],
        "persons.death" => texts["Death recorded"],
        "persons.merge" or "persons.merge-certain" or "duplicates.merge" => texts["Merged"],
        "persons.undo-merge" => texts["Merge undone"],
        "persons.change" => texts["Changed on request"],
        "photos.take" => texts["Photograph taken in"],
        "photos.remove" => texts["Photograph removed"],
        "cards.issue" => texts["Card issued"],
        "cards.replace" => texts["Card replaced"],
        "recertifications.confirm" => texts["Details confirmed"],
        "recertifications.set" => texts["Day to confirm set"],
        "identifiers.record" => texts["Number recorded"],
        "forms.answer" => texts["Questions answered"],
        "consents.give" => texts["Consent given"],
        "consents.withdraw" => texts["Consent withdrawn"],
        "persons.restrict" => texts["Record restricted"],
        "persons.lift-restriction" => texts["Restriction lifted"],
        "objections.file" => texts["Objection taken in"],
        "objections.decide" => texts["Objection answered"],
        "objections.withdraw" => texts["Objection taken back"],
        "areas.rename" or "areas.merge" or "areas.split" => texts["Area changed"],
        "households.found" => texts["Household founded"],
        _ => entry.Act,
    };

    /// <summary>The name of a field, in words.</summary>
    public string Field(string name) => texts[HistoryText.Field(name)];
}
