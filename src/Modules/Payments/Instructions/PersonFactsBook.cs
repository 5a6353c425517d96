using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Agencies;
using Spmis.Payments.Copies;
using Spmis.Payments.FinancialAddresses;
using Spmis.Payments.Payees;
using Spmis.Values;

namespace Spmis.Payments.Instructions;

/// <summary>What holds are decided on, for the persons of a chunk: a handful of queries whatever the chunk's size.</summary>
public sealed class PersonFactsBook
{
    private readonly Dictionary<Guid, PayeeCopy> payees = [];
    private readonly Dictionary<(Guid Person, string Scheme), FinancialAddress> addresses = [];
    private readonly HashSet<Guid> merged = [];
    private readonly HashSet<Guid> duplicates = [];
    private readonly HashSet<(Guid Person, string Agency, string Account)> differing = [];
    private readonly Dictionary<string, AgencyInForce> agencies;
    private readonly IReadOnlyDictionary<Guid, NamedPayee> institutions;
    private readonly DateTime now;

    private PersonFactsBook(Dictionary<string, AgencyInForce> agencies, IReadOnlyDictionary<Guid, NamedPayee> institutions, DateTime now) => (this.agencies, this.institutions, this.now) = (agencies, institutions, now);

    /// <summary>Reads what is known of these persons.</summary>
    /// <param name="db">The database.</param>
    /// <param name="persons">The persons as a query, each once: the database joins them, which is far cheaper than sending it a thousand ids five times.</param>
    /// <param name="payees">Who is named as payee of their awards: institutions are no persons, and have their account with them.</param>
    /// <param name="now">The moment on which the facts are looked at.</param>
    /// <param name="ct">Stops it.</param>
    internal static async Task<PersonFactsBook> ReadAsync(PaymentsDb db, IQueryable<Guid> persons, PayeeBook payees, DateTime now, CancellationToken ct)
    {
        var book = new PersonFactsBook(await AgencyInForce.AllAsync(db, ct), payees.Institutions, now);
        await foreach (var payee in persons.Join(db.Payees.AsNoTracking(), id => id, p => p.PersonId, (_, p) => p).AsAsyncEnumerable().WithCancellation(ct))
        {
            book.payees[payee.PersonId] = payee;
        }

        await foreach (var address in persons.Join(db.FinancialAddresses.AsNoTracking(), id => (Guid?)id, a => a.CurrentOf, (_, a) => a).AsAsyncEnumerable().WithCancellation(ct))
        {
            book.addresses[(address.PersonId, address.Scheme)] = address;
        }

        // By the account, which may stand in another row by now.
        book.differing.UnionWith((await persons.Join(db.NameChecks.Where(c => c.Differs), id => id, c => c.PersonId, (_, c) => c.AddressId).Join(db.FinancialAddresses, id => id, a => a.Id, (_, a) => new { a.PersonId, a.Agency, a.Account }).ToListAsync(ct)).Select(a => (a.PersonId, a.Agency, a.Account)));
        // In one look over the persons, because there are few such.
        var marked = persons.Select(id => new
        {
            Id = id, Merged = db.Merges.Any(m => !m.Undone && m.MergedId == id),
            Duplicate = db.OpenDuplicates.Any(d => !d.Settled && d.PersonId == id) || db.OpenDuplicates.Any(d => !d.Settled && d.OtherPersonId == id),
        });
        foreach (var person in await marked.Where(m => m.Merged || m.Duplicate).ToListAsync(ct))
        {
            _ = person.Merged && book.merged.Add(person.Id);
            _ = person.Duplicate && book.duplicates.Add(person.Id);
        }

        return book;
    }

    /// <summary>The facts of one payment.</summary>
    public HoldFacts Facts(AwardCopy award, Month month)
    {
        var beneficiary = payees.GetValueOrDefault(award.BeneficiaryId);
        var institution = institutions.GetValueOrDefault(award.PayeeId);
        var address = institution is null ? addresses.GetValueOrDefault((award.PayeeId, award.Scheme)) ?? addresses.GetValueOrDefault((award.PayeeId, FinancialAddress.Usual)) : AddressOf(institution);
        return new()
        {
            Month = month, AmountMinor = award.MonthlyMinor, Currency = award.Currency, Award = award,
            Payee = institution is null ? payees.GetValueOrDefault(award.PayeeId) : AsPayee(institution, beneficiary), Beneficiary = beneficiary,
            AnyMerged = merged.Contains(award.PayeeId) || merged.Contains(award.BeneficiaryId),
            AnyDuplicate = duplicates.Contains(award.PayeeId) || duplicates.Contains(award.BeneficiaryId),
            Now = now, Address = address, NameDiffers = address is not null && differing.Contains((address.PersonId, address.Agency, address.Account)), Agency = address is null ? null : agencies.GetValueOrDefault(address.Agency),
        };
    }

    // Under the number of the person it cares for, by which it knows for whom the money is.
    private static PayeeCopy AsPayee(NamedPayee institution, PayeeCopy? beneficiary) => new() { PersonId = institution.Id, RegistrationNumber = beneficiary?.RegistrationNumber ?? "", Name = institution.Name ?? "", Version = 0 };

    private static FinancialAddress AddressOf(NamedPayee institution) => new() { PersonId = institution.Id, Agency = institution.Agency ?? "", Account = institution.Account ?? "", FromAt = institution.ApprovedAt, Source = NamePayee.Act };
}
