using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Objections;

/// <summary>An objection with whose it is.</summary>
public sealed record ObjectionLine(Objection Objection, string Number, string Name);

/// <summary>Reads objections.</summary>
/// <param name="db">The register.</param>
/// <param name="shown">Told whose names are shown.</param>
public sealed class ReadObjections(RegistrationDb db, PersonsShown shown)
{
    /// <summary>The most lines of one list.</summary>
    public const int MostLines = 100;

    /// <summary>A list by the last day for the answer, the longest overdue first; those that are settled the latest first.</summary>
    /// <param name="open">Those that wait; else those that are settled.</param>
    /// <param name="after">Go on after this one.</param>
    /// <param name="limit">How many at most, up to 101.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<ObjectionLine>> HandleAsync(bool open, Guid? after, int limit, CancellationToken ct)
    {
        var all = db.Objections.AsNoTracking();
        var rows = open ? all.Where(o => o.OpenKey != null) : all.Where(o => o.OpenKey == null);
        if (after is { } key && await db.Objections.Where(o => o.Id == key).Select(o => (DateOnly?)o.DueOn).SingleOrDefaultAsync(ct) is { } due)
        {
            rows = open ? rows.Where(o => o.DueOn > due || (o.DueOn == due && o.Id.CompareTo(key) > 0)) : rows.Where(o => o.DueOn < due || (o.DueOn == due && o.Id.CompareTo(key) < 0));
        }

        rows = open ? rows.OrderBy(o => o.DueOn).ThenBy(o => o.Id) : rows.OrderByDescending(o => o.DueOn).ThenByDescending(o => o.Id);
        var found = await rows.Take(Math.Clamp(limit, 1, MostLines + 1)).ToListAsync(ct);
        var ids = found.Select(o => o.PersonId).Distinct().ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        shown.Add(persons.Values.Select(p => p.Number));
        return [.. found.Select(o => new ObjectionLine(o, persons[o.PersonId].Number, persons[o.PersonId].Name))];
    }

    /// <summary>One of them.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<ObjectionLine> OneAsync(Guid id, CancellationToken ct)
    {
        var found = await db.Objections.AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct) ?? throw new Refused("objection.unknown", "There is no such objection.");
        var person = await db.Persons.AsNoTracking().SingleAsync(p => p.Id == found.PersonId, ct);
        shown.Add(person.Number);
        return new ObjectionLine(found, person.Number, person.Name);
    }

    /// <summary>A person's objections, the latest first.</summary>
    /// <exception cref="Refused">There is no such person.</exception>
    public async Task<IReadOnlyList<Objection>> OfAsync(string number, CancellationToken ct)
    {
        var person = await db.FindPersonAsync(number, ct);
        shown.Add(person.Number);
        return await db.Objections.AsNoTracking().Where(o => o.PersonId == person.Id).OrderByDescending(o => o.RecordedAt).ThenByDescending(o => o.Id).Take(MostLines).ToListAsync(ct);
    }

    /// <summary>How many wait, and how many of them too long.</summary>
    public async Task<(int Open, int Overdue)> CountAsync(DateOnly today, CancellationToken ct)
    {
        var open = db.Objections.Where(o => o.OpenKey != null);
        return (await open.CountAsync(ct), await open.CountAsync(o => o.DueOn < today, ct));
    }
}
