using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Sessions;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>The own second factor: setting it up with key and picture, recovery codes, taking it away.</summary>
[Authorize(Policy = "account.second-factor")]
public sealed class SecondFactorPageModel(
    IdentityDb db, SecondFactor factor, EnrolSecondFactor enrol, RenewRecoveryCodes renew, RemoveSecondFactor remove, OpenSession sessions, CurrentActor current,
    IOptions<PortalOptions> portal, IStringLocalizer<IdentityTexts> T) : FormPage
{
    [BindProperty] public string Code { get; set; } = "";

    [BindProperty] public string Password { get; set; } = "";

    [BindProperty] public string Offer { get; set; } = "";

    public SpmisUser Account { get; private set; } = null!; // Loaded before the page is drawn.

    public bool IsRequired => factor.IsRequired(Account);

    /// <summary>Not where roles need one and there is no passkey either.</summary>
    public bool MayRemove => !IsRequired || Account.PasskeysSince is not null;

    public int CodesLeft { get; private set; }

    public string KeyText { get; private set; } = "";

    public string QrPath { get; private set; } = "";

    public int QrSize { get; private set; }

    /// <summary>Recovery codes just made, shown this once.</summary>
    public IReadOnlyList<string>? NewCodes { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    public Task<IActionResult> OnPostEnrolAsync(CancellationToken ct) => SetAsync(change => enrol.HandleAsync(
        new NewSecondFactor { UserId = AccountModel.IdOf(current), Password = Password, Offer = Offer, Code = Code }, change, ct), "users.enrol-second-factor", ct);

    public Task<IActionResult> OnPostCodesAsync(CancellationToken ct) => SetAsync(change => renew.HandleAsync(AccountModel.IdOf(current), Code, change, ct), "users.renew-recovery-codes", ct);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var change = current.Change("users.remove-second-factor");
        var user = await remove.HandleAsync(AccountModel.IdOf(current), Code, change, ct);
        await sessions.RenewAsync(HttpContext, user, change.Now, ct);
        Done(T["The second factor is taken away."]);
        return LocalRedirect("/account/second-factor");
    });

    protected override void Check()
    {
        if (string.IsNullOrWhiteSpace(Code))
        {
            Refuse(nameof(Code), T["Enter a code."]);
        }
    }

    protected override async Task OnRedisplayAsync()
    {
        var id = AccountModel.IdOf(current);
        Account = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, HttpContext.RequestAborted) ?? throw AccountModel.Unknown();
        CodesLeft = await db.RecoveryCodes.CountAsync(c => c.UserId == id && c.UsedAt == null, HttpContext.RequestAborted);
        if (Account.SecondFactorSince is null)
        {
            // A page shown again keeps the key: the app has it already.
            var key = factor.Offered(id, Offer) ?? RandomNumberGenerator.GetBytes(Totp.KeyBytes);
            ModelState.Remove(nameof(Offer));
            (Offer, KeyText) = (factor.Offer(id, key), string.Join(' ', Totp.Spell(key).Chunk(4).Select(c => new string(c))));
            (QrPath, QrSize) = QrPicture.Of(Totp.Address(portal.Value.Name, Account.UserName!, key)); // Every user has a name: the column says so.
        }
    }

    private Task<IActionResult> SetAsync(Func<Kernel.Acts.Change, Task<SecondFactorSet>> set, string act, CancellationToken ct)
    {
        FormKey = null; // The answer is this page, with codes that are nowhere else.
        return TryAsync(async () =>
        {
            var change = current.Change(act);
            var made = await set(change);
            await sessions.RenewAsync(HttpContext, made.User, OpenSession.AuthenticatedAtOf(User), ct);
            NewCodes = made.RecoveryCodes;
            return Page();
        });
    }
}
