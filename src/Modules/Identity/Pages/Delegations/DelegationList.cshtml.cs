using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Delegations;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Identity.Pages.Delegations;

/// <summary>Roles lent by and to the person; who manages accounts, and the auditor, see everybody's.</summary>
[Authorize(Policy = "delegations.read")]
public sealed class DelegationListModel(IdentityDb db, GiveDelegation give, EndDelegation end, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<IdentityTexts> t) : FormPage
{
    private const int Most = 100;
    private bool giving;

    [BindProperty] public string Holder { get; set; } = "";

    [BindProperty] public List<string> RoleNames { get; set; } = [];

    [BindProperty] public DateOnly? FromDay { get; set; }

    [BindProperty] public DateOnly? ToDay { get; set; }

    [BindProperty] public string Reason { get; set; } = "";

    [BindProperty] public Guid Delegation { get; set; }

    public IReadOnlyList<Delegation> Delegations { get; private set; } = [];

    public IEnumerable<Choice> RoleChoices { get; private set; } = [];

    public bool MayGive { get; private set; }

    public bool All { get; private set; }

    public DateOnly Now => current.Change("delegations").Today;

    public Task OnGetAsync() => OnRedisplayAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        giving = true;
        return await User.MayAsync("delegations.give", authorization) && Guid.TryParse(current.Actor.Id, out var me) ? await TryAsync(async () =>
        {
            var input = new NewDelegation { GiverId = me, Holder = Holder, Roles = RoleNames, FromDay = FromDay ?? default, ToDay = ToDay ?? default, Reason = Reason };
            try
            {
                Done(await give.HandleAsync(input, current.Change(GiveDelegation.Act, Reason), ct) is null ? t["Lent. It takes effect on the first day."] : t["It waits for a second person."]);
            }
            catch (Refused refused) when (refused.Field == "roles")
            {
                throw new Refused(refused.Code, refused.Message, nameof(RoleNames));
            }

            return LocalRedirect("/delegations");
        }) : Forbid();
    }

    public Task<IActionResult> OnPostEndAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await end.HandleAsync(Delegation, await User.MayAsync("users.manage", authorization), current.Change("delegations.end"), ct);
        Done(t["Ended. It holds no longer."]);
        return LocalRedirect("/delegations");
    });

    protected override void Check()
    {
        if (giving && FromDay is null)
        {
            Refuse(nameof(FromDay), t["Enter the first day."]);
        }

        if (giving && ToDay is null)
        {
            Refuse(nameof(ToDay), t["Enter the last day."]);
        }
    }

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var me = Guid.TryParse(current.Actor.Id, out var id) ? id : Guid.Empty;
        All = await User.MayAsync("users.read", authorization);
        MayGive = await User.MayAsync("delegations.give", authorization) && current.Actor.Delegated.All(d => d.Role != Roles.Supervisor);
        RoleChoices = GiveDelegation.Lendable.Where(r => current.Actor.Roles.Contains(r) && current.Actor.Delegated.All(d => d.Role != r)).Select(r => new Choice(r, t[r].Value));
        var all = All;
        Delegations = await db.Delegations.AsNoTracking().Where(d => all || d.GiverId == me || d.HolderId == me).OrderByDescending(d => d.Id).Take(Most).ToListAsync(ct);
    }
}
