using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Spmis.Identity.Offices;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.History;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Identity.Pages.Offices;

/// <summary>One office, or a new one: name, place in the tree, reach, closing, history.</summary>
[Authorize(Policy = "offices.read")]
public sealed class OfficePageModel(IdentityDb db, OfficeTree tree, ChangeOffices act, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<IdentityTexts> t) : FormPage
{
    private const int HistoryShown = 15;
    private const string NewCode = "new";

    /// <summary>Of the address; <c>new</c> for an office to be opened.</summary>
    [BindProperty(SupportsGet = true)] public string Code { get; set; } = "";

    [BindProperty] public string OfficeCode { get; set; } = "";

    [BindProperty] public string OfficeName { get; set; } = "";

    [BindProperty] public string Parent { get; set; } = "";

    [BindProperty] public string Reach { get; set; } = "";

    [BindProperty] public string Reason { get; set; } = "";

    [BindProperty] public long Version { get; set; }

    public Office? Office { get; private set; }

    public bool MayManage { get; private set; }

    public IReadOnlyList<string> Below { get; private set; } = [];

    public IReadOnlyList<Choice> ParentChoices { get; private set; } = [];

    public IReadOnlyList<HistoryRow> History { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        await OnRedisplayAsync();
        if (Office is null && !MayManage)
        {
            return Forbid();
        }

        Fill();
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => ManageAsync(async () =>
    {
        if (Reach is not ("areas" or "nation"))
        {
            Refuse(nameof(Reach), t["Choose what its people see."]);
            return Page();
        }

        var isNew = Code == NewCode;
        var input = new OfficeInput { Code = isNew ? OfficeCode : Code, Name = OfficeName, Parent = Parent, Nation = Reach == "nation" };
        await (isNew ? act.OpenAsync(input, ChangeOf("offices.open"), ct) : act.ChangeAsync(input, Version, ChangeOf("offices.change"), ct));
        Done(isNew ? t["The office is open."] : t["Saved. It takes effect at once."]);
        return LocalRedirect("/offices");
    });

    public Task<IActionResult> OnPostCloseAsync(CancellationToken ct) => ManageAsync(async () =>
    {
        await act.CloseAsync(Code, Version, ChangeOf("offices.close"), ct);
        Done(t["The office is closed."]);
        return LocalRedirect("/offices");
    });

    protected override async Task OnRedisplayAsync()
    {
        var ct = HttpContext.RequestAborted;
        var all = await tree.AllAsync(ct);
        Office = Code == NewCode ? null : all.FirstOrDefault(o => o.Code == Code) ?? throw new Refused("office.unknown", $"There is no office {Code}.");
        MayManage = await User.MayAsync("offices.manage", authorization) && Office is not { ClosedOn: not null };
        Below = Office is null ? [] : OfficeTree.Below(all, Office.Code);
        ParentChoices = [.. all.Where(o => o.ClosedOn is null && !Below.Contains(o.Code)).OrderBy(o => o.Name, StringComparer.Ordinal).Select(o => new Choice(o.Code, $"{o.Name} ({o.Code})"))];
        History = await db.History.AsNoTracking().Where(h => h.Entity == nameof(Office) && h.Subject == Code).OrderByDescending(h => h.Seq).Take(HistoryShown).ToListAsync(ct);
    }

    private void Fill() => (OfficeName, Parent, Reach, Version) = (Office?.Name ?? "", Office?.ParentCode ?? "", Office is null ? "areas" : Office.Nation ? "nation" : "areas", Office?.Version ?? 0);

    private Change ChangeOf(string act) => current.Change(act, string.IsNullOrWhiteSpace(Reason) ? null : Reason.Trim());

    private async Task<IActionResult> ManageAsync(Func<Task<IActionResult>> work) => await User.MayAsync("offices.manage", authorization) ? await TryAsync(async () =>
    {
        try
        {
            return await work();
        }
        catch (Refused refused) when (refused.Field is "code" or "name")
        {
            throw new Refused(refused.Code, refused.Message, refused.Field == "code" ? nameof(OfficeCode) : nameof(OfficeName));
        }
    }) : Forbid();
}
