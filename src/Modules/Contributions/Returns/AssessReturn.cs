using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Record;
using Spmis.Contributions.Subsidies;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>Turns a read return into contributions and a bill. The returns of a month are taken in the order of filing, so a correction always finds what it corrects.</summary>
public sealed class AssessReturn(ContributionsDb db, Merges merges, HeldMonths held, MakeBill bills, RecountYears recount, ReplaceEstimate estimates, SubsidiseReturns subsidies)
{
    public const string RunKind = "contributions.assess";
    private const int Inline = 2000;
    private const int ChunkLines = 1000;

    /// <summary>Assesses the return, and those that waited for it, when every line has its verdict; a large one by a run of its own.</summary>
    public async Task WhenReadyAsync(Return filed, Change change, CancellationToken ct)
    {
        await db.SaveAsync(change, ct); // What was just asked or answered must be seen by the queries below.
        for (var next = filed; next is not null && await IsReadyAsync(next, ct); next = await FollowingAsync(next, ct))
        {
            if (next.Accepted > Inline)
            {
                db.Runs.Add(Run.Of(RunKind, next.Id.ToString("N"), $"Assessment of the return {next.EmployerNumber} {next.Month}", new ReturnRunInput(next.Id), change, next.EmployerNumber, local: true));
                return;
            }

            for (long? after = 0; after is { } line;)
            {
                after = await ChunkAsync(next, line, change, ct);
            }

            await FinishAsync(next, change, ct);
        }
    }

    /// <summary>Assesses what waited for a return that is assessed now.</summary>
    internal async Task FollowAsync(Return filed, Change change, CancellationToken ct)
    {
        if (await FollowingAsync(filed, ct) is { } next)
        {
            await WhenReadyAsync(next, change, ct);
        }
    }

    /// <summary>Assesses up to 1,000 lines behind one.</summary>
    /// <returns>The last line assessed; null when there is none left.</returns>
    internal async Task<long?> ChunkAsync(Return filed, long after, Change change, CancellationToken ct)
    {
        var lines = await db.Set<ReturnLine>().AsNoTracking()
            .Where(l => l.ReturnId == filed.Id && l.Line > after && (l.Verdict == LineVerdict.Accepted || l.Verdict == LineVerdict.Noted))
            .OrderBy(l => l.Line).Take(ChunkLines).ToListAsync(ct);
        if (lines.Count == 0)
        {
            return null;
        }

        var last = lines[^1].Line;
        await held.HoldAsync(filed.Scheme, filed.Month, ct);
        var roots = await merges.RootsAsync([.. lines.Select(PersonOf)], ct);
        // The first return of a month that an old system handed on adds workers too; whom that has is changed by a correction.
        var adds = filed.Kind == ReturnKind.Supplementary || (filed.Kind == ReturnKind.Original && await IsTakenOverAsync(filed, ct));
        var before = filed.Kind == ReturnKind.Original && !adds ? [] : await BeforeAsync(filed, [.. roots.Values.Distinct()], ct);
        HashSet<Guid> coming = filed.Kind == ReturnKind.Original && !adds ? [] : [.. (await held.ComingAsync(filed.Scheme, null, [.. roots.Values.Distinct()], filed.Month, filed.Month, ct)).Where(m => m.EmployerId == filed.EmployerId).Select(m => m.PersonId)];
        await RefuseDeclaredAsync(filed, lines, l => coming.Contains(roots[PersonOf(l)]), l => adds && before.ContainsKey(roots[PersonOf(l)]), ct);

        var contributions = lines.Select(l => Difference(filed, l, roots[PersonOf(l)], before.GetValueOrDefault(roots[PersonOf(l)])))
            .Where(c => filed.Kind != ReturnKind.Correction || c.BaseMinor != 0 || c.EmployeeMinor != 0 || c.EmployerMinor != 0).ToList();
        await subsidies.HandleAsync([filed], contributions, change, ct);
        await db.BulkInsertAsync(contributions, ct);
        filed.WageMinor += lines.Sum(l => l.WageMinor);
        filed.BaseMinor += lines.Sum(l => l.BaseMinor);
        filed.EmployeeMinor += lines.Sum(l => l.EmployeeMinor);
        filed.EmployerMinor += lines.Sum(l => l.EmployerMinor);
        filed.DueMinor += contributions.Sum(c => c.EmployeeMinor + c.EmployerMinor);
        filed.Version++;
        db.RecordBulk(change, nameof(Contribution), $"return {filed.Id:N} lines to {last}", new { contributions = contributions.Count, dueMinor = filed.DueMinor });
        if (lines.Count > 0)
        {
            db.Publish(new WorkersDeclared
            {
                EmployerId = filed.EmployerId,
                Month = filed.Month.Code,
                Workers = [.. lines.Select(l => new DeclaredWorker(roots[PersonOf(l)], l.StartedOn, l.LeftOn))],
            });
        }

        await recount.YearAsync([.. contributions.Select(c => c.PersonId)], filed.Scheme, filed.Month.Year, change, ct);
        return last;
    }

