using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Risks;

/// <summary>Starts looking for risks of a month; once a month and day.</summary>
public sealed class StartRisks(ContributionsDb db, SchemeBook schemes)
{
    public const string RunKind = "contributions.risks";
    private static readonly Month Earliest = new(1901, 1);

    /// <returns>The run; of the same month and day the same one.</returns>
    /// <exception cref="Refused">The month is not over, or no version of the scheme was in force.</exception>
    public async Task<long> HandleAsync(string? scheme, Month month, Change change, CancellationToken ct)
    {
        var of = await schemes.SchemeAsync(scheme, ct);
        if (month >= Month.Of(change.Today))
        {
            throw new Refused("risks.month", $"{month} is not over.", "month");
        }

        // A year is looked back from it, and the run needs its rules.
        if (month < Earliest)
        {
            throw new Refused("risks.month", $"{month} is too long ago; choose a month from {Earliest}.", "month");
        }

        _ = await schemes.ForMonthAsync(of, month, ct);

        var run = Run.Of(RunKind, $"{of} {month} {change.Today:yyyy-MM-dd}", $"Risks of {month}, {of}", new RisksInput(of, month.Code), change);
        if (await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Key == run.Key, ct) is { } before)
        {
            return before.Id;
        }

        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run.Id;
    }
}

/// <summary>What the run needs.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="MonthCode">The month, yyyyMM.</param>
public sealed record RisksInput(string Scheme, int MonthCode)
{
    [JsonIgnore]
    public Month Month => Month.FromCode(MonthCode);
}

/// <summary>Looks at 500 employers a transaction, in the order of their numbers; what was found before is not found twice.</summary>
public sealed class RisksWorker(ContributionsDb db) : IRunWorker
{
    private const int Employers = 500;

    public string Kind => StartRisks.RunKind;

    public string Permission => "risks.read";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<RisksInput>();
        var after = run.Checkpoint ?? "";
        while (true)
        {
            var from = after;
            var employers = await db.Set<EmployerCopy>().AsNoTracking().Where(e => string.Compare(e.EmployerNumber, from) > 0).OrderBy(e => e.EmployerNumber).Take(Employers).Select(e => e.EmployerNumber).ToListAsync(ct);
            if (employers.Count == 0)
            {
                yield break;
            }

            after = employers[^1];
            yield return new RunChunk(after, async (services, step, stop) =>
            {
                var found = await services.GetRequiredService<FindRisks>().ChunkAsync(input, employers, step.Change, stop);
                step.Count(employers.Count, 0);
                services.GetRequiredService<ContributionsDb>().RecordBulk(step.Change, nameof(Risk), $"employers to {employers[^1]}", new { employers = employers.Count, found });
            });
        }
    }
}

/// <summary>
/// What makes an employer's month worth a look: no return although it filed within a year; 40 % of the workers fewer than the month before (three at least); wages a worker 30 % lower;
/// four of five workers (of five at least) at the lowest wage of the return. A month's workers are those of its original and supplementary returns.
/// </summary>
public sealed class FindRisks(ContributionsDb db, SchemeBook schemes)
{
    private const int LeastDropped = 3;
    private const int WorkersLostPercent = 40;
    private const int WagesLostPercent = 30;
    private const int AtFloorPercent = 80;
    private const int LeastWorkers = 5;

