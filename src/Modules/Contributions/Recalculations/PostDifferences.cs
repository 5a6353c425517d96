using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>A piece of the differences of an employer's month.</summary>
/// <param name="EmployerId">The employer.</param>
/// <param name="Month">The month.</param>
/// <param name="AfterId">Differences behind this one.</param>
/// <param name="Count">How many of them.</param>
/// <param name="IsLast">Nothing is behind it.</param>
internal sealed record Portion(Guid EmployerId, Month Month, long AfterId, int Count, bool IsLast)
{
    public bool IsFirst => AfterId == 0;
}

/// <summary>
/// Posts approved differences, inside the run's transaction: for an employer's month a return of the law with its bill or the money it sets free, for a worker's own
/// payments what counts of them. What moved after the approval is left out and said so; the next recalculation finds it.
/// </summary>
public sealed class PostDifferences(ContributionsDb db, Merges merges, AssessReturn assessment, RecountYears recount, FindMoved moved)
{
    /// <summary>Employers' months, whole or in part.</summary>
    internal async Task EmployersAsync(long id, IReadOnlyList<Portion> portions, RunStep step, CancellationToken ct)
    {
        var r = await db.Set<Recalculation>().SingleAsync(x => x.Id == id, ct);
        foreach (var portion in portions)
        {
            await PortionAsync(r, portion, step, ct);
        }
    }

    /// <summary>Own payments of workers with numbers after one and up to another.</summary>
    internal async Task OwnAsync(long id, (string From, string To) numbers, RunStep step, CancellationToken ct)
    {
        var (from, to) = numbers;
        var r = await db.Set<Recalculation>().SingleAsync(x => x.Id == id, ct);
        var all = await Postable(id).Where(d => d.EmployerNumber == "" && string.Compare(d.PersonNumber, from) > 0 && string.Compare(d.PersonNumber, to) <= 0).OrderBy(d => d.Id).ToListAsync(ct);
        var gone = await moved.OfAsync(r, all, ct);
        // The payments of a month stand together: one that moved takes the others with it.
        var left = all.Where(d => gone.Contains(d.Id)).Select(d => (d.PersonId, d.Month)).ToHashSet();
        await LeaveOutAsync(r, [.. all.Where(d => left.Contains((d.PersonId, d.Month)))], ct);
        await PostOwnAsync(r, [.. all.Where(d => !left.Contains((d.PersonId, d.Month)))], step, ct);
        step.Count(all.Count, 0);
    }

    /// <summary>Differences that can be posted.</summary>
    internal IQueryable<AssessmentDifference> Postable(long id) => db.Set<AssessmentDifference>().AsNoTracking().Where(d => d.RecalculationId == id && d.Kind != DifferenceKind.ByHand);

    private async Task PortionAsync(Recalculation r, Portion portion, RunStep step, CancellationToken ct)
    {
        var ofMonth = Postable(r.Id).Where(d => d.EmployerId == portion.EmployerId && d.Month == portion.Month);
        var differences = await ofMonth.Where(d => d.Id > portion.AfterId).OrderBy(d => d.Id).Take(portion.Count).ToListAsync(ct);
        step.Count(differences.Count, 0);
        var slot = LawReturn.SlotOf(r.Id);
        var filed = await db.Set<Return>().SingleOrDefaultAsync(x => x.EmployerId == portion.EmployerId && x.Month == portion.Month && x.Scheme == r.Scheme && x.Slot == slot, ct);
        if (portion.IsFirst)
        {
            // Once the return is there, corrections of the month wait for it; so the whole month is looked at before.
            if (await AnyMovedAsync(r, ofMonth, ct))
            {
                await LeaveOutAsync(r, await ofMonth.ToListAsync(ct), ct);
                return;
            }

            filed = LawReturn.Of(r, differences[0], step.Run.Id, step.Change.Now);
            db.Add(filed);
            await db.SaveAsync(step.Change, ct);
        }

        if (filed is null)
        {
            return; // Left out with its first portion.
        }

        await LinesAsync(r, filed, differences, step, ct);
        if (portion.IsLast)
        {
            await assessment.FinishAsync(filed, step.Change, ct, r.DueOn);
            await assessment.FollowAsync(filed, step.Change, ct);
        }
    }

