using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Ledger;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Recalculations;

/// <summary>A piece of the differences of an employer's month.</summary>
/// <param name="EmployerId">The employer.</param>
/// <param name="EmployerNumber">Its number.</param>
/// <param name="Month">The month.</param>
/// <param name="AfterId">Differences behind this one.</param>
/// <param name="Count">How many of them.</param>
/// <param name="IsLast">Nothing is behind it.</param>
internal sealed record Portion(Guid EmployerId, string EmployerNumber, Month Month, long AfterId, int Count, bool IsLast)
{
    public bool IsFirst => AfterId == 0;

    /// <summary>The month as a whole.</summary>
    public bool IsWhole => IsFirst && IsLast;
}

/// <summary>
/// Posts approved differences of returns, inside the run's transaction: for an employer's month a return of the law with its bill or the money it sets free.
/// What moved after the approval is left out and said so; the next recalculation finds it.
/// </summary>
public sealed class PostDifferences(ContributionsDb db, Merges merges, AssessReturn assessment, MakeBill bills, RecountYears recount, FindMoved moved, SubsidiseReturns subsidies)
{
    /// <summary>Employers' months, whole or in part.</summary>
    internal async Task EmployersAsync(long id, IReadOnlyList<Portion> portions, RunStep step, CancellationToken ct)
    {
        var r = await db.Set<Recalculation>().SingleAsync(x => x.Id == id, ct);
        foreach (var portion in portions.Where(p => !p.IsWhole))
        {
            await PortionAsync(r, portion, step, ct);
        }

        if (portions.Where(p => p.IsWhole).ToList() is [var first, ..] whole)
        {
            await WholeAsync(r, first, whole[^1], step, ct);
        }
    }

    /// <summary>Employers' months as a whole, from one to another in the order of employer and month, set-based.</summary>
    private async Task WholeAsync(Recalculation r, Portion first, Portion last, RunStep step, CancellationToken ct)
    {
        var (lowNumber, lowMonth, highNumber, highMonth) = (first.EmployerNumber, first.Month, last.EmployerNumber, last.Month);
        var all = await db.Postable(r.Id).Where(d => d.EmployerNumber != "" && (string.Compare(d.EmployerNumber, lowNumber) > 0 || (d.EmployerNumber == lowNumber && d.Month >= lowMonth)) && (string.Compare(d.EmployerNumber, highNumber) < 0 || (d.EmployerNumber == highNumber && d.Month <= highMonth)))
            .OrderBy(d => d.Id).ToListAsync(ct);
        var gone = await moved.OfAsync(r, all, ct);
        var left = all.Where(d => gone.Contains(d.Id)).Select(d => (d.EmployerId, d.Month)).ToHashSet();
        await moved.LeaveOutAsync(r, [.. all.Where(d => left.Contains((d.EmployerId, d.Month)))], ct);
        var roots = await merges.RootsAsync([.. all.Select(d => d.DeclaredPersonId)], ct);
        var (returns, lines, contributions) = (new List<Return>(), new List<ReturnLine>(), new List<Contribution>());
        foreach (var month in all.Where(d => !left.Contains((d.EmployerId, d.Month))).GroupBy(d => (d.EmployerId, d.Month)))
        {
            var filed = LawReturn.Of(r, month.First(), step.Run.Id, step.Change.Now);
            var (some, made) = Lines(r, filed, [.. month], roots);
            filed.AssessedAt = step.Change.Now;
            returns.Add(filed);
            lines.AddRange(some);
            contributions.AddRange(made);
        }

        await subsidies.HandleAsync(returns, contributions, step.Change, ct);

        // Where nothing has to be paid, what is added counts at once.
        var unbilled = returns.Where(x => x.OwedMinor <= 0).Select(x => x.Id).ToHashSet();
        contributions.Where(c => c.ReturnId is { } id && unbilled.Contains(id)).ToList().ForEach(c => c.BillId = null);
        await db.BulkInsertAsync(returns, ct);
        await db.BulkInsertAsync(lines, ct);
        await db.BulkInsertAsync(contributions, ct);
        db.RecordBulk(step.Change, nameof(Return), $"recalculation {r.Id}, {lowNumber} {lowMonth} to {highNumber} {highMonth}", new { returns = returns.Count, contributions = contributions.Count, dueMinor = returns.Sum(x => x.DueMinor) });
        await bills.ForReturnsAsync(returns, r.DueOn, step.Change, ct);
        await RecountAsync(r, contributions, step, ct);
        step.Count(all.Count, 0);
    }

    private async Task RecountAsync(Recalculation r, List<Contribution> contributions, RunStep step, CancellationToken ct)
    {
        foreach (var year in contributions.GroupBy(c => c.Month.Year))
        {
            await recount.YearAsync([.. year.Select(c => c.PersonId)], r.Scheme, year.Key, step.Change, ct);
        }
    }

    private async Task PortionAsync(Recalculation r, Portion portion, RunStep step, CancellationToken ct)
    {
        var ofMonth = db.Postable(r.Id).Where(d => d.EmployerId == portion.EmployerId && d.Month == portion.Month);
        var differences = await ofMonth.Where(d => d.Id > portion.AfterId).OrderBy(d => d.Id).Take(portion.Count).ToListAsync(ct);
        step.Count(differences.Count, 0);
        var slot = LawReturn.SlotOf(r.Id);
        var filed = await db.Set<Return>().SingleOrDefaultAsync(x => x.EmployerId == portion.EmployerId && x.Month == portion.Month && x.Scheme == r.Scheme && x.Slot == slot, ct);
        if (portion.IsFirst)
        {
            // Once the return is there, corrections of the month wait for it; so the whole month is looked at before.
            if (await AnyMovedAsync(r, ofMonth, ct))
            {
                await moved.LeaveOutAsync(r, await ofMonth.ToListAsync(ct), ct);
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
        var (lines, contributions) = Lines(r, filed, differences, await merges.RootsAsync([.. differences.Select(d => d.DeclaredPersonId)], ct));
        await subsidies.HandleAsync([filed], contributions, step.Change, ct);
        await db.BulkInsertAsync(lines, ct);
        await db.BulkInsertAsync(contributions, ct);
        db.RecordBulk(step.Change, nameof(Contribution), $"recalculation {r.Id}, {filed.EmployerNumber} {filed.Month} lines to {filed.Lines}", new { contributions = contributions.Count, dueMinor = filed.DueMinor });
        await RecountAsync(r, contributions, step, ct);
    }

    /// <summary>Differences as the next lines of a return, and what they add to their months; the return's sums grow with them.</summary>
    private static (List<ReturnLine> Lines, List<Contribution> Contributions) Lines(Recalculation r, Return filed, List<AssessmentDifference> differences, Dictionary<Guid, Guid> roots)
    {
        var (lines, contributions) = (new List<ReturnLine>(), new List<Contribution>());
        foreach (var d in differences)
        {
            var line = LawReturn.Line(filed, ++filed.Lines, d);
            lines.Add(line);
            contributions.Add(LawReturn.Contribution(r, roots[d.DeclaredPersonId], d, filed, line.Line));
        }

        filed.Accepted = filed.Lines;
        filed.WageMinor += lines.Sum(l => l.WageMinor);
        filed.BaseMinor += lines.Sum(l => l.BaseMinor);
        filed.EmployeeMinor += lines.Sum(l => l.EmployeeMinor);
        filed.EmployerMinor += lines.Sum(l => l.EmployerMinor);
        filed.DueMinor += differences.Sum(d => d.DifferenceMinor);
        filed.Version++;
        return (lines, contributions);
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
}
