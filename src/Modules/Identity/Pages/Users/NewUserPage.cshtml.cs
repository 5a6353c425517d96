using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Accounts;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;

namespace Spmis.Identity.Pages.Users;

/// <summary>An account for a person.</summary>
[Authorize(Policy = "users.manage")]
public sealed class NewUserPageModel(CreateUser create, InviteUser invite, CurrentActor current, IStringLocalizer<IdentityTexts> t) : UserForm(t)
{
    [BindProperty] public string UserName { get; set; } = "";

    [BindProperty] public string Holder { get; set; } = "";

    /// <summary>The account just made, with the password that is shown this once.</summary>
    public FirstPassword? Made { get; private set; }

    /// <summary>The link to the account just made, shown this once.</summary>
    public InvitationLink? Invited { get; private set; }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => ActAsync(async () =>
    {
        Made = await create.HandleAsync(Input(), current.Change("users.create"), ct);
        return Page(); // No redirect: the password is nowhere but in this answer.
    });

    public Task<IActionResult> OnPostInviteAsync(CancellationToken ct) => ActAsync(async () =>
    {
        Invited = await invite.HandleAsync(Input(), current.Change("users.invite"), ct);
        return Page(); // No redirect: the link is nowhere but in this answer.
    });

    private NewUser Input() => new() { UserName = UserName, DisplayName = DisplayName, Roles = RoleNames, Office = Office, Employer = Employer, Association = Association, Agency = Agency, PersonNumber = PersonNumber, Person = Staff, Holder = Holder };

    protected override void Check()
    {
        if (string.IsNullOrWhiteSpace(UserName))
        {
            Refuse(nameof(UserName), T["Enter a user name."]);
        }

        base.Check();
    }
}
