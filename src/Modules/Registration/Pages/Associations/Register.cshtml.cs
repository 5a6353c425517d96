using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;

namespace Spmis.Registration.Pages.Associations;

[Authorize(May.KeepAssociations)]
public sealed class RegisterModel(RegisterAssociation register, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : AssociationForm
{
    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var number = await register.HandleAsync(Told, actor.Change("associations.register"), ct);
        Done(texts["Registered under the number {0}.", number]);
        return Redirect($"/associations/{number}");
    });
}