    /// <summary>Makes the bill, or sets free what was billed too much.</summary>
    /// <param name="filed">The return.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="dueOn">Last day to pay; null for the package's rule.</param>
    internal async Task FinishAsync(Return filed, Change change, CancellationToken ct, DateOnly? dueOn = null)
    {
        (filed.AssessedAt, filed.Version) = (change.Now, filed.Version + 1);
        if (filed.OwedMinor > 0)
        {
            await bills.ForReturnAsync(filed, dueOn, change, ct);
        }
        else
        {
            // Nothing has to be paid for these any more.
            await db.Set<Contribution>().Where(c => c.ReturnId == filed.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.BillId, (Guid?)null), ct);
            await bills.FreeAsync(filed, change, ct);
            await db.SaveAsync(change, ct);
        }

        await estimates.ForReturnAsync(filed, change, ct);
    }

    private static Guid PersonOf(ReturnLine line) => line.PersonId ?? throw new InvalidOperationException($"Line {line.Line} of return {line.ReturnId} was accepted without a worker.");

    private static Contribution Difference(Return filed, ReturnLine line, Guid person, Shares before) => new()
    {
        PersonId = person,
        DeclaredPersonId = PersonOf(line),
        Scheme = filed.Scheme,
        Month = filed.Month,
        EmployerId = filed.EmployerId,
        ReturnId = filed.Id,
        Line = line.Line,
        BillId = filed.BillId,
        BaseMinor = line.BaseMinor - before.BaseMinor,
        EmployeeMinor = line.EmployeeMinor - before.EmployeeMinor,
        EmployerMinor = line.EmployerMinor - before.EmployerMinor,
    };

    /// <summary>What the employer's earlier returns of the month come to for these workers.</summary>
    private async Task<Dictionary<Guid, Shares>> BeforeAsync(Return filed, List<Guid> persons, CancellationToken ct) =>
        (await db.Set<Contribution>().AsNoTracking()
            .Where(c => c.EmployerId == filed.EmployerId && c.Month == filed.Month && c.Scheme == filed.Scheme && c.VoucherId == null && persons.Contains(c.PersonId))
            .GroupBy(c => c.PersonId)
            .Select(g => new { g.Key, Base = g.Sum(c => c.BaseMinor), Employee = g.Sum(c => c.EmployeeMinor), Employer = g.Sum(c => c.EmployerMinor) }).ToListAsync(ct))
        .ToDictionary(g => g.Key, g => new Shares(g.Base, g.Employee, g.Employer));

    /// <summary>A supplementary return adds workers; whom the month has already is changed by a correction only. Whom an old system is about to hand on for it is neither: no line may come between approval and posting.</summary>
    private async Task RefuseDeclaredAsync(Return filed, List<ReturnLine> lines, Func<ReturnLine, bool> coming, Func<ReturnLine, bool> had, CancellationToken ct)
    {
        var declared = lines.Where(l => coming(l) || had(l)).ToList();
        if (declared.Count == 0)
        {
            return;
        }

        var run = await db.Runs.SingleAsync(r => r.Id == filed.RunId, ct);
        var numbers = declared.Select(l => l.Line).ToList();
        await db.RunLines.Where(l => l.RunId == run.Id && numbers.Contains(l.Line)).ExecuteDeleteAsync(ct); // A note that the worker was likely this one.
        var verdicts = new LineVerdicts(run);
        declared.ForEach(l => verdicts.Refuse(l.Line, l.WorkerNumber, [coming(l)
            ? new LineProblem(l.Line, "worker_number", "line.takeover-coming", $"An old system hands the worker on for {filed.Month}; that is approved, but not posted yet.", "Send the line in a correction, once the takeover is posted, if the wage was wrong.")
            : new LineProblem(l.Line, "worker_number", "line.declared-already", $"The worker was declared for {filed.Month} already.", "Send the line in a correction if the wage was wrong.")]));
        await verdicts.WriteAsync(db, ct);
        await db.Set<ReturnLine>().Where(l => l.ReturnId == filed.Id && numbers.Contains(l.Line)).ExecuteUpdateAsync(s => s.SetProperty(l => l.Verdict, LineVerdict.Refused), ct);
        (filed.Accepted, filed.Refused) = (filed.Accepted - declared.Count, filed.Refused + declared.Count);
        (run.Accepted, run.Refused) = (run.Accepted - declared.Count, run.Refused + declared.Count);
        lines.RemoveAll(declared.Contains);
    }

    private async Task<bool> IsTakenOverAsync(Return filed, CancellationToken ct) => (await held.TakenOverAsync(filed.EmployerId, filed.EmployerNumber, filed.Scheme, [filed.Month], ct)).Count > 0;

    private async Task<bool> IsReadyAsync(Return filed, CancellationToken ct)
    {
        // One that was replaced after its file failed stays replaced, also when its run is resumed.
        if (filed.Slot is null || filed.ReadAt is null || filed.AssessedAt is not null || await db.Set<MatchRequest>().AnyAsync(m => m.ReturnId == filed.Id && m.AnsweredAt == null, ct))
        {
            return false;
        }

        return filed.Kind == ReturnKind.Original || !await Unassessed(filed).AnyAsync(r => r.RunId < filed.RunId, ct);
    }

    private Task<Return?> FollowingAsync(Return filed, CancellationToken ct) => Unassessed(filed).Where(r => r.RunId > filed.RunId).OrderBy(r => r.RunId).FirstOrDefaultAsync(ct);

    /// <summary>Returns of the same month still to be assessed.</summary>
    private IQueryable<Return> Unassessed(Return filed) => db.Set<Return>().Where(r => r.EmployerId == filed.EmployerId && r.Month == filed.Month && r.Scheme == filed.Scheme).OnTheirWay(db.Runs);
}
