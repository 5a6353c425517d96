using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Associations;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Associations;

/// <summary>A member list as a bill: what is to be paid under which reference, for whom, and what is paid.</summary>
[Authorize(Policy = May.ReadMemberLists)]
public sealed class ListModel(FindMemberLists find, FileMemberList file, CurrentActor current, IAuthorizationService authorization, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public long? After { get; set; }

    public MemberList One { get; private set; } = null!; // Loaded before the page is drawn.

    public AssociationCopy Association { get; private set; } = null!; // As above.

    public IReadOnlyList<MemberListLineShown> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>Read by somebody of the association itself, who opens no record of a person.</summary>
    public bool IsOwn => current.Actor.Association is not null;

    /// <summary>What was read may be looked at: by the office, and by the association when it filed the list itself.</summary>
    public bool ShowsRun { get; private set; }

    /// <summary>Reading was stopped or broke off.</summary>
    public bool BrokenOff { get; private set; }

    public string Money(long minor) => show.Money(new Money(minor, Currency.Of(One.Currency)));

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.FileMemberLists, authorization))
        {
            return Forbid();
        }

        await file.WithdrawAsync(Reference, current.Change("members.withdraw"), ct);
        Done(T["The list is withdrawn."]);
        return Redirect($"/member-lists/{Reference}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        (One, Association) = await find.ReadAsync(Reference, current.Actor, ct);
        BrokenOff = await find.BrokenOffAsync(One, ct);
        ShowsRun = await find.ShowsRunAsync(One, current.Actor, ct);
        var page = await find.LinesAsync(One.Id, After ?? 0, PageRows + 1, ct);
        Lines = [.. page.Take(PageRows)];
        Next = page.Count > PageRows ? $"{Lines[^1].Line}" : null;
    }
}
