using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Reads;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Web.Fragments;

namespace Spmis.Identity.Pages.Reads;

/// <summary>The part of a person's access report that tells who looked.</summary>
[Authorize(Policy = "reads.report")]
public sealed class PersonFragmentModel(IdentityDb db, CurrentActor current, FragmentTicket ticket) : PageModel
{
    private const int Most = 200;

    [BindProperty(SupportsGet = true)] public string Number { get; set; } = "";

    public IReadOnlyList<PersonRead> Reads { get; private set; } = [];

    public bool More { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (current.Actor.Offices is not null && !ticket.IsOn(Request))
        {
            throw new Refused("person.unknown", $"There is no person {Number}.");
        }

        var person = ReadListModel.Digits(Number);
        var found = await db.Reads.AsNoTracking().Where(r => r.Person == person).OrderByDescending(r => r.Id).Take(Most + 1).ToListAsync(ct);
        (Reads, More) = ([.. found.Take(Most)], found.Count > Most);
    }
}
