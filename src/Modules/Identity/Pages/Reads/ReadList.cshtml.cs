using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Identity.Reads;
using Spmis.Kernel.Access;
using Spmis.Kernel.Files;

namespace Spmis.Identity.Pages.Reads;

/// <summary>The auditor's question: who looked at this person, and at whom did this user look.</summary>
[Authorize(Policy = "reads.read")]
public sealed class ReadListModel(IdentityDb db, PersonsShown shown, CurrentActor current) : PageModel
{
    private const int Rows = 50;

    [BindProperty(SupportsGet = true)] public string? Person { get; set; }

    [BindProperty(SupportsGet = true)] public string? Actor { get; set; }

    /// <summary>Only looks at records that were restricted that day.</summary>
    [BindProperty(SupportsGet = true)] public bool Restricted { get; set; }

    [BindProperty(SupportsGet = true)] public DateOnly? FirstDay { get; set; }

    [BindProperty(SupportsGet = true)] public DateOnly? LastDay { get; set; }

    [BindProperty(SupportsGet = true)] public long? After { get; set; }

    public IReadOnlyList<PersonRead> Reads { get; private set; } = [];

    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var rows = Matching();
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

    /// <summary>The same as a file, all that matches, the newest first. The history says that it was taken out, and with which filter; who asks about one person looks at that person.</summary>
    public async Task<IActionResult> OnGetCsvAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            await OnGetAsync(ct); // The page says at which field.
            return Page();
        }

        var (change, person) = (current.Change("reads.export"), Digits(Person));
        db.RecordBulk(change, nameof(PersonRead), person.Length > 0 ? person : "csv", new { Actor, FirstDay, LastDay, Restricted });
        await db.SaveAsync(change, ct);
        await shown.RecordAsync(person.Length > 0 && await Matching().AnyAsync(ct) ? [person] : Array.Empty<string>());
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"reads-{change.Now:yyyyMMdd-HHmmss}.csv\"";
        await using var csv = await CsvOutput.StartAsync(Response.Body, ["at", "number", "actor_id", "actor", "office", "person", "purpose", "place"], ct);
        await foreach (var read in Matching().OrderByDescending(r => r.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            await csv.RowAsync(ct, read.At, read.Id, read.ActorId, read.ActorName, read.Office, read.Person, read.Purpose, read.Place);
        }

        return new EmptyResult();
    }

    private IQueryable<PersonRead> Matching()
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

        if (FirstDay?.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) is { } from)
        {
            rows = rows.Where(r => r.At >= from);
        }

        if (LastDay?.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc) is { } to)
        {
            rows = rows.Where(r => r.At <= to);
        }

        return rows;
    }

    internal static string Digits(string? text) => new([.. (text ?? "").Where(char.IsAsciiDigit)]);
}
