using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Contributions.Associations;
using Spmis.Kernel.Access;
using Spmis.Values;
using Spmis.Web.Forms;
using Spmis.Web.Shell;

namespace Spmis.Contributions.Pages.OwnAssociation;

/// <summary>What the own association has to pay for its members, under which references, and the file with the members of a month.</summary>
[Authorize(Policy = May.OwnMemberLists)]
[RequestSizeLimit(MaxFile)]
[RequestFormLimits(MultipartBodyLengthLimit = MaxFile)]
public sealed class PaymentsModel(ReadAssociationDues dues, FindMemberLists find, FileMemberList file, CurrentActor current, TimeProvider time, Show show, IStringLocalizer<ContributionsTexts> T) : FormPage
{
    private const long MaxFile = 64L * 1024 * 1024;
    private const int Latest = 25;

    [BindProperty]
    public Month? Month { get; set; }

    [BindProperty]
    public string Scheme { get; set; } = "";

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public AssociationCopy Own { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<AssociationDue> Dues { get; private set; } = [];

    public IReadOnlyList<MemberList> Lists { get; private set; } = [];

    public IReadOnlyList<AssociationHeld> Held { get; private set; } = [];

    public IReadOnlyList<string> Schemes { get; private set; } = [];

    public IEnumerable<Choice> SchemeChoices => Schemes.Select(s => new Choice(s, s));

    public DateOnly Today { get; } = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public string Money(long minor, string currency) => show.Money(new Money(minor, Currency.Of(currency)));

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        var own = current.Actor.OwnAssociation();
        if (Upload is null || Upload.Length == 0)
        {
            Refuse(nameof(Upload), T["Choose the file with the members"]);
            return Page();
        }

        await using var content = Upload.OpenReadStream();
        var filed = await file.HandleAsync(own, Month, Scheme, content, Upload.FileName, current.Change("members.file"), ct);
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
        Own = await dues.OwnAsync(current.Actor, ct);
        Dues = await dues.DuesAsync(Own.AssociationId, ct);
        Lists = await find.ListAsync(Own.AssociationId, Latest, ct);
        Held = await find.HeldAsync(Own.AssociationId, ct);
        Schemes = await dues.SchemesAsync(ct);
    }
}
