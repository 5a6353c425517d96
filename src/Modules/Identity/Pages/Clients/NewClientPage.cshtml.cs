using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Clients;
using Spmis.Identity.Tokens;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.Clients;

/// <summary>Registers a program.</summary>
[Authorize(Policy = "clients.manage")]
public sealed class NewClientPageModel(RegisterClient register, CurrentActor current, IStringLocalizer<IdentityTexts> T) : FormPage
{
    [BindProperty] public string Name { get; set; } = "";

    [BindProperty] public List<string> Scopes { get; set; } = [];

    [BindProperty] public string Acts { get; set; } = "";

    [BindProperty] public List<string> RoleNames { get; set; } = [];

    [BindProperty] public string Office { get; set; } = "";

    [BindProperty] public string Employer { get; set; } = "";

    [BindProperty] public string Agency { get; set; } = "";

    [BindProperty] public string RedirectUris { get; set; } = "";

    public IEnumerable<Choice> RoleChoices => Roles.ForUsers.Where(r => r is not (Roles.Person or Roles.Association)).Select(r => new Choice(r, T[r].Value)); // No program is a person of the register, or an association: theirs act for the people of it.

    public IEnumerable<Choice> ScopeChoices => ApiScopes.All.Select(s => new Choice(s, T[s].Value));

    /// <summary>What was registered, with the secret that is shown this once.</summary>
    public ClientSecret? Made { get; private set; }

    private string[] ActNames => Acts.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private string[] Addresses => RedirectUris.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        try
        {
            var input = new NewClient { Name = Name, Roles = RoleNames, Scopes = [.. Scopes.Concat(ActNames).Distinct()], Office = Office, Employer = Employer, Agency = Agency, RedirectUris = Addresses };
            Made = await register.HandleAsync(input, current.Change("clients.register"), ct);
        }
        catch (Refused refused) when (refused.Field == "roles")
        {
            throw new Refused(refused.Code, refused.Message, nameof(RoleNames));
        }

        return Page(); // No redirect: the secret is nowhere but in this answer.
    });

    protected override void Check()
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            Refuse(nameof(Name), T["Enter a name that tells what the program is for."]);
        }

        if (Scopes.Count == 0 && ActNames.Length == 0)
        {
            Refuse(nameof(Scopes), T["Choose at least one module, or name single acts."]);
        }

        if (RoleNames.Count == 0 && Addresses.Length == 0)
        {
            Refuse(nameof(RoleNames), T["Choose at least one role."]);
        }
    }
}
