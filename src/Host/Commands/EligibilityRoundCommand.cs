using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Api;
using Spmis.Eligibility.Rounds;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Values;

namespace Spmis.Host.Commands;

/// <summary><c>eligibility round</c>: decides a programme, or a benefit for everybody entitled, over the register, or only shows what would come of it.</summary>
internal static class EligibilityRoundCommand
{
    private const int Shown = 100;

    public static Command Make()
    {
        var programme = new Option<string>("--programme") { Description = "A programme's code, or the scheme of a benefit that everybody entitled gets.", Required = true };
        var month = new Option<string?>("--month") { Description = "The month, as 2026-07; this one by default." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only show what would come of it." };
        var command = new ActCommand("rounds.start", "round", "Decide a programme over the whole register: each person selected, not selected, on the waiting list, or cannot tell. Awards wait for a second person.") { programme, month, dryRun };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(parse, services => RunAsync(services, parse.GetRequiredValue(programme), parse.GetValue(month), parse.GetValue(dryRun), ct), ct, check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static async Task<CommandOutcome> RunAsync(IServiceProvider services, string programme, string? month, bool dryRun, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var change = new Change { Act = RoundWorker.RunKind, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
        var day = month is null ? Month.Of(change.Today) : Month.TryParse(month, out var read) ? read : throw new Refused("month.unreadable", $"--month is '{month}'; write the month as 2026-07.", "month");
        var db = scope.ServiceProvider.GetRequiredService<EligibilityDb>();
        var known = await db.Programmes.AnyAsync(p => p.Code == programme, ct);
        var input = new NewRound(known ? "" : programme, day) { Programme = known ? programme : "", DryRun = dryRun };
        var started = await scope.ServiceProvider.GetRequiredService<StartRound>().HandleAsync(input, change, ct);
        await Settle.WaitAsync(services, null, ct, change.Now);
        var round = await db.Rounds.AsNoTracking().SingleAsync(r => r.Id == started.RoundId, ct);
        var places = await db.RoundPlaces.AsNoTracking().Where(p => p.RoundId == round.Id).OrderBy(p => p.Area).ThenBy(p => p.Rank).Take(Shown).ToListAsync(ct);
        return new CommandOutcome(
            round.FinishedAt is not null,
            new { round = RoundView.Of(round), round.Programme, dryRun = round.IsDryRun, startedBefore = started.StartedBefore, round.Outside, round.Waiting, round.HaveAward, places = places.Select(p => new { p.Area, p.Rank, p.PersonNumber, Score = p.ScoreThousandths / 1_000m, p.Selected }) },
            Words(round, started.StartedBefore, places));
    }

    private static string Words(EligibilityRound r, bool before, List<RoundPlace> places)
    {
        var text = new StringBuilder(before ? "There was a round for this month already; nothing was done twice." + Environment.NewLine : "");
        text.Append(CultureInfo.InvariantCulture, $"{(r.IsDryRun ? "Dry run, nothing is decided: " : "")}{(r.Programme.Length > 0 ? r.Programme : r.Scheme)} {r.PackageVersion} for {r.Month}: {r.Selected} selected, {r.NotSelected} not entitled, {r.CannotTell} cannot tell");
        text.Append(CultureInfo.InvariantCulture, $"{(r.Programme.Length > 0 ? $", {r.Waiting} on the waiting list, {r.HaveAward} with an award already, {r.Outside} outside the programme" : "")}.");
        places.ForEach(p => text.AppendLine().Append(CultureInfo.InvariantCulture, $"  {(p.Area.Length > 0 ? p.Area + " " : "")}{p.Rank}. {p.PersonNumber} {p.ScoreThousandths / 1_000m:0.###} {(p.Selected ? "selected" : "waiting")}"));
        return (r.Selected + r.Waiting > Shown && places.Count == Shown ? text.AppendLine().Append(CultureInfo.InvariantCulture, $"  ... the first {Shown}; all of them stand at /eligibility/rounds/{r.Id}/list.") : text).ToString();
    }
}