    /// <returns>How many are new.</returns>
    internal async Task<int> ChunkAsync(RisksInput input, IReadOnlyCollection<string> employers, Change change, CancellationToken ct)
    {
        var (month, before, year) = (input.Month, input.Month.Add(-1), input.Month.Add(-12));
        var filed = await SeenAsync(db.Set<Return>().AsNoTracking().Where(r => employers.Contains(r.EmployerNumber) && r.Scheme == input.Scheme && r.Month >= year && r.Month <= month), ct);
        var currency = (await schemes.ForMonthAsync(input.Scheme, month, ct)).Currency.Code;
        var floors = await FloorsAsync([.. filed.Where(f => f.Month == month && f.Assessed && f.Workers >= LeastWorkers).Select(f => f.Id)], ct);
        var overdue = (await schemes.ForMonthAsync(input.Scheme, month, ct)).Open().DueDate(month) < change.Today;
        List<Risk> found = [];
        foreach (var employer in filed.GroupBy(f => f.EmployerId))
        {
            var (now, last) = (employer.FirstOrDefault(f => f.Month == month), employer.FirstOrDefault(f => f.Month == before));
            void Add(RiskKind kind, long was, long isNow, long percent) => found.Add(new Risk
            {
                Kind = kind, EmployerId = employer.Key, EmployerNumber = employer.First().EmployerNumber, Scheme = input.Scheme, Month = month, Before = was, Now = isNow, Currency = currency, Weight = (int)Math.Clamp(percent, 0, 100), FoundAt = change.Now,
            });

            if (now is null)
            {
                if (overdue && employer.OrderBy(f => f.Month).Last() is { Workers: > 0 } latest)
                {
                    Add(RiskKind.NotFiled, latest.Workers, 0, 100);
                }

                continue;
            }

            if (!now.Assessed)
            {
                continue;
            }

            if (last is { Workers: > 0 })
            {
                var lost = last.Workers - now.Workers;
                if (lost >= LeastDropped && lost * 100 >= last.Workers * WorkersLostPercent)
                {
                    Add(RiskKind.WorkersDropped, last.Workers, now.Workers, lost * 100 / last.Workers);
                }

                if (now.Workers > 0 && last.WageMinor / last.Workers is > 0 and var was && now.WageMinor / now.Workers is var wage && (was - wage) * 100 >= was * WagesLostPercent)
                {
                    Add(RiskKind.WagesDropped, was, wage, (was - wage) * 100 / was);
                }
            }

            if (floors.TryGetValue(now.Id, out var atFloor) && atFloor * 100 >= now.Workers * AtFloorPercent)
            {
                Add(RiskKind.WagesAtFloor, now.Workers, atFloor, atFloor * 100 / now.Workers);
            }
        }

        return await WriteAsync(found, input, ct);
    }

    /// <summary>One an employer and month that came or is on its way.</summary>
    private async Task<List<Seen>> SeenAsync(IQueryable<Return> returns, CancellationToken ct)
    {
        List<Return> all = [.. await returns.Came().ToListAsync(ct), .. await returns.OnTheirWay(db.Runs).ToListAsync(ct)];
        return [.. all.GroupBy(r => (r.EmployerId, r.Month)).Select(g =>
        {
            // A correction or a change of the law says the same workers again; it is taken only where nothing else held.
            var came = g.Where(r => r.AssessedAt is not null).ToList();
            var first = came.FindAll(r => r.Kind is not (ReturnKind.Correction or ReturnKind.LawChange));
            var counted = first.Count > 0 ? first : came;
            var main = counted.MaxBy(r => r.Accepted) ?? g.First();
            return new Seen(main.Id, main.EmployerId, main.EmployerNumber, main.Month, counted.Sum(r => r.Accepted), counted.Sum(r => r.WageMinor), came.Count > 0);
        })];
    }

    /// <summary>How many lines of each return have its lowest wage.</summary>
    private async Task<Dictionary<Guid, long>> FloorsAsync(List<Guid> returns, CancellationToken ct)
    {
        var lines = db.Set<ReturnLine>().AsNoTracking().Where(l => returns.Contains(l.ReturnId) && (l.Verdict == LineVerdict.Accepted || l.Verdict == LineVerdict.Noted));
        var lowest = lines.GroupBy(l => l.ReturnId).Select(g => new { g.Key, Wage = g.Min(l => l.WageMinor) });
        return await lines.Join(lowest, l => new { l.ReturnId, l.WageMinor }, m => new { ReturnId = m.Key, WageMinor = m.Wage }, (l, m) => l).GroupBy(l => l.ReturnId).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }

    private async Task<int> WriteAsync(List<Risk> found, RisksInput input, CancellationToken ct)
    {
        var ids = found.ConvertAll(f => f.EmployerId);
        var known = (await db.Set<Risk>().AsNoTracking().Where(r => ids.Contains(r.EmployerId) && r.Scheme == input.Scheme && r.Month == input.Month).Select(r => new { r.EmployerId, r.Kind }).ToListAsync(ct)).Select(r => (r.EmployerId, r.Kind)).ToHashSet();
        found.RemoveAll(f => known.Contains((f.EmployerId, f.Kind)));
        await db.BulkInsertAsync(found, ct);
        return found.Count;
    }

    private sealed record Seen(Guid Id, Guid EmployerId, string EmployerNumber, Month Month, long Workers, long WageMinor, bool Assessed);
}
