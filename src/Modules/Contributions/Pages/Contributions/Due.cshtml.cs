using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Dues;
using Spmis.Contributions.Reminders;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Pages.Contributions;

/// <summary>All that is due of an employer, and its agreement on instalments.</summary>
[Authorize(Policy = May.ReadReturns)]
public sealed class DueModel(ListDues dues, FindArrears arrears, FindReminders reminders, CurrentActor current, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    public string Of => current.Actor.Employer is not { } own ? Number
        : Number.Length == 0 || Number == own ? own : throw new Refused("employer.unknown", "There is no such employer, or it is not yours.");

    public IReadOnlyList<DueItem> Items { get; private set; } = [];

    public IReadOnlyList<Reminder> Reminders { get; private set; } = [];

    public IReadOnlyList<AgreementStanding> Agreements { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        Agreements = (await arrears.ReadAsync(Of, today, ct)).Agreements;
        Reminders = await reminders.OfEmployerAsync(Of, ct);
        Items = await dues.HandleAsync(Of, today, ct);
    }
}
