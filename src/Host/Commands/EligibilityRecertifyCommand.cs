using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Api;
using Spmis.Eligibility.Recertifications;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Values;

namespace Spmis.Host.Commands;

/// <summary><c>eligibility recertify</c>: looks at the awards of a scheme or programme once more, or only shows who would leave.</summary>
internal static class EligibilityRecertifyCommand
{
    public static Command Make()
    {
        var scheme = new Option<string?>("--scheme") { Description = "A benefit decided in rounds: its awards of no programme." };
        var programme = new Option<string?>("--programme") { Description = "A programme's code: its awards, and whom it is for counts." };
        var from = new Option<string>("--from") { Description = "The first month not paid to those who leave, next month at the earliest: 2026-08.", Required = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show who would leave." };
        var command = new ActCommand("awards.prepare", "recertify", "Look at awards decided in rounds once more, on what is known now. Who leaves waits for a second person; nothing changes before.") { scheme, programme, from, dryRun };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            services => RunAsync(services, new NewRecertification(parse.GetValue(scheme) ?? "", MonthOf(parse.GetRequiredValue(from)), parse.GetValue(dryRun)) { Programme = parse.GetValue(programme) }, ct),
            ct,
            check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> RunAsync(IServiceProvider services, NewRecertification input, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(input.Scheme) == string.IsNullOrWhiteSpace(input.Programme))
        {
            throw new Refused("recertification.whose", "Name a scheme by --scheme or a programme by --programme, one of the two.", "scheme");
        }

        await using var scope = services.CreateAsyncScope();
        var change = new Change { Act = RecertificationWorker.RunKind, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        var started = await scope.ServiceProvider.GetRequiredService<StartRecertification>().HandleAsync(input, change, ct);
        await Settle.WaitAsync(services, null, ct, change.Now);
        var db = scope.ServiceProvider.GetRequiredService<EligibilityDb>();
        var r = RecertificationView.Of(await db.Recertifications.AsNoTracking().SingleAsync(x => x.Id == started.RecertificationId, ct));
        return new CommandOutcome(
            r.FinishedAt is not null,
            new { recertification = r, startedBefore = started.StartedBefore },
            string.Create(CultureInfo.InvariantCulture, $"{(started.StartedBefore ? "There is one for this month already; nothing was done twice. " : "")}{(r.DryRun ? "Dry run, nothing is changed: " : "")}{(r.Programme.Length > 0 ? r.Programme : r.Scheme)} from {r.FromMonth}: {r.Confirmed} of {r.Awards} awards stay, {r.Leaving} leave after {r.LastMonth}, of {r.CannotTell} nobody can tell. All of them stand at /eligibility/recertifications/{r.Id}."));
    }

    private static Month MonthOf(string text) => Month.TryParse(text, out var month) ? month : throw new Refused("month.unreadable", $"--from is '{text}'; write the month as 2026-08.", "from");
}