    private async Task LinesAsync(Recalculation r, Return filed, List<AssessmentDifference> differences, RunStep step, CancellationToken ct)
    {
        var roots = await merges.RootsAsync([.. differences.Select(d => d.DeclaredPersonId)], ct);
        var (lines, contributions) = (new List<ReturnLine>(), new List<Contribution>());
        foreach (var d in differences)
        {
            var line = LawReturn.Line(filed, ++filed.Lines, d);
            lines.Add(line);
            contributions.Add(LawReturn.Contribution(r, roots[d.DeclaredPersonId], d, filed, line.Line));
        }

        await db.BulkInsertAsync(lines, ct);
        await db.BulkInsertAsync(contributions, ct);
        filed.Accepted = filed.Lines;
        filed.WageMinor += lines.Sum(l => l.WageMinor);
        filed.BaseMinor += lines.Sum(l => l.BaseMinor);
        filed.EmployeeMinor += lines.Sum(l => l.EmployeeMinor);
        filed.EmployerMinor += lines.Sum(l => l.EmployerMinor);
        filed.DueMinor += differences.Sum(d => d.DifferenceMinor);
        filed.Version++;
        db.RecordBulk(step.Change, nameof(Contribution), $"recalculation {r.Id}, {filed.EmployerNumber} {filed.Month} lines to {filed.Lines}", new { contributions = contributions.Count, dueMinor = filed.DueMinor });
        await recount.YearAsync([.. contributions.Select(c => c.PersonId)], filed.Scheme, filed.Month.Year, step.Change, ct);
    }

    private async Task<bool> AnyMovedAsync(Recalculation r, IQueryable<AssessmentDifference> ofMonth, CancellationToken ct)
    {
        const int page = 1000;
        for (long after = 0; ;)
        {
            var from = after;
            var some = await ofMonth.Where(d => d.Id > from).OrderBy(d => d.Id).Take(page).ToListAsync(ct);
            if (some.Count == 0 || (await moved.OfAsync(r, some, ct)).Count > 0)
            {
                return some.Count > 0;
            }

            after = some[^1].Id;
        }
    }

    private async Task PostOwnAsync(Recalculation r, List<AssessmentDifference> differences, RunStep step, CancellationToken ct)
    {
        var roots = await merges.RootsAsync([.. differences.Select(d => d.DeclaredPersonId)], ct);
        var contributions = differences.ConvertAll(d => LawReturn.Contribution(r, roots[d.DeclaredPersonId], d, null, null));
        await db.BulkInsertAsync(contributions, ct);
        var book = new LedgerBook();
        foreach (var d in differences.Where(d => d.DifferenceMinor != 0))
        {
            var taken = await db.Set<Receipt>().Where(x => x.Id == d.ReceiptId && x.ReversedOn == null && x.AmountMinor - x.AllocatedMinor - x.RefundedMinor >= d.DifferenceMinor)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.AllocatedMinor, x => x.AllocatedMinor + d.DifferenceMinor), ct);
            if (taken == 0)
            {
                throw new InvalidOperationException($"Of receipt {d.ReceiptId} less is held than a moment ago; the chunk is done again.");
            }

            Post(book, r, d, step);
        }

        await book.WriteAsync(db, ct);
        db.RecordBulk(step.Change, nameof(Contribution), $"recalculation {r.Id}, own payments", new { contributions = contributions.Count, minor = differences.Sum(d => d.DifferenceMinor) });
        foreach (var year in contributions.GroupBy(c => c.Month.Year))
        {
            await recount.YearAsync([.. year.Select(c => c.PersonId)], r.Scheme, year.Key, step.Change, ct);
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

    private async Task LeaveOutAsync(Recalculation r, List<AssessmentDifference> differences, CancellationToken ct)
    {
        foreach (var ids in differences.Select(d => d.Id).Chunk(500))
        {
            await db.Set<AssessmentDifference>().Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(s => s.SetProperty(d => d.LeftOut, true), ct);
        }

        r.LeftOut += differences.Count;
    }
}
