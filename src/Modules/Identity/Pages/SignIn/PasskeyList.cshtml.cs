using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Passkeys;
using Spmis.Identity.SecondFactors;
using Spmis.Identity.Sessions;
using Spmis.Identity.Users;
using Spmis.Kernel.Access;
using Spmis.Web.Forms;

namespace Spmis.Identity.Pages.SignIn;

/// <summary>The own passkeys: adding one under a name, removing one, recovery codes. What is sent needs a proof of a moment ago.</summary>
[Authorize(Policy = "account.passkeys")]
public sealed class PasskeyListModel(
    IdentityDb db, RegisterPasskey register, RemovePasskey remove, RenewPasskeyCodes renew, PasskeyQuestions questions, OpenSession sessions, CurrentActor current, IStringLocalizer<IdentityTexts> T) : FormPage
{
    private bool adds;

    [BindProperty] public string Name { get; set; } = "";

    [BindProperty] public string Passkey { get; set; } = "";

    [BindProperty] public Guid Id { get; set; }

    public IReadOnlyList<Passkey> Passkeys { get; private set; } = [];

    public bool MayRenewCodes { get; private set; }

    public int CodesLeft { get; private set; }

    /// <summary>Recovery codes just made, shown this once.</summary>
    public IReadOnlyList<string>? NewCodes { get; private set; }

    public Task OnGetAsync() => OnRedisplayAsync();

    /// <summary>What the script hands to the browser.</summary>
    public async Task<IActionResult> OnGetQuestionAsync(bool again, CancellationToken ct)
    {
        var user = await db.UserAsync(AccountModel.IdOf(current), ct);
        return new JsonResult(again ? await questions.AskAsync(HttpContext, user) : await questions.AskForNewAsync(HttpContext, user));
    }

    public Task<IActionResult> OnPostAddAsync(CancellationToken ct)
    {
        adds = true;
        return SetAsync(change => register.HandleAsync(new NewPasskey { UserId = AccountModel.IdOf(current), Name = Name, Answer = new PasskeyAnswer(HttpContext, Passkey) }, change, ct), "passkeys.add", T["The passkey is added. Other sessions of yours have ended."], ct);
    }

    public Task<IActionResult> OnPostCodesAsync(CancellationToken ct) => SetAsync(change => renew.HandleAsync(AccountModel.IdOf(current), change, ct), "users.renew-recovery-codes", "", ct);

    public Task<IActionResult> OnPostRemoveAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var user = await remove.HandleAsync(AccountModel.IdOf(current), Id, current.Change("passkeys.remove"), ct);
        await sessions.RenewAsync(HttpContext, user, OpenSession.AuthenticatedAtOf(User), ct);
        Done(T["The passkey is removed. Remove it from the device as well."]);
        return LocalRedirect("/account/passkeys");
    });

    protected override void Check()
    {
        ModelState.Remove(nameof(Passkey)); // An empty answer is refused in the words of a wrong one.
        if (adds && string.IsNullOrWhiteSpace(Name))
        {
            Refuse(nameof(Name), T["Enter a name by which you know the device."]);
        }
    }

    protected override async Task OnRedisplayAsync()
    {
        var (id, ct) = (AccountModel.IdOf(current), HttpContext.RequestAborted);
        Passkeys = await db.Passkeys.AsNoTracking().Where(p => p.UserId == id).OrderBy(p => p.Id).Take(RegisterPasskey.Most).ToListAsync(ct);
        MayRenewCodes = await db.Users.AnyAsync(u => u.Id == id && u.PasskeysSince != null && u.SecondFactorSince == null, ct);
        CodesLeft = await db.RecoveryCodes.CountAsync(c => c.UserId == id && c.UsedAt == null, ct);
        (Passkey, _) = ("", ModelState.Remove(nameof(Passkey)));
    }

    private Task<IActionResult> SetAsync(Func<Kernel.Acts.Change, Task<SecondFactorSet>> set, string act, string done, CancellationToken ct)
    {
        FormKey = null; // The answer may be this page, with codes that are nowhere else.
        return TryAsync(async () =>
        {
            var made = await set(current.Change(act));
            await sessions.RenewAsync(HttpContext, made.User, OpenSession.AuthenticatedAtOf(User), ct);
            if (made.RecoveryCodes.Count == 0)
            {
                Done(done);
                return LocalRedirect("/account/passkeys");
            }

            NewCodes = made.RecoveryCodes;
            return Page();
        });
    }
}
