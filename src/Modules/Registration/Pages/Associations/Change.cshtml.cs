using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;

namespace Spmis.Registration.Pages.Associations;

[Authorize(May.KeepAssociations)]
public sealed class ChangeModel(ReadAssociation read, ChangeAssociation act, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : AssociationForm
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public long Version { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public Association Association { get; private set; } = null!; // Read before the page is drawn.

    public async Task OnGetAsync(CancellationToken ct)
    {
        await OnRedisplayAsync();
        var a = Association;
        (Version, Name, Kind, Reference, District, Contact, Phone, Email) = (a.Version, a.Name, Association.WordOf(a.Kind), a.Reference ?? "", a.District ?? "", a.Contact ?? "", a.Phone ?? "", a.Email ?? "");
        Area = await read.AreaAsync(a, ct) ?? "";
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await act.HandleAsync(Number, Version, Told, actor.Change("associations.change", Reason), ct);
        Done(texts["The change is recorded."]);
        return Redirect(await read.IsSeenAsync(Number, ct) ? $"/associations/{Number}" : "/associations");
    });

    protected override async Task OnRedisplayAsync() => Association = await read.HandleAsync(Number, HttpContext.RequestAborted);
}
