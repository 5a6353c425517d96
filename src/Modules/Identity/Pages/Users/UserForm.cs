using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.Users;

/// <summary>The fields that a new user and a changed one share.</summary>
public abstract class UserForm(IStringLocalizer<IdentityTexts> t) : FormPage
{
    protected IStringLocalizer<IdentityTexts> T { get; } = t;

    [BindProperty] public string DisplayName { get; set; } = "";

    [BindProperty] public List<string> RoleNames { get; set; } = [];

    [BindProperty] public string Office { get; set; } = "";

    [BindProperty] public string Employer { get; set; } = "";

    [BindProperty] public string Association { get; set; } = "";

    [BindProperty] public string Agency { get; set; } = "";

    [BindProperty] public string PersonNumber { get; set; } = "";

    [BindProperty] public string Staff { get; set; } = "";

    public IEnumerable<Choice> RoleChoices => Roles.ForUsers.Select(r => new Choice(r, T[r].Value));

    protected override void Check()
    {
        if (string.IsNullOrWhiteSpace(DisplayName))
        {
            Refuse(nameof(DisplayName), T["Enter the person's name."]);
        }

        if (RoleNames.Count == 0)
        {
            Refuse(nameof(RoleNames), T["Choose at least one role."]);
        }
    }

    /// <summary>The act calls them roles; a property of that name would hide the list of all roles.</summary>
    protected async Task<IActionResult> ActAsync(Func<Task<IActionResult>> act) => await TryAsync(async () =>
    {
        try
        {
            return await act();
        }
        catch (Kernel.Acts.Refused refused) when (refused.Field == "roles")
        {
            throw new Kernel.Acts.Refused(refused.Code, refused.Message, nameof(RoleNames));
        }
    });
}
