using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.OwnAssociation;

/// <summary>The own association asks that somebody becomes a member.</summary>
[Authorize(May.OwnAssociation)]
public sealed class OwnJoinModel(AskForMembership ask, CurrentActor current, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty]
    public string Person { get; set; } = "";

    [BindProperty]
    public string Name { get; set; } = "";

    [BindProperty]
    public string MemberNumber { get; set; } = "";

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public string Evidence { get; set; } = "";

    /// <exception cref="Kernel.Acts.Refused">The account belongs to no association.</exception>
    public void OnGet() => current.Actor.OwnAssociation();

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await ask.ToAdmitAsync(new WantedMember { Person = Person, Name = Name, MemberNumber = MemberNumber, From = From }, current.Change("associations.ask", evidence: Evidence), ct);
        Done(texts["The office looks at it and answers here."]);
        return LocalRedirect("/association");
    });
}
