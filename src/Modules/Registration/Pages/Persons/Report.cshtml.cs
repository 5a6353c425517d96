using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Registration.Facts;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages.Persons;

/// <summary>"What do you hold on me, who looked, and why": the answer to a person's request, composed of what each module holds. A module that does not answer is a visible gap.</summary>
[Authorize(May.ReportOnPersons)]
public sealed class ReportModel(ReadPerson read, ReadFacts facts, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    /// <summary>To be given to the person as a file.</summary>
    [BindProperty(SupportsGet = true)]
    public bool AsFile { get; set; }

    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public FurtherFacts Facts { get; private set; } = null!; // As above.

    public DateTime At { get; } = time.GetUtcNow().UtcDateTime;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Record = await read.HandleAsync(Number, ct);
        Facts = await facts.HandleAsync(Record.Person, true, ct); // It is the person's own.
        if (AsFile)
        {
            Response.Headers.ContentDisposition = $"attachment; filename=\"report-{Record.Person.Number}.html\"";
        }
    }
}
