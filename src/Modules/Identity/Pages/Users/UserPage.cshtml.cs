using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Identity.Accounts;
using Spmis.Identity.Outside;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.SignIn;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Kernel.History;
using Spmis.Web.Shell;

namespace Spmis.Identity.Pages.Users;

/// <summary>One account: roles and scope, closing it, a new password, its history.</summary>
[Authorize(Policy = "users.read")]
public sealed class UserPageModel(
    IdentityDb db, ChangeUser changeUser, CloseUser close, ReopenUser reopen, ResetPassword reset, ResetSecondFactor resetFactor, InviteUser invite, WithdrawInvitation withdraw, UnlinkOutside unlink, NameHolder holder, IOptions<SignInSettings> settings, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<IdentityTexts> t) : UserForm(t)
{
    private const int HistoryShown = 15;
    private bool checkFields;

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }

    [BindProperty] public string Version { get; set; } = "";

    /// <summary>Registration number of the person who holds the account.</summary>
    [BindProperty] public string Holder { get; set; } = "";

    /// <summary>Whether the account is one of the institution's people.</summary>
    public bool IsStaff => Person.Roles.Any(r => Roles.OfStaff.Contains(r.Role));

    public SpmisUser Person { get; private set; } = null!; // Loaded before the page is drawn.

    public bool MayManage { get; private set; }

    public IReadOnlyList<HistoryRow> History { get; private set; } = [];

    /// <summary>The password just given, shown this once.</summary>
    public FirstPassword? Given { get; private set; }

    /// <summary>The link just made, shown this once.</summary>
    public InvitationLink? Invited { get; private set; }

    /// <summary>Until when a link is open; null when none is.</summary>
    public DateTime? InvitedUntil { get; private set; }

    /// <summary>The account elsewhere that opens this one; null when none does.</summary>
    public OutsideLink? Linked { get; private set; }

    /// <summary>Where that is.</summary>
    public string Authority => settings.Value.Authority is { IsSet: true } authority && authority.Issuer == Linked?.Issuer ? authority.Shown : Linked?.Issuer ?? "";

    public async Task OnGetAsync()
    {
        await OnRedisplayAsync();
        Fill();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => ManageAsync(checkFields: true, async () =>
    {
        var input = new UserChange { Id = Id, Version = Version, DisplayName = DisplayName, Roles = RoleNames, Office = Office, Employer = Employer, Association = Association, Agency = Agency, PersonNumber = PersonNumber, Person = Staff };
        await changeUser.HandleAsync(input, current.Change("users.change"), ct);
        Done(T["Saved. It takes effect at once."]);
        return LocalRedirect($"/users/{Id}");
    });

    public Task<IActionResult> OnPostCloseAsync(CancellationToken ct) => ManageAsync(checkFields: false, async () =>
    {
        await close.HandleAsync(Id, current.Change("users.close"), ct);
        Done(T["The account is closed; its sessions have ended."]);
        return LocalRedirect($"/users/{Id}");
    });

    public Task<IActionResult> OnPostResetAsync(CancellationToken ct) => ManageAsync(checkFields: false, async () =>
    {
        Given = await reset.HandleAsync(Id, current.Change("users.reset-password"), ct);
        return await ShownOnceAsync();
    });

    public Task<IActionResult> OnPostFactorAsync(CancellationToken ct) => ManageAsync(checkFields: false, async () =>
    {
        await resetFactor.HandleAsync(Id, current.Change("users.reset-second-factor"), ct);
        Done(T["The second factor is taken away. The person signs in with the password and sets up a new one."]);
        return LocalRedirect($"/users/{Id}");
    });

    public Task<IActionResult> OnPostUnlinkAsync(CancellationToken ct) => ManageAsync(checkFields: false, async () =>
    {
        await unlink.HandleAsync(Id, current.Change("users.unlink-outside"), ct);
        Done(T["The link is taken away."]);
        return LocalRedirect($"/users/{Id}");
    });

    public Task<IActionResult> OnPostHolderAsync(CancellationToken ct) => ManageAsync(checkFields: false, async () =>
    {
        var waits = await holder.HandleAsync(Id, Holder, current.Change("users.holder"), ct);
        Done(waits is null ? T["Saved. It takes effect at once."] : T["It waits for a second person."]);
        return LocalRedirect($"/users/{Id}");
    });

    public Task<IActionResult> OnPostInviteAsync(CancellationToken ct) => ManageAsync(checkFields: false, async () =>
    {
        Invited = await invite.AgainAsync(Id, current.Change("users.invite"), ct);
        return await ShownOnceAsync();
    });

    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken ct) => ManageAsync(checkFields: false, async () =>
    {
        await withdraw.HandleAsync(Id, current.Change("users.withdraw-invitation"), ct);
        Done(T["The invitation is withdrawn."]);
        return LocalRedirect($"/users/{Id}");
    });

    public Task<IActionResult> OnPostReopenAsync(CancellationToken ct) => ManageAsync(checkFields: false, async () =>
    {
        Given = await reopen.HandleAsync(Id, current.Change("users.reopen"), ct);
        return await ShownOnceAsync();
    });

    protected override void Check()
    {
        if (checkFields)
        {
            base.Check();
        }
    }

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        Person = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == Id, ct) ?? throw new Kernel.Acts.Refused("user.unknown", "There is no such user.");
        MayManage = await User.MayAsync("users.manage", authorization);
        var now = current.Change("").Now;
        InvitedUntil = await db.Invitations.Where(i => i.UserId == Id && i.EndedAt == null && i.ExpiresAt > now).MaxAsync(i => (DateTime?)i.ExpiresAt, ct);
        Linked = await db.OutsideLinks.AsNoTracking().Where(l => l.UserId == Id).OrderByDescending(l => l.Id).FirstOrDefaultAsync(ct);
        var subject = Id.ToString();
        History = await db.History.AsNoTracking().Where(h => h.Entity == nameof(SpmisUser) && h.Subject == subject).OrderByDescending(h => h.Seq).Take(HistoryShown).ToListAsync(ct);
        Holder = Request.Method == HttpMethods.Post && Holder.Length > 0 ? Holder : Person.Holder ?? "";
        if (!checkFields && Request.Method == HttpMethods.Post)
        {
            Fill(); // The form beside was not sent: it shows what is saved.
        }
    }

    private void Fill()
    {
        (DisplayName, RoleNames, Version) = (Person.DisplayName, [.. Person.Roles.Select(r => r.Role)], Person.ConcurrencyStamp ?? "");
        (Office, Employer, Agency) = (Person.Office ?? "", Person.Employer ?? "", Person.Agency ?? "");
        (Staff, PersonNumber, Association) = (Person.Person ?? "", Person.PersonNumber ?? "", Person.Association ?? "");
    }

    private async Task<IActionResult> ManageAsync(bool checkFields, Func<Task<IActionResult>> act)
    {
        this.checkFields = checkFields;
        return await User.MayAsync("users.manage", authorization) ? await ActAsync(act) : Forbid();
    }

    private async Task<IActionResult> ShownOnceAsync()
    {
        await OnRedisplayAsync();
        return Page(); // No redirect: the password is nowhere but in this answer.
    }
}
