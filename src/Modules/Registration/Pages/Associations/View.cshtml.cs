using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using Spmis.Registration.Associations;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages.Associations;

[Authorize(May.ReadAssociations)]
public sealed class ViewModel(ReadAssociation read) : PageModel
{
    private const int PageRows = 50;

    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public bool Past { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public Association Association { get; private set; } = null!; // Read before the page is drawn.

    public int Count { get; private set; }

    public IReadOnlyList<AssociationMemberLine> Members { get; private set; } = [];

    /// <summary>Changes, closings and openings, the latest first.</summary>
    public IReadOnlyList<HistoryEntry> History { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        Association = await read.HandleAsync(Number, ct);
        Count = await read.CountAsync(Association.Id, ct);
        History = await read.HistoryAsync(Association, ct);
        var page = await read.MembersAsync(Association.Id, Past, After, PageRows + 1, ct);
        Members = [.. page.Take(PageRows)];
        Next = page.Count > PageRows ? $"{Members[^1].Id}" : null;
    }

    /// <summary>What happened, in words.</summary>
    public string What(HistoryEntry entry, IStringLocalizer T) => entry.Act switch
    {
        "associations.close" => T["Closed"],
        "associations.reopen" => T["Opened again"],
        "associations.change" => T["Details corrected"],
        "areas.rename" or "areas.merge" or "areas.split" or "areas.carry" => T["Area changed"],
        _ => entry.Act,
    };
}
