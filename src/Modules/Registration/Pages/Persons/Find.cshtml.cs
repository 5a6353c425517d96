using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Spmis.Kernel.Acts;
using Spmis.Registration.Persons;
using Spmis.Web.Forms;

namespace Spmis.Registration.Pages.Persons;

[Authorize(May.ReadPersons)]
public sealed class FindModel(SearchPersons search) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Area { get; set; }

    public IReadOnlyList<PersonLine>? Found { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        try
        {
            Found = string.IsNullOrWhiteSpace(Q) && string.IsNullOrWhiteSpace(Area) ? null : await search.HandleAsync(Q, SearchPersons.MostLines, ct, Area);
        }
        catch (Refused unknown) when (unknown.Field is not null)
        {
            Refuse(nameof(Area), unknown.Message); // The words asked for stay on the page, beside what is wrong with them.
        }
    }
}
