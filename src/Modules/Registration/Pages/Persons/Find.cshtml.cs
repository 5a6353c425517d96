using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages.Persons;

[Authorize(May.ReadPersons)]
public sealed class FindModel(SearchPersons search) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<PersonLine>? Found { get; private set; }

    public async Task OnGetAsync(CancellationToken ct) => Found = string.IsNullOrWhiteSpace(Q) ? null : await search.HandleAsync(Q, SearchPersons.MostLines, ct);
}
