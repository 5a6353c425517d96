using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Kernel.Access;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Pages.Me;

/// <summary>The own record. Whose it is stands in the session, never in the address.</summary>
[Authorize(May.ReadOwn)]
public sealed class MyRecordModel(ReadPerson read, CurrentActor current, TimeProvider time) : PageModel
{
    public PersonRecord Record { get; private set; } = null!; // Read before the page is drawn.

    public DateOnly Today { get; } = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task OnGetAsync(CancellationToken ct) => Record = await read.HandleAsync(current.Actor.OwnNumber(), ct);
}
