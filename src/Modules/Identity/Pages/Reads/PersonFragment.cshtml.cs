using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Reads;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Fragments;

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
public sealed class PersonFragmentModel(IdentityDb db, CurrentActor current, FragmentTicket ticket) : WhoLookedPage(db)
{
    /// <exception cref="Refused">Asked by itself by somebody who sees an office's persons only: whose person it is, the page knows that asks for this part.</exception>
    public Task OnGetAsync(string number, CancellationToken ct) => current.Actor.Offices is null || ticket.IsOn(Request)
        ? LoadAsync(number, ownToo: true, ct)
        : throw new Refused("person.unknown", $"There is no person {number}.");
}

/// <summary>For the person.</summary>
[Authorize(Policy = "me.reads")]
public sealed class MyFragmentModel(IdentityDb db, CurrentActor current) : WhoLookedPage(db)
{
    public Task OnGetAsync(CancellationToken ct) => LoadAsync(current.Actor.OwnNumber(), ownToo: false, ct);
}
