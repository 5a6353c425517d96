using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Arrears;

/// <summary>Starts the run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="AlreadyAccrued">Interest was reckoned to this day before; nothing was started.</param>
public sealed record InterestStarted(long RunId, bool AlreadyAccrued);

/// <summary>Charges interest on bills that were not paid in time, reckoned to a day. Once a day; what was charged before is taken off.</summary>
public sealed class AccrueInterest(ContributionsDb db)
{
    public const string RunKind = "contributions.interest";

    public async Task<InterestStarted> HandleAsync(DateOnly on, Change change, CancellationToken ct)
    {
        if (on > change.Today)
        {
            throw new Refused("interest.day-ahead", $"{on:yyyy-MM-dd} has not come; interest is reckoned to a day that has.", "on");
        }

        var run = Run.Of(RunKind, $"{on:yyyy-MM-dd}", $"Interest to {on:yyyy-MM-dd}", new InterestRunInput(on), change);
        if (await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Key == run.Key, ct) is { } before)
        {
            return new InterestStarted(before.Id, true);
        }

        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return new InterestStarted(run.Id, false);
    }
}

/// <summary>What the run needs.</summary>
/// <param name="On">The day to which interest is reckoned.</param>
public sealed record InterestRunInput(DateOnly On);
