using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Objections;
using Spmis.Registration.Pages.Facts;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Objections;

/// <summary>What an objection says, at the desk and in the own account.</summary>
public abstract class ObjectionForm(IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty]
    public string Purpose { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public IEnumerable<Choice> Purposes => Objection.Purposes.Select(p => new Choice(p, FactText.Purpose(p, texts)));
}

[Authorize(May.RecordFacts)]
public sealed class FileModel(ReadPerson read, FileObjection file, ObjectionTerm term, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : ObjectionForm(texts)
{
    private readonly IStringLocalizer words = texts;

    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public DateOnly? ReceivedOn { get; set; }

    [BindProperty]
    public string Evidence { get; set; } = "";

    public int Days => term.Days;

    public async Task OnGetAsync(CancellationToken ct)
    {
        await read.HandleAsync(Number, ct); // Refuses an unknown number.
        ReceivedOn = actor.Change("objections.file").Today;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (ReceivedOn is not { } on)
        {
            Refuse(nameof(ReceivedOn), words["Enter the day."]);
            return Page();
        }

        var id = await file.HandleAsync(Number, Purpose, on, actor.Change("objections.file", Reason, Evidence), ct);
        Done(words["It is recorded."]);
        return Redirect($"/objections/{id}");
    });
}
