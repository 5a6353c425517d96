using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Associations;

[Authorize(May.KeepAssociations)]
public sealed class EndMemberModel(ReadAssociation read, EnrolMember enrol, CurrentActor actor, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    public Association Association { get; private set; } = null!; // Read before the page is drawn.

    public AssociationMemberLine Member { get; private set; } = null!; // As above.

    public IEnumerable<Choice> Reasons => AssociationMember.Ends.Select(r => new Choice(r.Key, texts[r.Value.ToString()]));

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await enrol.EndAsync(Number, Id, Until, Reason, actor.Change("associations.end-membership"), ct);
        Done(texts["The membership has ended."]);
        return Redirect($"/associations/{Number}");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        Association = await read.HandleAsync(Number, ct);
        Member = await read.MemberAsync(Association.Id, Id, ct);
    }
}
