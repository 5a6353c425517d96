using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.WhatIfs;

/// <summary>What the run needs.</summary>
/// <param name="WhatIfId">The what-if.</param>
public sealed record WhatIfInput(long WhatIfId);

/// <summary>Reckons a package and today's rules over everybody in the register (or over the claims of the time), a thousand at a time.</summary>
public sealed class WhatIfWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.what-if";

    private const int Rows = 1_000;
    private const string End = "end";

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "schemes.try";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var w = await db.WhatIfs.AsNoTracking().SingleAsync(x => x.Id == run.InputAs<WhatIfInput>().WhatIfId, ct);
        var package = await db.Packages.AsNoTracking().SingleAsync(p => p.Id == w.PackageId, ct);
        var draft = SchemeBook.Load(package);
        var reckoners = new Reckoners(w.AsKnownOn); // Compiled once for the whole run; chunks come one after another.
        var (first, last) = (w.FromMonth.First, w.LastMonth.Last);
        var keys = package.Use == SchemeUse.Rounds
            ? RoundWorker.InScope(db).Select(p => p.RegistrationNumber)
            : db.Claims.AsNoTracking().Where(c => c.Scheme == w.Scheme && c.EventOn >= first && c.EventOn <= last).Select(c => c.Number);
        var total = run.Total ?? await keys.CountAsync(ct);
        var after = run.Checkpoint ?? "";
        while (after != End)
        {
            var from = after;
            var page = await keys.Where(k => string.Compare(k, from) > 0).OrderBy(k => k).Take(Rows).ToListAsync(ct);
            var to = after = page.Count == 0 ? End : page[^1];
            yield return page.Count == 0
                ? new RunChunk(End, async (services, step, token) => (await services.GetRequiredService<EligibilityDb>().WhatIfs.SingleAsync(x => x.Id == w.Id, token)).FinishedAt = step.Change.Now)
                : new RunChunk(to, async (services, step, token) =>
                {
                    step.Run.Total = total;
                    var act = services.GetRequiredService<TryPackage>();
                    await (package.Use == SchemeUse.Rounds ? act.PersonsAsync(w.Id, draft, reckoners, (from, to), step, token) : act.ClaimsAsync(w.Id, draft, reckoners, (from, to), step, token));
                });
        }
    }
}
