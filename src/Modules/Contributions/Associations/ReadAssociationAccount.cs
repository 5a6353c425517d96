using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Associations;

/// <summary>What happened to an association's money.</summary>
public enum AssociationLineKind
{
    /// <summary>A payment came in, or money held for nobody known was found to be the association's.</summary>
    Received,

    /// <summary>It was put to members of a list.</summary>
    PutToMembers,

    /// <summary>It was moved to another payer, by two people.</summary>
    Moved,

    /// <summary>It is to be paid back to the association.</summary>
    Refunded,

    /// <summary>The bank took a payment back.</summary>
    TakenBack,

    /// <summary>What had been put to members out of such a payment came back with it.</summary>
    MembersTakenBack,

    /// <summary>A refund that is not paid any more, because the payment itself was taken back; likewise money moved.</summary>
    GivenUp,
}

/// <summary>A line of an association's statement.</summary>
/// <param name="On">The day the money was booked, put or taken back.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Reference">The bank's reference, or the payment reference of the list.</param>
/// <param name="Members">How many members it went to; 0 where it is not about members.</param>
/// <param name="Amount">What it adds to the money held; negative for what went out.</param>
/// <param name="Held">What is held afterwards, in this currency.</param>
public sealed record AssociationLine(DateOnly On, AssociationLineKind Kind, string Reference, int Members, Money Amount, Money Held);

/// <summary>
/// An association's statement: what it paid, and where that went. Its balance is the money held for it, never a debt (decision 0015). Money put to members stands on the day it was booked, as in the ledger.
/// </summary>
/// <param name="db">The module's database.</param>
public sealed class ReadAssociationAccount(ContributionsDb db)
{
    /// <summary>Most payments of one statement; an association makes some in a month.</summary>
    public const int MostReceipts = 2_000;

    /// <summary>All lines of a year with the balance carried forward, by currency.</summary>
    /// <exception cref="Refused">The year is none, or there are more payments than a page shows.</exception>
    public async Task<IReadOnlyList<AssociationLine>> HandleAsync(Guid association, int year, CancellationToken ct)
    {
        if (year is < 1950 or > 2999)
        {
            throw new Refused("year.form", "Write the year with four digits, such as 2026.", "year");
        }

        var receipts = await db.Set<Receipt>().AsNoTracking().Where(r => r.AssociationId == association && r.PersonId == null).OrderBy(r => r.BookedOn).ThenBy(r => r.Id).Take(MostReceipts + 1)
            .Select(r => new { r.Id, r.BookedOn, r.Reference, r.AmountMinor, r.Currency, r.ReversedOn }).ToListAsync(ct);
        if (receipts.Count > MostReceipts)
        {
            throw new Refused("account.too-long", $"There are more than {MostReceipts} payments. Ask the office for the statement.");
        }

        var ids = receipts.ConvertAll(r => r.Id);
        List<(DateOnly On, AssociationLineKind Kind, string Reference, int Members, long Minor, string Currency)> lines = [];
        foreach (var r in receipts)
        {
            lines.Add((r.BookedOn, AssociationLineKind.Received, r.Reference, 0, r.AmountMinor, r.Currency));
            if (r.ReversedOn is { } back)
            {
                lines.Add((back, AssociationLineKind.TakenBack, r.Reference, 0, -r.AmountMinor, r.Currency));
            }
        }

        foreach (var part in ids.Chunk(MostReceipts / 4))
        {
            lines.AddRange(await PutAsync(part, receipts.ToDictionary(r => r.Id, r => r.BookedOn), ct));
            lines.AddRange(await OutAsync(part, ct));
        }

        Dictionary<string, long> held = [];
        List<AssociationLine> shown = [];
        foreach (var line in lines.OrderBy(l => l.On).ThenBy(l => l.Kind).ThenBy(l => l.Reference, StringComparer.Ordinal).Where(l => l.On.Year <= year))
        {
            held[line.Currency] = held.GetValueOrDefault(line.Currency) + line.Minor;
            if (line.On.Year == year)
            {
                var currency = Currency.Of(line.Currency);
                shown.Add(new AssociationLine(line.On, line.Kind, line.Reference, line.Members, new Money(line.Minor, currency), new Money(held[line.Currency], currency)));
            }
        }

        return shown;
    }

