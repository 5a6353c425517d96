using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Copies;
using Spmis.Values;

namespace Spmis.Payments.Payees;

/// <summary>The named payees of a range of awards: one query whatever the range's size.</summary>
internal sealed class PayeeBook
{
    private readonly ILookup<string, NamedPayee> named;

    private PayeeBook(IReadOnlyList<NamedPayee> rows) => (named, Institutions) = (rows.ToLookup(p => p.AwardNumber), rows.Where(p => p.PersonId is null).ToDictionary(p => p.Id));

    /// <summary>No award of the range has one.</summary>
    public bool IsEmpty => named.Count == 0;

    /// <summary>Payees that are no persons of the registry.</summary>
    public IReadOnlyDictionary<Guid, NamedPayee> Institutions { get; }

    public static async Task<PayeeBook> ReadAsync(IQueryable<NamedPayee> rows, CancellationToken ct) => new(await rows.AsNoTracking().OrderBy(p => p.AwardNumber).ThenBy(p => p.Sequence).ToListAsync(ct));

    /// <summary>Of the awards after one number, up to another.</summary>
    public static IQueryable<NamedPayee> Of(PaymentsDb db, string after, string upTo) => db.NamedPayees.Where(p => string.Compare(p.AwardNumber, after) > 0 && string.Compare(p.AwardNumber, upTo) <= 0);

    /// <summary>The award as it is paid for a month: to its named payee, if one covers it.</summary>
    public AwardCopy For(AwardCopy award, Month month) => named[award.AwardNumber].FirstOrDefault(p => p.Covers(month)) is { } payee && payee.PayeeId != award.PayeeId ? award.PaidTo(payee.PayeeId) : award;

    /// <summary>Whether an award has, or had, a named payee.</summary>
    public bool Knows(string awardNumber) => named.Contains(awardNumber);
}
