using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Awards;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Eligibility.LifeCertificates;

/// <summary>What the run needs.</summary>
/// <param name="Day">The business day.</param>
public sealed record CertificatesInput(DateOnly Day);

/// <summary>Looks at every award in payment, a thousand at a time: when the next proof is due, and which award is suspended because none came in time.</summary>
public sealed class CertificatesWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.certificates";

    private const int Awards = 1_000;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "certificates.record";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var day = run.InputAs<CertificatesInput>().Day;
        var total = run.Total ?? await InPayment(db, day).CountAsync(ct);
        var after = run.Checkpoint ?? "";
        while (true)
        {
            var from = after;
            var numbers = await InPayment(db, day).Where(a => string.Compare(a.Number, from) > 0).OrderBy(a => a.Number).Select(a => a.Number).Take(Awards).ToListAsync(ct);
            if (numbers.Count == 0)
            {
                break;
            }

            var to = after = numbers[^1];
            yield return new RunChunk(to, (services, step, token) => services.GetRequiredService<CheckCertificates>().HandleAsync(day, (from, to), total, step, token));
        }

        // Awards that ended, or whose person died, stand in no stretch any more: nobody is asked for them.
        yield return new RunChunk(after, async (services, _, token) =>
        {
            var own = services.GetRequiredService<EligibilityDb>();
            await own.CertificateDues.Where(d => !InPayment(own, day).Any(a => a.Id == d.AwardId)).ExecuteDeleteAsync(token);
        });
    }

    /// <summary>Awards that may be paid in the month of a day or later.</summary>
    internal static IQueryable<Award> InPayment(EligibilityDb db, DateOnly day)
    {
        var month = Month.Of(day);
        return db.Awards.AsNoTracking().Where(a => a.ApprovedAt != null && a.DiedOn == null && (a.EndedAfter == null || a.EndedAfter >= month) && (a.GrantedTo == null || a.GrantedTo >= month));
    }
}
