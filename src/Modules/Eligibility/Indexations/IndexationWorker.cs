using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.Indexations;

/// <summary>What the run needs.</summary>
/// <param name="IndexationId">The indexation.</param>
public sealed record IndexationInput(long IndexationId);

/// <summary>Reckons the new amounts of a scheme's awards, a thousand at a time in the order of their numbers; at the end puts them up for a second person.</summary>
public sealed class IndexationWorker(EligibilityDb db, SchemeBook schemes) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.index";

    private const int Awards = 1_000;
    private const string End = "end";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "awards.prepare";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var indexation = await db.Indexations.AsNoTracking().SingleAsync(x => x.Id == run.InputAs<IndexationInput>().IndexationId, ct);
        var rule = new IndexRule((await schemes.ByHashAsync(indexation.PackageHash, ct)).Rules, indexation); // Compiled once for the whole run; chunks come one after another.
        var total = run.Total ?? await InPayment(db, indexation).CountAsync(ct);
        var after = run.Checkpoint ?? "";
        while (after != End)
        {
            var from = after;
            var numbers = await InPayment(db, indexation).Where(a => string.Compare(a.Number, from) > 0).OrderBy(a => a.Number).Select(a => a.Number).Take(Awards).ToListAsync(ct);
            after = numbers.Count == 0 ? End : numbers[^1];
            var to = after;
            yield return numbers.Count > 0
                ? new RunChunk(to, (services, step, token) => services.GetRequiredService<IndexAwards>().HandleAsync(indexation.Id, rule, (from, to), total, step, token))
                : new RunChunk(End, (services, step, token) => services.GetRequiredService<ApproveIndexation>().FinishAsync(indexation.Id, step, token));
        }
    }

    /// <summary>Awards that may be paid in the first month of the new amounts or later. Those not approved yet are among them: once approved they are paid the new amount.</summary>
    internal static IQueryable<Award> InPayment(EligibilityDb db, Indexation indexation)
    {
        var (scheme, month, first) = (indexation.Scheme, indexation.FromMonth, indexation.FromMonth.First);
        return db.Awards.AsNoTracking().Where(a => a.Scheme == scheme && a.FromMonth <= month && (a.GrantedTo == null || a.GrantedTo >= month) && (a.EndedAfter == null || a.EndedAfter >= month) && (a.DiedOn == null || a.DiedOn >= first));
    }
}

/// <summary>Reckons one stretch of awards, inside the run's transaction.</summary>
/// <param name="db">The module's database.</param>
public sealed class IndexAwards(EligibilityDb db)
{
    /// <summary>The awards with numbers after one and up to another.</summary>
    public async Task HandleAsync(long id, IndexRule rule, (string From, string To) range, long total, RunStep step, CancellationToken ct)
    {
        var (low, high) = range;
        var indexation = await db.Indexations.SingleAsync(x => x.Id == id, ct);
        var awards = IndexationWorker.InPayment(db, indexation).Where(a => string.Compare(a.Number, low) > 0 && string.Compare(a.Number, high) <= 0);
        var rows = indexation.Basis == IndexationBasis.Rule
            ? (await awards.OrderBy(a => a.Number).Select(a => new { a.Id, a.Number, a.MonthlyMinor, a.FromMonth }).ToListAsync(ct)).ConvertAll(a => new AwardToRaise(a.Id, a.Number, a.MonthlyMinor, a.FromMonth, null, false))
            : (await awards.Join(db.Determinations, a => a.DeterminationId, d => d.Id, (a, d) => new { a.Id, a.Number, a.MonthlyMinor, a.FromMonth, Decision = d.Id, d.ClaimId, d.Inputs, ByPeople = a.LegacyNumber != null || d.Override != null }).OrderBy(a => a.Number).ToListAsync(ct))
                .ConvertAll(a => new AwardToRaise(a.Id, a.Number, a.MonthlyMinor, a.FromMonth, a.ByPeople ? null : Determination.OpenInputs(db.Keys, a.Decision, a.ClaimId, a.Inputs), a.ByPeople));
        var more = await AmountsInForce.MoreThanGrantedAsync(db, [.. rows.Select(r => r.Id)], indexation.FromMonth, ct);
        var lines = rows.ConvertAll(r =>
        {
            var old = r.MonthlyMinor + more.GetValueOrDefault(r.Id);
            // An amount that people gave, or another system, is not the package's: a person looks at it.
            var (kind, now) = r.ByPeople ? (IndexationKind.CannotTell, null) : rule.Of(old, r.FromMonth, r.Inputs);
            return new IndexationLine { IndexationId = id, AwardId = r.Id, AwardNumber = r.Number, Kind = kind, OldMinor = old, NewMinor = now, ChangeMinor = kind == IndexationKind.Raised ? (now ?? old) - old : 0 };
        });
        await db.BulkInsertAsync(lines, ct);
        indexation.Awards += lines.Count;
        indexation.Raised += lines.Count(l => l.Kind == IndexationKind.Raised);
        indexation.ToLookAt += lines.Count(l => l.Kind is IndexationKind.Lower or IndexationKind.NotEntitled or IndexationKind.CannotTell);
        indexation.OldMinor += lines.Sum(l => l.OldMinor);
        indexation.NewMinor += lines.Sum(l => l.OldMinor + l.ChangeMinor);
        step.Run.Total = total;
        step.Count(lines.Count, 0);
        db.RecordBulk(step.Change, nameof(IndexationLine), $"indexation {id}, {low}..{high}", new { awards = lines.Count, changeMinor = lines.Sum(l => l.ChangeMinor) });
    }

    /// <summary>An award in payment, with what its decision rested on where the rule asks for that again.</summary>
    private sealed record AwardToRaise(Guid Id, string Number, long MonthlyMinor, Month FromMonth, string? Inputs, bool ByPeople);
}
