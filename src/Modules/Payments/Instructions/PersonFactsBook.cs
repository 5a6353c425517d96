using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Agencies;
using Spmis.Payments.Copies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Values;

namespace Spmis.Payments.Instructions;

/// <summary>What holds are decided on, for the persons of a chunk: a handful of queries whatever the chunk's size.</summary>
public sealed class PersonFactsBook
{
    private const int Slice = 1000; // SQL Server takes 2,100 parameters.

    private readonly Dictionary<Guid, PayeeCopy> payees = [];
    private readonly Dictionary<Guid, FinancialAddress> addresses = [];
    private readonly HashSet<Guid> merged = [];
    private readonly HashSet<Guid> duplicates = [];
    private readonly Dictionary<string, Agency> agencies;

    private PersonFactsBook(Dictionary<string, Agency> agencies) => this.agencies = agencies;

    /// <summary>Reads what is known of these persons.</summary>
    public static async Task<PersonFactsBook> ReadAsync(PaymentsDb db, IEnumerable<Guid> persons, CancellationToken ct)
    {
        var book = new PersonFactsBook(await db.Agencies.AsNoTracking().ToDictionaryAsync(a => a.Code, ct));
        foreach (var ids in persons.Distinct().Chunk(Slice))
        {
            await book.AddAsync(db, ids, ct);
        }

        return book;
    }

    /// <summary>The facts of one payment.</summary>
    public HoldFacts Facts(AwardCopy award, Month month)
    {
        var address = addresses.GetValueOrDefault(award.PayeeId);
        return new()
        {
            Month = month, AmountMinor = award.MonthlyMinor, Currency = award.Currency, Award = award,
            Payee = payees.GetValueOrDefault(award.PayeeId), Beneficiary = payees.GetValueOrDefault(award.BeneficiaryId),
            AnyMerged = merged.Contains(award.PayeeId) || merged.Contains(award.BeneficiaryId),
            AnyDuplicate = duplicates.Contains(award.PayeeId) || duplicates.Contains(award.BeneficiaryId),
            Address = address, Agency = address is null ? null : agencies.GetValueOrDefault(address.Agency),
        };
    }

    private async Task AddAsync(PaymentsDb db, Guid[] ids, CancellationToken ct)
    {
        foreach (var payee in await db.Payees.AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToListAsync(ct))
        {
            payees[payee.PersonId] = payee;
        }

        var current = ids.Select(id => (Guid?)id).ToList();
        foreach (var address in await db.FinancialAddresses.AsNoTracking().Where(a => current.Contains(a.CurrentOf)).ToListAsync(ct))
        {
            addresses[address.PersonId] = address;
        }

        merged.UnionWith(await db.Merges.AsNoTracking().Where(m => !m.Undone && ids.Contains(m.MergedId)).Select(m => m.MergedId).ToListAsync(ct));
        duplicates.UnionWith(await db.OpenDuplicates.AsNoTracking().Where(d => !d.Settled && ids.Contains(d.PersonId)).Select(d => d.PersonId).ToListAsync(ct));
        duplicates.UnionWith(await db.OpenDuplicates.AsNoTracking().Where(d => !d.Settled && ids.Contains(d.OtherPersonId)).Select(d => d.OtherPersonId).ToListAsync(ct));
    }
}
