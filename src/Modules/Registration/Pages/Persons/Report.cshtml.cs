using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Registration.Facts;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages.Persons;

/// <summary>"What do you hold on me, who looked, and why": the answer to a person's request, composed of what each module holds. A module that does not answer is a visible gap.</summary>
public abstract class ReportPage(ReadPerson read, ReadFacts facts, TimeProvider time) : PageModel
{
    /// <summary>To be given to the person as a file.</summary>
    [BindProperty(SupportsGet = true)]
    public bool AsFile { get; set; }

    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public FurtherFacts Facts { get; private set; } = null!; // As above.

    /// <summary>Whether the reader may see sensitive facts; who may not gives the person a report with dots.</summary>
    public bool Sensitive { get; private set; }

    public DateTime At { get; } = time.GetUtcNow().UtcDateTime;

    protected async Task LoadAsync(string number, bool sensitive, CancellationToken ct)
    {
        Record = await read.HandleAsync(number, ct);
        Sensitive = sensitive;
        Facts = await facts.HandleAsync(Record.Person, Sensitive, ct);
        if (AsFile)
        {
            Response.Headers.ContentDisposition = $"attachment; filename=\"report-{Record.Person.Number}.html\"";
        }
    }
}

/// <summary>Given by an officer.</summary>
[Authorize(May.ReportOnPersons)]
public sealed class ReportModel(ReadPerson read, ReadFacts facts, IAuthorizationService authorization, TimeProvider time) : ReportPage(read, facts, time)
{
    public async Task OnGetAsync(string number, CancellationToken ct) => await LoadAsync(number, (await authorization.AuthorizeAsync(User, May.ReadSensitive)).Succeeded, ct);
}

/// <summary>Asked for by the person, in the own account: nothing of oneself is hidden from oneself.</summary>
[Authorize(May.ReadOwn)]
public sealed class MyReportModel(ReadPerson read, ReadFacts facts, CurrentActor current, TimeProvider time) : ReportPage(read, facts, time)
{
    public Task OnGetAsync(CancellationToken ct) => LoadAsync(current.Actor.OwnNumber(), sensitive: true, ct);
}
