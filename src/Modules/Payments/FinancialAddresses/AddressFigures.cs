using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Copies;

namespace Spmis.Payments.FinancialAddresses;

/// <summary>An address with its person, and the one whose place it took.</summary>
/// <param name="Before">The address in whose place it came, if there was one.</param>
public sealed record AddressShown(FinancialAddress Address, string? Number, string? Name, FinancialAddress? Before)
{
    /// <summary>in-use, cooling, objected, verified, withdrawn or ended, at a moment.</summary>
    public string StateAt(DateTime now) => Address.Withdrawn ? "withdrawn" : Address.CurrentOf is null ? "ended" : Address.ObjectedAt is not null ? "objected"
        : Address.VerifiedAt is not null ? "verified" : Address.IsCooling(now) ? "cooling" : "in-use";
}

/// <summary>Financial addresses for people.</summary>
public sealed class AddressFigures(PaymentsDb db)
{
    /// <summary>Addresses in use that are objected to or cool off at a moment, the newest first.</summary>
    public IQueryable<FinancialAddress> Open(DateTime now) =>
        db.FinancialAddresses.AsNoTracking().Where(a => a.CurrentOf != null && (a.ObjectedAt != null || (a.PayableFrom > now && a.VerifiedAt == null)));

    /// <summary>All addresses of a person there ever were.</summary>
    public IQueryable<FinancialAddress> OfPerson(Guid person) => db.FinancialAddresses.AsNoTracking().Where(a => a.PersonId == person);

    /// <summary>With names and the addresses before, in the order given; two queries whatever their number.</summary>
    /// <param name="rows">At most 1,000.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IReadOnlyList<AddressShown>> OfAsync(IReadOnlyList<FinancialAddress> rows, CancellationToken ct)
    {
        var persons = rows.Select(r => r.PersonId).Distinct().ToList();
        if (persons.Count == 0)
        {
            return [];
        }

        var payees = await db.Payees.AsNoTracking().Where(p => persons.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        var others = (await db.FinancialAddresses.AsNoTracking().Where(a => persons.Contains(a.PersonId) && (a.EndedAt != null || (a.CurrentOf != null && a.Scheme == FinancialAddress.Usual))).ToListAsync(ct)).ToLookup(a => a.PersonId);
        return [.. rows.Select(r => new AddressShown(r, payees.GetValueOrDefault(r.PersonId)?.RegistrationNumber, payees.GetValueOrDefault(r.PersonId)?.Name, Before(r, others[r.PersonId])))];
    }

    // The one that ended when it began; for the first of a scheme, the usual one.
    private static FinancialAddress? Before(FinancialAddress row, IEnumerable<FinancialAddress> others) => row.PayableFrom is null ? null
        : others.Where(a => a.Scheme == row.Scheme && a.EndedAt == row.FromAt).MaxBy(a => a.Id) ?? others.FirstOrDefault(a => a.CurrentOf is not null && a.Scheme != row.Scheme);
}
