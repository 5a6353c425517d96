using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Drafts;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Returns;

/// <summary>Returns; an employer sees its own.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class IndexModel(FindReturns find, CurrentActor current) : PageModel
{
    private const int PageRows = 25;
    private IReadOnlyDictionary<Guid, Bill> bills = new Dictionary<Guid, Bill>();

    [BindProperty(SupportsGet = true)]
    public string Employer { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public bool Refused { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public bool OwnOnly => current.Actor.Employer is not null;

    public IReadOnlyList<Return> Rows { get; private set; } = [];

    public string? Next { get; private set; }

    public IReadOnlyList<ReturnDraft> Drafts { get; private set; } = [];

    public ReturnStanding StandingOf(Return r) => Standing.Of(r, bills.GetValueOrDefault(r.Id));

    public async Task OnGetAsync(CancellationToken ct)
    {
        var found = await find.ListAsync(current.Actor, Employer.Trim() is { Length: > 0 } number ? number : null, Refused, After, PageRows + 1, ct);
        Rows = [.. found.Take(PageRows)];
        bills = await find.BillsAsync(Rows, ct);
        Drafts = After is null ? await find.DraftsAsync(current.Actor, Employer.Trim() is { Length: > 0 } of ? of : null, ct) : [];
        Next = found.Count > PageRows ? Rows[^1].Id.ToString() : null;
    }
}
