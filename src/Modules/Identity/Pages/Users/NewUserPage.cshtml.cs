using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;

namespace Spmis.Identity.Pages.Users;

/// <summary>An account for a person.</summary>
[Authorize(Policy = "users.manage")]
public sealed class NewUserPageModel(CreateUser create, CurrentActor current, IStringLocalizer<IdentityTexts> t) : UserForm(t)
{
    [BindProperty] public string UserName { get; set; } = "";

    /// <summary>The account just made, with the password that is shown this once.</summary>
    public FirstPassword? Made { get; private set; }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => ActAsync(async () =>
    {
        var input = new NewUser { UserName = UserName, DisplayName = DisplayName, Roles = RoleNames, Office = Office, Employer = Employer, Agency = Agency, Person = Staff };
        Made = await create.HandleAsync(input, current.Change("users.create"), ct);
        return Page(); // No redirect: the password is nowhere but in this answer.
    });

    protected override void Check()
    {
        if (string.IsNullOrWhiteSpace(UserName))
        {
            Refuse(nameof(UserName), T["Enter a user name."]);
        }

        base.Check();
    }
}
