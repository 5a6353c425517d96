using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Record;

/// <summary>Counts the months anew that hang on bills which became paid or unpaid, or on a return for which nothing has to be paid. Many workers are counted by a run.</summary>
public sealed class RecountBills(ContributionsDb db, RecountYears recount)
{
    public const string RunKind = "contributions.recount";
    internal const int Inline = 2000;

    /// <summary>After money was put to, or taken from, bills of an employer.</summary>
    public Task ForEmployerAsync(Guid employer, Change change, CancellationToken ct) => ForEmployersAsync([employer], change, ct);

    /// <summary>The same for at most 1,000 employers.</summary>
    internal async Task ForEmployersAsync(IReadOnlyCollection<Guid> employers, Change change, CancellationToken ct)
    {
        var bills = await db.Set<Bill>().AsNoTracking().Where(b => employers.Contains(b.EmployerId) && b.Uncounted > 0).Select(b => new { b.Id, b.Uncounted }).ToListAsync(ct);
        if (bills.Count == 0)
        {
            return;
        }

        var ids = bills.Select(b => b.Id).ToList();
        if (await NowOrLaterAsync(Of(ids), new RecountInput(null), change, ct))
        {
            await db.Set<Bill>().Where(b => ids.Contains(b.Id)).ExecuteUpdateAsync(s => s.SetProperty(b => b.Uncounted, 0), ct);
        }
    }

    /// <summary>After a return turned out to need no payment.</summary>
    internal Task ReturnAsync(Return filed, Change change, CancellationToken ct) =>
        NowOrLaterAsync(db.Set<Contribution>().Where(c => c.ReturnId == filed.Id), new RecountInput(filed.Id), change, ct);

    /// <summary>The workers of these contributions, in the open transaction.</summary>
    internal async Task NowAsync(IQueryable<Contribution> contributions, Change change, CancellationToken ct)
    {
        var months = await contributions.Select(c => new { c.PersonId, c.Scheme, c.Month }).Distinct().ToListAsync(ct);
        foreach (var group in months.GroupBy(m => (m.Scheme, m.Month.Year)))
        {
            await recount.YearAsync([.. group.Select(m => m.PersonId)], group.Key.Scheme, group.Key.Year, change, ct);
        }
    }

    internal IQueryable<Contribution> Of(IReadOnlyCollection<Guid> bills) => db.Set<Contribution>().Where(c => c.BillId != null && bills.Contains(c.BillId.Value));

    private async Task<bool> NowOrLaterAsync(IQueryable<Contribution> contributions, RecountInput input, Change change, CancellationToken ct)
    {
        if (!await contributions.OrderBy(c => c.Id).Skip(Inline).AnyAsync(ct))
        {
            await NowAsync(contributions, change, ct);
            return true;
        }

        db.Runs.Add(Run.Of(RunKind, Guid.CreateVersion7().ToString("N"), "Months to be counted anew", input, change, local: true));
        return false;
    }
}

/// <summary>What is to be counted anew.</summary>
/// <param name="ReturnId">The contributions of this return; null for those of all bills that became paid or unpaid.</param>
public sealed record RecountInput(Guid? ReturnId);

/// <summary>The bills whose months wait to be counted anew, in chunks for a run. A bill's own mark says that it is done, so no checkpoint is needed.</summary>
public sealed class UncountedBills(ContributionsDb db)
{
    private const int Bills = 25;
    private const int Contributions = 500;

    internal async IAsyncEnumerable<RunChunk> ChunksAsync(string checkpoint, [EnumeratorCancellation] CancellationToken ct)
    {
        while (await db.Set<Bill>().AsNoTracking().Where(b => b.Uncounted > 0).OrderBy(b => b.Number).Take(Bills).Select(b => new { b.Id, b.Uncounted }).ToListAsync(ct) is { Count: > 0 } bills)
        {
            var ids = bills.Select(b => b.Id).ToList();
            long? after = 0;
            while (after is { } from)
            {
                var next = await db.Set<Contribution>().AsNoTracking().Where(c => c.BillId != null && ids.Contains(c.BillId.Value) && c.Id > from).OrderBy(c => c.Id).Take(Contributions).Select(c => c.Id).ToListAsync(ct);
                var to = next.Count == Contributions ? next[^1] : long.MaxValue;
                after = next.Count == Contributions ? to : null;
                yield return new RunChunk(checkpoint, async (services, step, stop) =>
                {
                    var recount = services.GetRequiredService<RecountBills>();
                    await recount.NowAsync(recount.Of(ids).Where(c => c.Id > from && c.Id <= to), step.Change, stop);
                    if (to == long.MaxValue)
                    {
                        foreach (var seen in bills.GroupBy(b => b.Uncounted))
                        {
                            // A bill that changed once more meanwhile is counted once more.
                            var done = seen.Select(b => b.Id).ToList();
                            await services.GetRequiredService<ContributionsDb>().Set<Bill>().Where(b => done.Contains(b.Id) && b.Uncounted == seen.Key).ExecuteUpdateAsync(s => s.SetProperty(b => b.Uncounted, 0), stop);
                        }
                    }
                });
            }
        }
    }
}

/// <summary>Counts months anew, 500 contributions a transaction.</summary>
public sealed class RecountWorker(ContributionsDb db, UncountedBills uncounted) : IRunWorker
{
    private const int Chunk = 500;

    public string Kind => RecountBills.RunKind;

    public string Permission => "arrears.prepare";

    public IAsyncEnumerable<RunChunk> ChunksAsync(Run run, CancellationToken ct) =>
        run.InputAs<RecountInput>().ReturnId is { } filed ? OfReturnAsync(run, filed, ct) : uncounted.ChunksAsync("bills", ct);

    private async IAsyncEnumerable<RunChunk> OfReturnAsync(Run run, Guid filed, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = run.Checkpoint is null ? 0 : long.Parse(run.Checkpoint, CultureInfo.InvariantCulture);
        while (true)
        {
            var from = after;
            var ids = await db.Set<Contribution>().AsNoTracking().Where(c => c.ReturnId == filed && c.Id > from).OrderBy(c => c.Id).Take(Chunk).Select(c => c.Id).ToListAsync(ct);
            if (ids.Count == 0)
            {
                yield break;
            }

            after = ids[^1];
            var to = after;
            yield return new RunChunk(after.ToString(CultureInfo.InvariantCulture), async (services, step, stop) =>
            {
                var inside = services.GetRequiredService<ContributionsDb>().Set<Contribution>().Where(c => c.ReturnId == filed && c.Id > from && c.Id <= to);
                await services.GetRequiredService<RecountBills>().NowAsync(inside, step.Change, stop);
                step.Count(ids.Count, 0);
            });
        }
    }
}
