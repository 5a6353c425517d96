using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Payees;

namespace Spmis.Payments.Instructions;

/// <summary>The payments that are a person's: those the person receives, those of the person's awards that others receive, and those ordered for records that were merged into this one.</summary>
internal static class PersonPayments
{
    /// <summary>Named payees looked at.</summary>
    public const int MostNamed = 20;

    /// <summary>Them, in no order yet.</summary>
    /// <param name="db">The module's database.</param>
    /// <param name="person">The person.</param>
    /// <param name="number">The registration number.</param>
    /// <param name="named">Who receives for this person, and for whom this person receives.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<IQueryable<Instruction>> OfAsync(PaymentsDb db, Guid person, string number, IEnumerable<NamedPayeeShown> named, CancellationToken ct)
    {
        var awards = named.Where(n => n.BeneficiaryNumber == number).Select(n => n.Payee.AwardNumber).Distinct().ToList(); // Of these awards others receive the money.
        HashSet<Guid> records = [person];
        for (List<Guid> survivors = [person]; survivors.Count > 0;)
        {
            var next = await db.Merges.AsNoTracking().Where(m => !m.Undone && survivors.Contains(m.SurvivorId)).Select(m => m.MergedId).ToListAsync(ct);
            survivors = [.. next.Where(records.Add)];
        }

        var all = records.ToList();
        return db.Instructions.AsNoTracking().Where(i => all.Contains(i.PayeeId) || awards.Contains(i.AwardNumber));
    }
}
