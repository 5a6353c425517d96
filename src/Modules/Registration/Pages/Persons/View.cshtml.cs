using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Duplicates;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Persons;

[Authorize(May.ReadPersons)]
public sealed class ViewModel(ReadPerson read, ProposeUndo undo, CurrentActor actor, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public string Reason { get; set; } = "";

    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    /// <summary>Whether the reader may see sensitive facts.</summary>
    public bool Sensitive { get; private set; }

    /// <summary>Whether the reader may see photographs.</summary>
    public bool MaySeePhoto { get; private set; }

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostUndoAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!(await authorization.AuthorizeAsync(User, May.ReviewDuplicates)).Succeeded)
        {
            throw new Refused("access.forbidden", texts["You may not review duplicates."]);
        }

        var proposal = await undo.HandleAsync(Number, actor.Change("persons.undo-merge.propose", Reason), ct);
        Done(texts["It waits for a second person now."]);
        return Redirect($"/registration/proposals/{proposal.Id}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        Record = await read.ShownAsync(Number, ct);
        Sensitive = (await authorization.AuthorizeAsync(User, May.ReadSensitive)).Succeeded;
        MaySeePhoto = (await authorization.AuthorizeAsync(User, May.SeePhotos)).Succeeded;
    }
}