    /// <summary>What was put to members out of these payments, by list, and what of it came back.</summary>
    private async Task<List<(DateOnly On, AssociationLineKind Kind, string Reference, int Members, long Minor, string Currency)>> PutAsync(Guid[] receipts, Dictionary<Guid, DateOnly> booked, CancellationToken ct)
    {
        var moved =
            from p in db.Set<MemberPayment>().AsNoTracking()
            join r in db.Set<Receipt>() on p.ReceiptId equals r.Id
            where r.SourceReceiptId != null && receipts.Contains(r.SourceReceiptId.Value)
            join l in db.Set<MemberListLine>() on p.LineId equals l.Id
            join x in db.Set<MemberList>() on l.ListId equals x.Id
            select new { r.SourceReceiptId, x.PaymentReference, p.TakenBackOn, p.AmountMinor, r.Currency };
        var sums = await moved.GroupBy(m => new { m.SourceReceiptId, m.PaymentReference, m.TakenBackOn, m.Currency }).Select(g => new { g.Key, Members = g.Count(), Minor = g.Sum(m => m.AmountMinor) }).ToListAsync(ct);
        return
        [
            .. sums.Select(s => (booked[s.Key.SourceReceiptId ?? default], AssociationLineKind.PutToMembers, s.Key.PaymentReference, s.Members, -s.Minor, s.Key.Currency)),
            .. sums.Where(s => s.Key.TakenBackOn is not null).Select(s => (s.Key.TakenBackOn ?? default, AssociationLineKind.MembersTakenBack, s.Key.PaymentReference, s.Members, s.Minor, s.Key.Currency)),
        ];
    }

    /// <summary>What of these payments was refunded, or moved to other payers.</summary>
    private async Task<List<(DateOnly On, AssociationLineKind Kind, string Reference, int Members, long Minor, string Currency)>> OutAsync(Guid[] receipts, CancellationToken ct)
    {
        var refunds = await (from f in db.Set<Refund>().AsNoTracking() join r in db.Set<Receipt>() on f.ReceiptId equals r.Id where receipts.Contains(f.ReceiptId) select new { f.ApprovedAt, f.AmountMinor, f.CancelledOn, f.Currency, r.Reference }).ToListAsync(ct);
        var moved = await db.Set<Receipt>().IgnoreQueryFilters().AsNoTracking().Where(r => r.SourceReceiptId != null && receipts.Contains(r.SourceReceiptId.Value) && !db.Set<MemberPayment>().Any(p => p.ReceiptId == r.Id))
            .Select(r => new { r.BookedOn, r.AmountMinor, r.Currency, r.ReversedOn, Source = db.Set<Receipt>().Where(s => s.Id == r.SourceReceiptId).Select(s => s.Reference).First() }).ToListAsync(ct);
        return
        [
            .. refunds.Select(f => (DateOnly.FromDateTime(f.ApprovedAt), AssociationLineKind.Refunded, f.Reference, 0, -f.AmountMinor, f.Currency)),
            .. refunds.Where(f => f.CancelledOn is not null).Select(f => (f.CancelledOn ?? default, AssociationLineKind.GivenUp, f.Reference, 0, f.AmountMinor, f.Currency)),
            .. moved.Select(m => (m.BookedOn, AssociationLineKind.Moved, m.Source, 0, -m.AmountMinor, m.Currency)),
            .. moved.Where(m => m.ReversedOn is not null).Select(m => (m.ReversedOn ?? default, AssociationLineKind.GivenUp, m.Source, 0, m.AmountMinor, m.Currency)),
        ];
    }
}
