using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Api;
using Spmis.Contributions.Takeover;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Values;

namespace Spmis.Host.Commands;

/// <summary><c>contributions takeover FILE --source NAME --kind history|balances --cut-over 2026-06 [--controls FILE] [--dry-run] [--json]</c> and <c>contributions reconciliation SOURCE [--json]</c>.</summary>
internal static class ContributionsTakeoverCommands
{
    public static IEnumerable<Command> Verbs() => [Takeover(), Reconciliation()];

    private static Command Takeover()
    {
        var path = new Argument<FileInfo>("file") { Description = "CSV or Excel, in the columns of the template." };
        path.AcceptExistingOnly();
        var source = new Option<string>("--source") { Description = "The old system's name.", Required = true };
        var kind = new Option<TakeoverKind>("--kind") { Description = "history (contributions of persons) or balances (opening balances of employers).", Required = true };
        var cutOver = new Option<string>("--cut-over") { Description = "First month kept here, as 2026-06.", Required = true };
        var controls = new Option<FileInfo>("--controls") { Description = "Control totals of the old books, one a line: 'lines 1200', '2019 employee 1234.50'. Needed unless it is a dry run, which shows what the file comes to." };
        controls.AcceptExistingOnly();
        var scheme = new Option<string?>("--scheme") { Description = "The scheme, where there are several." };
        var days = new Option<int>("--days-per-month") { Description = "Insured days that make a month, where the old system counted days.", DefaultValueFactory = _ => PrepareTakeover.UsualDays };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what the file comes to and the verdicts; keep nothing." };
        var command = new ActCommand("takeovers.prepare", "takeover", "Prepare the takeover of an old system's history or balances. Another person approves it in the portal before anything is posted.") { path, source, kind, cutOver, controls, scheme, days, dryRun };
        command.SetAction((parse, ct) =>
        {
            var dry = parse.GetValue(dryRun);
            return CommandRun.InHostAsync(
                parse,
                async services =>
                {
                    await using var file = new ImportCommands.NamedFile(parse.GetRequiredValue(path).FullName);
                    var change = new Change { Act = PrepareTakeover.Act, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
                    var input = new NewTakeover
                    {
                        Kind = parse.GetRequiredValue(kind),
                        Source = parse.GetRequiredValue(source),
                        CutOver = Month.TryParse(parse.GetRequiredValue(cutOver), out var month) ? month : throw new Refused("takeover.cut-over", $"--cut-over is '{parse.GetValue(cutOver)}'; write the month as 2026-06.", "cutOver"),
                        Scheme = parse.GetValue(scheme),
                        Controls = parse.GetValue(controls) is { } totals ? await File.ReadAllTextAsync(totals.FullName, ct) : null,
                        DaysPerMonth = parse.GetValue(days),
                        File = file,
                        FileName = file.Name,
                        Length = file.Length,
                    };
                    await using var scope = services.CreateAsyncScope();
                    return dry
                        ? Checked(TakeoverCheckAnswer.Of(await scope.ServiceProvider.GetRequiredService<CheckTakeover>().HandleAsync(input, change, ct)))
                        : await PrepareAsync(services, scope.ServiceProvider, input, change, ct);
                },
                ct,
                background: !dry,
                check: CommandOptions.MustExist(parse));
        });
        return command;
    }

    private static async Task<CommandOutcome> PrepareAsync(IServiceProvider services, IServiceProvider scope, NewTakeover input, Change change, CancellationToken ct)
    {
        var prepared = await scope.GetRequiredService<PrepareTakeover>().HandleAsync(input, change, ct);
        await Console.Error.WriteLineAsync(prepared.Note);
        await Settle.WaitAsync(services, null, ct, change.Now);
        await using var after = services.CreateAsyncScope();
        var batch = TakeoverAnswer.Of(await after.ServiceProvider.GetRequiredService<FindTakeovers>().ReadAsync(prepared.BatchId, ct));
        return new CommandOutcome(
            batch.Refused == 0, new { holds = batch.Refused == 0, takeover = batch },
            string.Create(CultureInfo.InvariantCulture, $"Takeover {batch.Id} of {batch.Source}: {batch.Lines} lines, {batch.Accepted} to be taken over, {batch.Refused} refused; {batch.State}. The portal has the refused lines under /contributions/takeovers/{batch.Id}."));
    }

    private static CommandOutcome Checked(TakeoverCheckAnswer found)
    {
        var holds = found.Refused == 0 && found.Differences.Count == 0;
        var words = found.FileComesTo.Select(t => $"  {t}").Prepend("The file comes to:")
            .Concat(found.Differences.Select(d => $"  differs: {d}"))
            .Append(string.Create(CultureInfo.InvariantCulture, $"Dry run, nothing was kept. {found.Accepted} lines could be taken over, {found.Refused} would be refused."))
            .Concat(found.Problems.Select(p => $"  {p.Text}"));
        return new CommandOutcome(holds, new { holds, dryRun = found }, string.Join(Environment.NewLine, words));
    }

    private static Command Reconciliation()
    {
        var source = new Argument<string>("source") { Description = "The old system's name." };
        var command = new ActCommand("takeovers.read", "reconciliation", "Compare an old system's books with what is held of it here, by year and kind.") { source };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var scope = services.CreateAsyncScope();
                var found = ReconciliationAnswer.Of(await scope.ServiceProvider.GetRequiredService<ReconcileTakeover>().HandleAsync(parse.GetRequiredValue(source), ct));
                var words = found.Years.Select(y => $"  {y.Year} {y.Kind,-12} old {y.Old,16}  held {y.Held,16}  waiting {y.Waiting,14}  refused {y.Refused,14}  unexplained {y.Unexplained,14} {y.Currency}").Prepend(found.Holds ? $"{found.Source}: nothing is unexplained." : $"{found.Source}: something is unexplained.");
                return new CommandOutcome(found.Holds, found, string.Join(Environment.NewLine, words));
            },
            ct,
            background: false,
            check: CommandOptions.MustExist(parse)));
        return command;
    }
}
