using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Record;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Access;

namespace Spmis.Contributions.Pages.Me;

/// <summary>The own months. Whose they are stands in the session, never in the address.</summary>
public abstract class MyContributionsPage(ReadRecord read, FindReminders reminders, CurrentActor current) : PageModel
{
    public PersonRecord Record { get; private set; } = null!; // Loaded before the page is drawn.

    public IReadOnlyList<Reminder> Reminders { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Record = await read.HandleAsync(current.Actor.OwnNumber(), ct);
        Reminders = await reminders.OfPersonAsync(Record.PersonId, ct);
    }
}

/// <summary>The page.</summary>
[Authorize(Policy = May.ReadOwn)]
public sealed class MyContributionsModel(ReadRecord read, FindReminders reminders, CurrentActor current) : MyContributionsPage(read, reminders, current);

/// <summary>The part of the report.</summary>
[Authorize(Policy = May.ReadOwn)]
public sealed class MyContributionsFragmentModel(ReadRecord read, FindReminders reminders, CurrentActor current) : MyContributionsPage(read, reminders, current);
