using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Claims;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;

namespace Spmis.Host.Commands;

/// <summary><c>eligibility due</c>: opens claims for those for whom a package's condition began to hold, such as an age reached.</summary>
internal static class EligibilityDueCommand
{
    public static Command Make()
    {
        var on = new Option<string?>("--on") { Description = "The last day looked at, as 2026-07-01; by default today." };
        var since = new Option<string?>("--since") { Description = "The day after which to look, the first time; afterwards each look begins where the last one ended." };
        var command = new ActCommand("claims.file", "due", "Open claims that fall due by the calendar, such as at the age of pension. They are drafts until somebody claims.") { on, since };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => DueAsync(services, Day(parse.GetValue(on), "on"), Day(parse.GetValue(since), "since"), ct), ct));
        return command;
    }

    private static async Task<CommandOutcome> DueAsync(IServiceProvider services, DateOnly? on, DateOnly? since, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var change = new Change { Act = OpenDueWorker.RunKind, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        var runs = await scope.ServiceProvider.GetRequiredService<OpenDueClaims>().HandleAsync(on ?? change.Today, since, change, ct);
        await Settle.WaitAsync(services, null, ct, change.Now);
        var db = scope.ServiceProvider.GetRequiredService<EligibilityDb>();
        var looked = await db.Runs.AsNoTracking().Where(r => runs.Contains(r.Id)).SumAsync(r => r.Done, ct);
        var drafts = await db.Claims.CountAsync(c => c.Draft && c.ClosedAt == null, ct);
        return new CommandOutcome(true, new { runs, looked, drafts }, $"{runs.Count} schemes, {looked} persons looked at; {drafts} claims wait for somebody to claim them.");
    }

    private static DateOnly? Day(string? text, string option) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw new Refused("day.unreadable", $"--{option} is '{text}'; write the day as 2026-07-01.", option);
}
