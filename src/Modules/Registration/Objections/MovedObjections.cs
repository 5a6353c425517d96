using Microsoft.EntityFrameworkCore;

namespace Spmis.Registration.Objections;

/// <summary>Objections of records that are made one, or two again. Where both records object to one use, both are answered; the second one has a key of its own.</summary>
internal sealed class MovedObjections
{
    private readonly List<Objection> all;

    private MovedObjections(List<Objection> all) => this.all = all;

    /// <summary>The objections of these persons, wherever they are.</summary>
    public static async Task<MovedObjections> OfAsync(RegistrationDb db, IReadOnlyList<Guid> persons, CancellationToken ct) =>
        new(await db.Objections.IgnoreQueryFilters().Where(o => persons.Contains(o.PersonId)).OrderBy(o => o.Id).ToListAsync(ct)); // A merge that was approved holds across offices.

    /// <summary>Gives the merged record's to the survivor.</summary>
    /// <returns>Which.</returns>
    public IReadOnlyList<Guid> Move(Guid survivor, Guid merged)
    {
        var moved = all.Where(o => o.PersonId == merged).ToList();
        moved.ForEach(o => Give(o, survivor));
        return [.. moved.Select(o => o.Id)];
    }

    /// <summary>Gives them back; what came in while the two were one stays with the survivor.</summary>
    public static async Task BackAsync(RegistrationDb db, IReadOnlyList<Guid> moved, Guid survivor, Guid merged, CancellationToken ct)
    {
        if (moved.Count == 0)
        {
            return;
        }

        var objections = await OfAsync(db, [survivor, merged], ct);
        objections.all.Where(o => moved.Contains(o.Id)).ToList().ForEach(o => objections.Give(o, merged));
    }

    private void Give(Objection objection, Guid to)
    {
        var key = Objection.KeyOf(to, objection.Purpose);
        var taken = all.Any(o => o.OpenKey == key);
        (objection.PersonId, objection.Version) = (to, objection.Version + 1);
        objection.OpenKey = objection.OpenKey is null ? null : taken ? Objection.KeyOf(objection.Id, objection.Purpose) : key;
    }
}
