using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Associations;

[Authorize(May.KeepAssociations)]
public sealed class RegisterModel(RegisterAssociation register, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string Kind { get; set; } = "";

    [BindProperty]
    public string Reference { get; set; } = "";

    [BindProperty]
    public string Area { get; set; } = "";

    [BindProperty]
    public string District { get; set; } = "";

    [BindProperty]
    public string Contact { get; set; } = "";

    [BindProperty]
    public string Phone { get; set; } = "";

    [BindProperty]
    public string Email { get; set; } = "";

    public IEnumerable<Choice> Kinds => Association.Kinds.Select(k => new Choice(k.Key, texts[k.Value.ToString()]));

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var number = await register.HandleAsync(
            new NewAssociation { Name = Name, Kind = Association.Kinds.TryGetValue(Kind, out var kind) ? kind : null, Reference = Reference, Area = Area, District = District, Contact = Contact, Phone = Phone, Email = Email },
            actor.Change("associations.register"), ct);
        Done(texts["Registered under the number {0}.", number]);
        return Redirect($"/associations/{number}");
    });
}
