using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.OwnAssociation;

/// <summary>A member of the own association, and the wish that the membership ends.</summary>
[Authorize(May.OwnAssociation)]
public sealed class OwnMemberModel(ReadOwnAssociation read, AskForMembership ask, CurrentActor current, IStringLocalizer<RegistrationTexts> texts) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string Reason { get; set; } = "";

    [BindProperty]
    public string Evidence { get; set; } = "";

    public Association Own { get; private set; } = null!; // Read before the page is drawn.

    public AssociationMemberLine Member { get; private set; } = null!; // As above.

    public IEnumerable<Choice> Reasons => AssociationMember.Ends.Select(r => new Choice(r.Key, texts[r.Value.ToString()]));

    public Task OnGetAsync(CancellationToken ct) => LoadAsync(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(async () =>
    {
        await ask.ToDismissAsync(Id, Until, Reason, current.Change("associations.ask", evidence: Evidence), ct);
        Done(texts["The office looks at it and answers here."]);
        return LocalRedirect("/association");
    });

    protected override Task OnRedisplayAsync() => LoadAsync(HttpContext.RequestAborted);

    private async Task LoadAsync(CancellationToken ct)
    {
        Own = await read.HandleAsync(current.Actor, ct);
        Member = await read.MemberAsync(Own, Id, ct);
    }
}
