using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Parts;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.Associations;

/// <summary>The meaning of states as colours.</summary>
internal static class MemberListTags
{
    public static TagKind Of(MemberListState state) => state switch
    {
        MemberListState.Paid => TagKind.Ok,
        MemberListState.Unpaid or MemberListState.PartPaid => TagKind.Wait,
        MemberListState.Reading => TagKind.Info,
        MemberListState.Empty => TagKind.Bad,
        _ => TagKind.Off,
    };
}

/// <summary>An association's member lists and the money held for it.</summary>
[Authorize(Policy = May.ReadMemberLists)]
[RequestSizeLimit(MaxFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
public sealed class ListsModel(FindMemberLists find, FileMemberList file, SchemeBook schemes, CurrentActor current, IAuthorizationService authorization, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const long MaxFile = 64L * 1024 * 1024;

    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty]
    public Month? Month { get; set; }

    /// <summary>The scheme; asked where several collect.</summary>
    [BindProperty]
    public string? Scheme { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    /// <summary>Read by somebody of the association itself.</summary>
    public bool IsOwn => current.Actor.Association is not null;

    public IReadOnlyList<Choice> Schemes { get; private set; } = [];

    public AssociationCopy Association { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<MemberList> Lists { get; private set; } = [];

    public IReadOnlyList<AssociationHeld> Held { get; private set; } = [];

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        if (!await User.MayAsync(May.FileMemberLists, authorization))
        {
            return Forbid();
        }

        if (Upload is null || Upload.Length == 0)
        {
            Refuse(nameof(Upload), T["Choose the file with the members"]);
            return Page();
        }

        await using var content = Upload.OpenReadStream();
        var filed = await file.HandleAsync(Number, Month, string.IsNullOrEmpty(Scheme) ? null : Scheme, content, Upload.FileName, current.Change("members.file"), ct);
        Done(filed.AlreadyFiled ? T["This very file was filed for this month before; this is that list."] : T["The list is being read."]);
        return Redirect($"/member-lists/{filed.PaymentReference}");
    });

    protected override void Check()
    {
        if (Month is null)
        {
            Refuse(nameof(Month), T["Enter the month, such as 2026-03"]);
        }
    }

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        Association = await find.AssociationAsync(Number, current.Actor, ct);
        Schemes = [.. (await schemes.CollectingAsync(ct)).Select(s => new Choice(s, s))];
        Lists = await find.ListAsync(Association.AssociationId, FindMemberLists.Most, ct);
        Held = await find.HeldAsync(Association.AssociationId, ct);
    }
}
