using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Reads;
using Spmis.Kernel.Access;

namespace Spmis.Identity.Pages.Reads;

/// <summary>The part of a person's access report that tells who looked.</summary>
public abstract class WhoLookedPage(IdentityDb db) : PageModel
{
    private const int Most = 200;

    public IReadOnlyList<PersonRead> Reads { get; private set; } = [];

    public bool More { get; private set; }

    protected async Task LoadAsync(string number, bool ownToo, CancellationToken ct)
    {
        var person = ReadListModel.Digits(number);
        var found = await db.Reads.AsNoTracking().Where(r => r.Person == person && (ownToo || r.Purpose != "own")).OrderByDescending(r => r.Id).Take(Most + 1).ToListAsync(ct);
        (Reads, More) = ([.. found.Take(Most)], found.Count > Most);
    }
}

/// <summary>For an officer who gives the report.</summary>
[Authorize(Policy = "reads.report")]
public sealed class PersonFragmentModel(IdentityDb db) : WhoLookedPage(db)
{
    public Task OnGetAsync(string number, CancellationToken ct) => LoadAsync(number, ownToo: true, ct);
}

/// <summary>For the person.</summary>
[Authorize(Policy = "me.reads")]
public sealed class MyFragmentModel(IdentityDb db, CurrentActor current) : WhoLookedPage(db)
{
    public Task OnGetAsync(CancellationToken ct) => LoadAsync(current.Actor.OwnNumber(), ownToo: false, ct);
}
