using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Spmis.Kernel.Access;
using Spmis.Kernel.Proposals;
using Spmis.Registration.Associations;

namespace Spmis.Registration.Pages.OwnAssociation;

/// <summary>An association's own record, and what it asked the office for.</summary>
[Authorize(May.OwnAssociation)]
public sealed class OwnRecordModel(ReadOwnAssociation read, CurrentActor current, IStringLocalizer<RegistrationTexts> T) : PageModel
{
    public Association Own { get; private set; } = null!; // Read before the page is drawn.

    public int Count { get; private set; }

    public IReadOnlyList<Proposal> Requests { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Own = await read.HandleAsync(current.Actor, ct);
        Count = await read.CountAsync(Own, ct);
        Requests = await read.RequestsAsync(Own, ct);
    }

    /// <summary>What was asked, without what the office is shown.</summary>
    public string What(Proposal request) => request.Act == AdmitMember.Act ? T["Enrol {0}", PersonText.Number(request.Subject[(request.Subject.IndexOf(':', StringComparison.Ordinal) + 1)..])] : T["End a membership"];
}
