using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Employers;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Employers;

[Authorize(May.RegisterEmployers)]
public sealed class RegisterModel(RegisterEmployer register, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string LegalForm { get; set; } = "";

    [BindProperty]
    public string Activity { get; set; } = "";

    [BindProperty]
    public string Area { get; set; } = "";

    [BindProperty]
    public string District { get; set; } = "";

    [BindProperty]
    public string Phone { get; set; } = "";

    [BindProperty]
    public string Email { get; set; } = "";

    [BindProperty]
    public string Workers { get; set; } = "";

    public IEnumerable<Choice> Forms => Employer.LegalForms.Select(f => new Choice(f.Key, texts[f.Value.ToString()]));

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        int? workers = null;
        if (!string.IsNullOrWhiteSpace(Workers))
        {
            if (int.TryParse(Workers, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                workers = count;
            }
            else
            {
                Refuse(nameof(Workers), texts["Write a whole number, or leave the field empty."]);
                return Page();
            }
        }

        var employer = await register.HandleAsync(
            new NewEmployer
            {
                Name = Name, LegalForm = Employer.LegalForms.TryGetValue(LegalForm, out var form) ? form : null, Activity = Activity, Area = Area, District = District, Phone = Phone, Email = Email, Workers = workers,
            },
            actor.Change("employers.register"), ct);
        Done(texts["Registered under the number {0}.", employer.Number]);
        return Redirect($"/employers/{employer.Number}");
    });
}
