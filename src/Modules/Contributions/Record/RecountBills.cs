using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Record;

/// <summary>Counts the months anew that hang on bills which were paid, or on a return for which nothing has to be paid. Many workers are counted by a run.</summary>
public sealed class RecountBills(ContributionsDb db, RecountYears recount)
{
    public const string RunKind = "contributions.recount";
    private const int Inline = 2000;

    /// <summary>After bills changed between paid and not paid.</summary>
    public async Task AfterAsync(IReadOnlyCollection<Guid> bills, Change change, CancellationToken ct)
    {
        if (bills.Count > 0)
        {
            await ContributionsAsync(db.Set<Contribution>().Where(c => c.BillId != null && bills.Contains(c.BillId.Value)), new RecountInput([.. bills], null), change, ct);
        }
    }

    /// <summary>After a return turned out to need no payment.</summary>
    internal Task ReturnAsync(Return filed, Change change, CancellationToken ct) =>
        ContributionsAsync(db.Set<Contribution>().Where(c => c.ReturnId == filed.Id), new RecountInput([], filed.Id), change, ct);

    /// <summary>The workers of these bills, in the open transaction.</summary>
    internal async Task NowAsync(IQueryable<Contribution> contributions, Change change, CancellationToken ct)
    {
        var months = await contributions.Select(c => new { c.PersonId, c.Scheme, c.Month }).Distinct().ToListAsync(ct);
        foreach (var group in months.GroupBy(m => (m.Scheme, m.Month.Year)))
        {
            await recount.YearAsync([.. group.Select(m => m.PersonId)], group.Key.Scheme, group.Key.Year, change, ct);
        }
    }

    private async Task ContributionsAsync(IQueryable<Contribution> contributions, RecountInput input, Change change, CancellationToken ct)
    {
        if (await contributions.Take(Inline + 1).CountAsync(ct) <= Inline)
        {
            await NowAsync(contributions, change, ct);
        }
        else
        {
            db.Runs.Add(Run.Of(RunKind, Guid.CreateVersion7().ToString("N"), "Months that became paid", input, change));
        }
    }
}

/// <summary>What is to be counted anew.</summary>
/// <param name="Bills">Contributions of these bills.</param>
/// <param name="ReturnId">Or of this return.</param>
public sealed record RecountInput(IReadOnlyList<Guid> Bills, Guid? ReturnId);

/// <summary>Counts months anew, 500 contributions a transaction.</summary>
public sealed class RecountWorker(ContributionsDb db) : IRunWorker
{
    private const int Chunk = 500;

    public string Kind => RecountBills.RunKind;

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<RecountInput>();
        var after = run.Checkpoint is null ? 0 : long.Parse(run.Checkpoint, CultureInfo.InvariantCulture);
        while (true)
        {
            var from = after;
            var ids = await Of(db, input).AsNoTracking().Where(c => c.Id > from).OrderBy(c => c.Id).Take(Chunk).Select(c => c.Id).ToListAsync(ct);
            if (ids.Count == 0)
            {
                yield break;
            }

            after = ids[^1];
            var to = after;
            yield return new RunChunk(after.ToString(CultureInfo.InvariantCulture), async (services, step, stop) =>
            {
                var inside = services.GetRequiredService<ContributionsDb>();
                await services.GetRequiredService<RecountBills>().NowAsync(Of(inside, input).Where(c => c.Id > from && c.Id <= to), step.Change, stop);
                step.Count(ids.Count, 0);
            });
        }
    }

    private static IQueryable<Contribution> Of(ContributionsDb db, RecountInput input) => input.ReturnId is { } filed
        ? db.Set<Contribution>().Where(c => c.ReturnId == filed)
        : db.Set<Contribution>().Where(c => c.BillId != null && input.Bills.Contains(c.BillId.Value));
}
