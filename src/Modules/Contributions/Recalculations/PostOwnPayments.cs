using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Recalculations;

/// <summary>
/// Posts approved differences of workers' own payments, inside the run's transaction: what no longer counts is held for the worker, what counts more is taken from what is
/// held of the payment. What moved after the approval is left out and said so.
/// </summary>
public sealed class PostOwnPayments(ContributionsDb db, Merges merges, RecountYears recount, FindMoved moved, DonorMoney donors)
{
    private const int AtOnce = 1_000;

    /// <summary>Own payments of workers with numbers after one and up to another.</summary>
    internal async Task HandleAsync(long id, (string From, string To) numbers, RunStep step, CancellationToken ct)
    {
        var (from, to) = numbers;
        var r = await db.Set<Recalculation>().SingleAsync(x => x.Id == id, ct);
        var all = await db.Postable(id).Where(d => d.EmployerNumber == "" && string.Compare(d.PersonNumber, from) > 0 && string.Compare(d.PersonNumber, to) <= 0).OrderBy(d => d.Id).ToListAsync(ct);
        var gone = await moved.OfAsync(r, all, ct);
        // The payments of a month stand together: one that moved takes the others with it.
        var left = all.Where(d => gone.Contains(d.Id)).Select(d => (d.PersonId, d.Month)).ToHashSet();
        await moved.LeaveOutAsync(r, [.. all.Where(d => left.Contains((d.PersonId, d.Month)))], ct);
        await PostAsync(r, [.. all.Where(d => !left.Contains((d.PersonId, d.Month)))], step, ct);
        step.Count(all.Count, 0);
    }

    private async Task PostAsync(Recalculation r, List<AssessmentDifference> differences, RunStep step, CancellationToken ct)
    {
        await SubsidyBook.HoldAllAsync(db, ct); // What is left over of donors' receipts goes back to them below.
        var roots = await merges.RootsAsync([.. differences.Select(d => d.DeclaredPersonId)], ct);
        var contributions = differences.ConvertAll(d => LawReturn.Contribution(r, roots[d.DeclaredPersonId], d, null, null));
        await db.BulkInsertAsync(contributions, ct);
        var book = new LedgerBook();
        var moving = differences.Where(d => d.DifferenceMinor != 0).ToList();
        await MoveAsync(r.Id, [.. moving.Select(d => d.ReceiptId).OfType<Guid>()], ct);
        moving.ForEach(d => Post(book, r, d, step));
        await book.WriteAsync(db, ct);
        await donors.SweepAsync([.. moving.Select(d => d.ReceiptId).OfType<Guid>()], step.Change, ct);
        db.RecordBulk(step.Change, nameof(Contribution), $"recalculation {r.Id}, own payments", new { contributions = contributions.Count, minor = differences.Sum(d => d.DifferenceMinor) });
        foreach (var year in contributions.GroupBy(c => c.Month.Year))
        {
            await recount.YearAsync([.. year.Select(c => c.PersonId)], r.Scheme, year.Key, step.Change, ct);
        }
    }

    /// <summary>Takes what counts more from what is held of each payment, and gives back what counts no longer; never more than is held.</summary>
    private async Task MoveAsync(long recalculation, Guid[] receipts, CancellationToken ct)
    {
        var told = db.Set<AssessmentDifference>().Where(d => d.RecalculationId == recalculation);
        foreach (var some in receipts.Chunk(AtOnce))
        {
            var moved = await db.Set<Receipt>()
                .Where(x => some.Contains(x.Id) && x.ReversedOn == null && x.AmountMinor - x.AllocatedMinor - x.RefundedMinor >= told.Where(d => d.ReceiptId == x.Id).Sum(d => d.DifferenceMinor))
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.AllocatedMinor, x => x.AllocatedMinor + told.Where(d => d.ReceiptId == x.Id).Sum(d => d.DifferenceMinor)), ct);
            if (moved != some.Length)
            {
                throw new InvalidOperationException($"Of {some.Length - moved} payments less is held than a moment ago; the chunk is done again.");
            }
        }
    }

    /// <summary>Between what counts and what is held for the worker, who may have it back.</summary>
    private static void Post(LedgerBook book, Recalculation r, AssessmentDifference d, RunStep step)
    {
        var minor = Math.Abs(d.DifferenceMinor);
        var held = new Side(d.DifferenceMinor > 0, Account.SuspenseWorker, minor, r.Currency) { PersonId = d.DeclaredPersonId };
        var income = new Side(d.DifferenceMinor < 0, Account.ContributionIncome, minor, r.Currency) { PersonId = d.DeclaredPersonId, Scheme = r.Scheme, Month = d.Month };
        book.Add(
            new Entry { Id = Guid.CreateVersion7(), Kind = EntryKind.Correction, On = step.Change.Today, MadeAt = step.Change.Now, SubjectId = d.ReceiptId ?? default, PersonId = d.DeclaredPersonId, Reference = $"{r.Scheme} {r.PackageVersion} {d.Month}" },
            held, income);
    }
}
