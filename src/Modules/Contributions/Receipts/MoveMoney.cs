using Spmis.Contributions.Ledger;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Receipts;

/// <summary>Held money that goes to a month of a worker.</summary>
/// <param name="Source">Where it is held.</param>
/// <param name="Moved">The worker's receipt of it, booked in the month; a reversal of the source takes it back.</param>
/// <param name="Scheme">The scheme it counts in.</param>
internal sealed record MovedMoney(Receipt Source, Receipt Moved, string Scheme);

/// <summary>Moves held money to workers' months: taken from where it is held, a receipt for each part, counted as the worker's own contribution, and posted.</summary>
public sealed class MoveMoney(ContributionsDb db, HeldReceipt held, OwnContributions own)
{
    /// <summary>Writes all of it in the open transaction.</summary>
    /// <returns>What counts now; their years are to be counted anew with <see cref="OwnContributions.RecountAsync"/>.</returns>
    internal async Task<List<Contribution>> HandleAsync(IReadOnlyList<MovedMoney> parts, Change change, CancellationToken ct)
    {
        List<Contribution> contributions = [];
        foreach (var scheme in parts.GroupBy(p => p.Scheme))
        {
            contributions.AddRange(await own.OfAsync([.. scheme.Select(p => p.Moved)], scheme.Key, change, ct));
        }

        foreach (var source in parts.GroupBy(p => p.Source.Id))
        {
            await held.TakeAsync(source.First().Source, source.Sum(p => p.Moved.AmountMinor), ct);
        }

        await db.BulkInsertAsync([.. parts.Select(p => p.Moved)], ct);
        await db.BulkInsertAsync(contributions, ct);
        var book = new LedgerBook();
        var counted = contributions.ToDictionary(c => c.ReceiptId ?? default);
        foreach (var (source, moved, _) in parts)
        {
            Post(book, source, moved, counted.GetValueOrDefault(moved.Id), change);
        }

        await book.WriteAsync(db, ct);
        return contributions;
    }

    private static void Post(LedgerBook book, Receipt source, Receipt moved, Contribution? contribution, Change change)
    {
        List<Side> sides = [HeldReceipt.From(source, moved.AmountMinor)];
        if (contribution is not null)
        {
            sides.Add(Side.Credit(Account.ContributionIncome, moved.AllocatedMinor, moved.Currency) with { PersonId = moved.PersonId, Scheme = contribution.Scheme, Month = contribution.Month });
        }

        if (moved.HeldMinor > 0)
        {
            sides.Add(Side.Credit(Account.SuspenseWorker, moved.HeldMinor, moved.Currency) with { PersonId = moved.PersonId });
        }

        book.Add(new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Assignment, On = source.BookedOn, MadeAt = change.Now, SubjectId = moved.Id, PersonId = moved.PersonId, Reference = source.Reference }, sides);
    }
}
