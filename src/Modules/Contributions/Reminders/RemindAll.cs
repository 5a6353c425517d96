using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Contributions.Clock;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Reminders;

/// <summary>What the run needs.</summary>
/// <param name="On">The day.</param>
/// <param name="LapsesOnly">Only the last days of debts are kept, nobody is reminded.</param>
public sealed record ReminderRunInput(DateOnly On, bool LapsesOnly = false);

/// <summary>Starts the run that makes reminders and stops those that are done with; one a day.</summary>
public sealed class RemindAll(ContributionsDb db)
{
    public const string RunKind = "contributions.reminders";

    /// <returns>The run; null when the day had its run.</returns>
    public Task<long?> HandleAsync(Change change, CancellationToken ct) => DailyRun.StartAsync(db, RunKind, "Reminders of", day => new ReminderRunInput(day), change, ct);
}

/// <summary>Looks every hour whether the day had its run.</summary>
public sealed class DueReminders(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueReminders> log) : ClockedLook(scopes, time, log)
{
    /// <inheritdoc />
    protected override string Act => "reminders.make";

    /// <inheritdoc />
    protected override Task LookAsync(IServiceProvider services, Change change, CancellationToken ct) => services.GetRequiredService<RemindAll>().HandleAsync(change, ct);
}
