using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Registration.Duplicates;

namespace Spmis.Registration.Associations;

/// <summary>Spells of membership when records are merged and when a merge is undone.</summary>
internal sealed class MemberSpells
{
    private const int MostInMessage = 1_000;
    private readonly List<AssociationMember> spells;
    private readonly HashSet<AssociationMember> changed = [];

    private MemberSpells(List<AssociationMember> spells) => this.spells = spells;

    /// <summary>The spells of these persons, tracked.</summary>
    public static async Task<MemberSpells> OfAsync(RegistrationDb db, List<Guid> persons, CancellationToken ct) => new(await db.AssociationMembers.Where(m => persons.Contains(m.PersonId)).ToListAsync(ct));

    /// <summary>What the merged record has goes to the survivor; where both are members the merged record's spell ends and stays with it.</summary>
    public (IReadOnlyList<Guid> Gone, IReadOnlyList<Guid> Ended) Move(Guid survivor, Guid merged, DateOnly today)
    {
        List<Guid> gone = [], ended = [];
        foreach (var spell in spells.Where(s => s.PersonId == merged).ToList())
        {
            if (spell.Until is null && spells.Any(s => s.PersonId == survivor && s.AssociationId == spell.AssociationId && s.Until is null))
            {
                spell.End(today, MemberEnd.Merge);
                ended.Add(spell.Id);
            }
            else
            {
                spell.GoOverTo(survivor);
                gone.Add(spell.Id);
            }

            changed.Add(spell);
        }

        return (gone, ended);
    }

    /// <summary>Tells the other modules what changed.</summary>
    public void Tell(RegistrationDb db) => Tell(db, changed);

    /// <summary>What a merge moved goes back, what it ended is open again.</summary>
    public static async Task BackAsync(RegistrationDb db, Moved moved, Guid merged, CancellationToken ct)
    {
        var back = await db.AssociationMembers.Where(m => moved.Associations.Contains(m.Id)).ToListAsync(ct);
        back.ForEach(m => m.GoOverTo(merged));
        var open = await db.AssociationMembers.Where(m => moved.EndedAssociations.Contains(m.Id) && m.EndReason == MemberEnd.Merge).ToListAsync(ct);
        open.ForEach(m => m.Reopen());
        Tell(db, [.. back, .. open]);
    }

    private static void Tell(RegistrationDb db, IEnumerable<AssociationMember> told)
    {
        foreach (var page in told.Chunk(MostInMessage))
        {
            db.Publish(new AssociationMembersRecorded { Members = [.. page.Select(m => m.ToFacts())] });
        }
    }
}
