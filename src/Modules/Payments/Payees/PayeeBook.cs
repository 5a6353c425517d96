using Microsoft.EntityFrameworkCore;
using Spmis.Payments.Copies;
using Spmis.Values;

namespace Spmis.Payments.Payees;

/// <summary>A share of a month, or what is not shared out (part 0), as an award of its amount to its payee.</summary>
internal sealed record PartDue(int Part, AwardCopy Award);

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

    /// <summary>The award as it is paid for a month: in shares, if it is shared out, and the rest to its payee, or the named one. The parts make the whole.</summary>
    public IReadOnlyList<PartDue> For(AwardCopy award, Month month)
    {
        if (!Knows(award.AwardNumber))
        {
            return [new(0, award)];
        }

        var covering = named[award.AwardNumber].Where(p => p.Covers(month)).OrderBy(p => p.Part).ToList();
        var shares = covering.Where(p => p.Part > 0).Select(p => new PartDue(p.Part, award.PaidTo(p.PayeeId, p.ShareOf(award.MonthlyMinor)))).ToList();
        var rest = award.MonthlyMinor - shares.Sum(s => s.Award.MonthlyMinor);
        var payee = covering.Find(p => p.Part == 0)?.PayeeId ?? award.PayeeId;
        return [new(0, award.PaidTo(payee, rest)), .. shares];
    }

    /// <summary>Whether an award has, or had, a named payee.</summary>
    public bool Knows(string awardNumber) => named.Contains(awardNumber);
}
