using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Record;

namespace Spmis.Contributions.Pages.Contributions;

/// <summary>A person's record month by month, as a page and as a part of another module's page.</summary>
public abstract class PersonRecordPage(ReadRecord read) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    public PersonRecord Record { get; private set; } = null!; // Loaded before the page is drawn.

    public async Task OnGetAsync(CancellationToken ct) => Record = await read.HandleAsync(Number, ct);
}

/// <summary>The page.</summary>
[Authorize(Policy = May.ReadRecord)]
public sealed class PersonModel(ReadRecord read) : PersonRecordPage(read);

/// <summary>The part.</summary>
[Authorize(Policy = May.ReadRecord)]
public sealed class PersonFragmentModel(ReadRecord read) : PersonRecordPage(read);
