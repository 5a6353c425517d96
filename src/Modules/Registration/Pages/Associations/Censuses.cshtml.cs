using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Associations;
using Spmis.Web.Forms;
using Spmis.Web.Parts;

namespace Spmis.Registration.Pages.Associations;

/// <summary>How the pages print censuses.</summary>
public static class CensusText
{
    /// <summary>The colour of the state.</summary>
    public static TagKind Tag(Census c, DateOnly today) => c.State switch
    {
        "Settled" => TagKind.Ok,
        "Withdrawn" => TagKind.Off,
        "List awaited" when c.DueOn < today => TagKind.Bad,
        "List awaited" or "Compared" => TagKind.Wait,
        _ => TagKind.Info,
    };
}

/// <summary>Which tab of an association is shown.</summary>
public sealed record AssociationTabs(string Number, string Here);

[Authorize(May.ReadAssociations)]
public sealed class CensusesModel(ReadAssociation read, TakeCensus take, CurrentActor actor, IAuthorizationService authorization, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public DateOnly? ReferenceDay { get; set; }

    [BindProperty]
    public DateOnly? DueOn { get; set; }

    public Association Association { get; private set; } = null!; // Read before the page is drawn.

    public IReadOnlyList<Census> All { get; private set; } = [];

    public DateOnly Today => actor.Change("censuses.read").Today;

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!(await authorization.AuthorizeAsync(User, May.KeepAssociations)).Succeeded)
        {
            throw new Refused("access.forbidden", texts["You may not take a census."]);
        }

        var id = await take.OpenAsync(Number, ReferenceDay, DueOn, actor.Change("censuses.open"), ct);
        Done(texts["The census is open; send the list when it is here."]);
        return Redirect($"/associations/{Number}/censuses/{id}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        Association = await read.HandleAsync(Number, ct);
        All = await take.AllAsync(Association.Id, ct);
    }
}
