using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Copies;

namespace Spmis.Payments.Payees;

/// <summary>A named payee with the names of the two persons.</summary>
/// <param name="BeneficiaryNumber">The person entitled.</param>
/// <param name="PayeeNumber">Null for an institution.</param>
/// <param name="PayeeName">The person's name or the institution's.</param>
public sealed record NamedPayeeShown(NamedPayee Payee, string? BeneficiaryNumber, string? BeneficiaryName, string? PayeeNumber, string PayeeName);

/// <summary>Named payees for people.</summary>
public sealed class PayeeFigures(PaymentsDb db)
{
    /// <summary>With their names, in the order given.</summary>
    public async Task<IReadOnlyList<NamedPayeeShown>> OfAsync(IReadOnlyList<NamedPayee> rows, CancellationToken ct)
    {
        var numbers = rows.Select(r => r.AwardNumber).Distinct().ToList();
        var entitled = numbers.Count == 0 ? [] : (await db.AwardCopies.AsNoTracking().Where(a => numbers.Contains(a.AwardNumber)).Select(a => new { a.AwardNumber, a.BeneficiaryId }).Distinct().ToListAsync(ct)).GroupBy(a => a.AwardNumber).ToDictionary(g => g.Key, g => g.First().BeneficiaryId);
        var ids = entitled.Values.Concat(rows.Select(r => r.PersonId).OfType<Guid>()).Distinct().ToList();
        var persons = ids.Count == 0 ? [] : await db.Payees.AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        return [.. rows.Select(r =>
        {
            var (of, to) = (Person(entitled.GetValueOrDefault(r.AwardNumber)), r.PersonId is { } id ? Person(id) : null);
            return new NamedPayeeShown(r, of?.RegistrationNumber, of?.Name, to?.RegistrationNumber, to?.Name ?? r.Name ?? "");
        })];

        PayeeCopy? Person(Guid id) => persons.GetValueOrDefault(id);
    }

    /// <summary>Those of a person's awards, and those by which the person receives for another, newest first.</summary>
    public async Task<IReadOnlyList<NamedPayeeShown>> OfPersonAsync(Guid person, int most, CancellationToken ct) => await OfAsync(
        await db.NamedPayees.AsNoTracking().Where(p => p.ToMonth == null || p.ToMonth >= p.FromMonth).Where(p => p.PersonId == person || db.AwardCopies.Any(a => a.BeneficiaryId == person && a.AwardNumber == p.AwardNumber)).OrderByDescending(p => p.ApprovedAt).ThenByDescending(p => p.Id).Take(most).ToListAsync(ct), ct);
}
