using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Web.Home;
using Spmis.Web.Parts;

namespace Spmis.Identity.SignIn;

/// <summary>Reminds those who manage users or approve money that a password alone guards their account.</summary>
internal sealed class AccountTasks(IdentityDb db, IStringLocalizer<IdentityTexts> texts) : IHomeTasks
{
    public async Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        var matters = user.IsInRole(Roles.Administrator) || user.IsInRole(Roles.Supervisor);
        return matters && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) && await db.Users.AnyAsync(u => u.Id == id && u.SecondFactorSince == null && u.PasskeysSince == null, ct)
            ? [new HomeTask(texts["Protect your account with a second factor"], Gate.SecondFactorPath, texts["Recommended"], TagKind.Info, Order: 900)]
            : [];
    }
}
