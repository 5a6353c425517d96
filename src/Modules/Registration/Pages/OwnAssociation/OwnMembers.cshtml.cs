using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Registration.Associations;

namespace Spmis.Registration.Pages.OwnAssociation;

/// <summary>The members of the own association: to find, to page through, and to take out as a file.</summary>
[Authorize(May.OwnAssociation)]
public sealed class OwnMembersModel(ReadOwnAssociation read, CurrentActor current) : PageModel
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public string Q { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public bool Past { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public Association Own { get; private set; } = null!; // Read before the page is drawn.

    public int Count { get; private set; }

    public IReadOnlyList<AssociationMemberLine> Members { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Own = await read.HandleAsync(current.Actor, ct);
        Count = await read.CountAsync(Own, ct);
        var page = await read.MembersAsync(Own, Q, Past, After, PageRows + 1, ct);
        Members = [.. page.Take(PageRows)];
        Next = page.Count > PageRows ? $"{Members[^1].Id}" : null;
    }

    /// <summary>The same as CSV, all of them.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        var own = await read.HandleAsync(current.Actor, ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"{(Past ? "former-members" : "members")}-{own.Number}.csv\"";
        await read.WriteAsync(own, Q, Past, Response.Body, ct);
        return new EmptyResult();
    }
}
