using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Reads;
using Spmis.Kernel.Access;

namespace Spmis.Identity.Pages.Reads;

/// <summary>The auditor's question: who looked at this person, and at whom did this user look.</summary>
[Authorize(Policy = "reads.read")]
public sealed class ReadListModel(IdentityDb db, PersonsShown shown) : PageModel
{
    private const int Rows = 50;

    [BindProperty(SupportsGet = true)] public string? Person { get; set; }

    [BindProperty(SupportsGet = true)] public string? Actor { get; set; }

    /// <summary>Only looks at records that were restricted that day.</summary>
    [BindProperty(SupportsGet = true)] public bool Restricted { get; set; }

    [BindProperty(SupportsGet = true)] public long? After { get; set; }

    public IReadOnlyList<PersonRead> Reads { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var rows = db.Reads.AsNoTracking();
        if (Digits(Person) is { Length: > 0 } person)
        {
            rows = rows.Where(r => r.Person == person);
        }

        if (Actor?.Trim() is { Length: > 0 } actor)
        {
            rows = rows.Where(r => r.ActorId == actor || r.ActorName == actor);
        }

        if (Restricted)
        {
            rows = rows.Where(r => r.Restricted);
        }

        if (After is { } before)
        {
            rows = rows.Where(r => r.Id < before);
        }

        var found = await rows.OrderByDescending(r => r.Id).Take(Rows + 1).ToListAsync(ct);
        Reads = [.. found.Take(Rows)];
        if (Digits(Person) is { Length: > 0 } asked)
        {
            // Who asks about one person looks at that person. The list of all does not record itself: it shows numbers only, and would bury what it lists under its own entries.
            shown.Add(Reads.Where(r => r.Person == asked).Select(r => r.Person));
        }

        Next = found.Count > Rows ? found[Rows - 1].Id.ToString(CultureInfo.InvariantCulture) : null;
    }

    internal static string Digits(string? text) => new([.. (text ?? "").Where(char.IsAsciiDigit)]);
}
