using System.CommandLine;
using Spmis.Contributions;
using Spmis.Contributions.Api;
using Spmis.Contributions.Associations;
using Spmis.Contributions.Bills;
using Spmis.Contributions.DayWork;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Recalculations;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Values;

namespace Spmis.Host.Commands;

/// <summary><c>contributions import FILE --period P [--employer N] [--profile NAME] [--scheme S] [--dry-run] [--json]</c>, <c>contributions member-list FILE --association N --period P</c>, <c>contributions days FILE --employer N</c>, <c>contributions profiles</c>, <c>contributions statement EMPLOYER</c>, <c>contributions recalculate SCHEME [--from M]</c>, <c>contributions bench [--lines N]</c>.</summary>
internal static class ContributionsCommands
{
    private const int Shown = 100;

    public static IEnumerable<Command> Verbs() => [ImportReturn(), ImportMemberList(), ImportDays(), Profiles(), Statement(), Recalculate(), ContributionsSubsidiesCommand.Make(), ContributionsBenchCommand.Make(), .. ContributionsTakeoverCommands.Verbs()];

    private static Command ImportReturn()
    {
        var path = new Argument<FileInfo>("file") { Description = "The file." };
        path.AcceptExistingOnly();
        var employer = new Option<string?>("--employer") { Description = "Employer number; left out, the one the file names." };
        var scheme = new Option<string?>("--scheme") { Description = "The scheme; left out, the only one that collects." };
        var period = new Option<string>("--period") { Description = "Month, as 2026-03.", Required = true };
        var kind = new Option<ReturnKind>("--kind") { Description = "Original, supplementary or correction.", DefaultValueFactory = _ => ReturnKind.Original };
        var profile = new Option<string?>("--profile") { Description = "Filing layout, see 'contributions profiles'; left out, it is recognised." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show verdicts and totals; change nothing." };
        var command = new ActCommand("returns.file", "import", "File an employer's return.") { path, employer, period, kind, profile, scheme, dryRun };
        command.SetAction((parse, ct) =>
        {
            var dry = parse.GetValue(dryRun);
            return CommandRun.InHostAsync(
                parse,
                async services =>
                {
                    await using var file = new ImportCommands.NamedFile(parse.GetRequiredValue(path).FullName);
                    var change = new Change { Act = "returns.file", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
                    var month = Month.TryParse(parse.GetRequiredValue(period), out var read) ? read : throw new Refused("return.period", $"--period is '{parse.GetValue(period)}'; write the month as 2026-03.", "period");
                    await using var scope = services.CreateAsyncScope();
                    var input = new NewReturn
                    {
                        EmployerNumber = parse.GetValue(employer) ?? await scope.ServiceProvider.GetRequiredService<WhoseReturn>().HandleAsync(() => parse.GetRequiredValue(path).OpenRead(), parse.GetValue(profile), month, parse.GetValue(scheme), ct),
                        Scheme = parse.GetValue(scheme),
                        Month = month,
                        Kind = parse.GetValue(kind),
                        Profile = parse.GetValue(profile),
                        File = file,
                        FileName = file.Name,
                        Length = file.Length,
                    };
                    return dry
                        ? Found(CheckAnswer.Of(await scope.ServiceProvider.GetRequiredService<CheckReturn>().HandleAsync(input, change, ct)))
                        : await FileAsync(services, scope.ServiceProvider.GetRequiredService<FileReturn>(), input, change, ct);
                },
                ct,
                background: !dry,
                check: dry ? CommandOptions.MustExist(parse) : null);
        });
        return command;
    }

    private static Command ImportMemberList()
    {
        var path = new Argument<FileInfo>("file") { Description = "CSV: number or member_number, and earnings or amount." };
        path.AcceptExistingOnly();
        var association = new Option<string>("--association") { Description = "Association number.", Required = true };
        var period = new Option<string>("--period") { Description = "Month paid for, as 2026-03.", Required = true };
        var scheme = new Option<string?>("--scheme") { Description = "The scheme; left out, the only one that collects." };
        var command = new ActCommand("memberlists.file", "member-list", "File the list of the members for whom an association pays in a month.") { path, association, period, scheme };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var file = new ImportCommands.NamedFile(parse.GetRequiredValue(path).FullName);
                await using var scope = services.CreateAsyncScope();
                var change = new Change { Act = "members.file", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
                var month = Month.TryParse(parse.GetRequiredValue(period), out var read) ? read : throw new Refused("members.period", $"--period is '{parse.GetValue(period)}'; write the month as 2026-03.", "period");
                var filed = await scope.ServiceProvider.GetRequiredService<FileMemberList>().HandleAsync(parse.GetRequiredValue(association), month, parse.GetValue(scheme), file, file.Name, change, ct);
                await Settle.WaitAsync(services, null, ct, change.Now);
                await Console.Error.WriteLineAsync($"Member list {filed.PaymentReference}{(filed.AlreadyFiled ? ", filed before" : "")}.");
                return await ImportCommands.OutcomeAsync(services, ContributionsModule.ModuleName, filed.RunId ?? throw new Refused("members.no-run", "This list has no verdicts."), ct);
            },
            ct));
        return command;
    }

    private static Command ImportDays()
    {
        var path = new Argument<FileInfo>("file") { Description = "CSV or XLSX: number, or national_id, or names and birth_date; day; worked (yes or no)." };
        path.AcceptExistingOnly();
        var employer = new Option<string>("--employer") { Description = "Employer number.", Required = true };
        var scheme = new Option<string?>("--scheme") { Description = "The scheme; left out, the only one with vouchers for day work." };
        var command = new ActCommand("daywork.manage", "days", "Put vouchers for day work to the workers' days of a file, and confirm those marked as worked.") { path, employer, scheme };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var file = new ImportCommands.NamedFile(parse.GetRequiredValue(path).FullName);
                await using var scope = services.CreateAsyncScope();
                var change = new Change { Act = "daywork.file", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
                var filed = await scope.ServiceProvider.GetRequiredService<FileDays>().HandleAsync(parse.GetRequiredValue(employer), parse.GetValue(scheme), file, file.Name, change, ct);
                await Settle.WaitAsync(services, null, ct, change.Now);
                if (filed.AlreadyFiled)
                {
                    await Console.Error.WriteLineAsync("This file was taken before; nothing was done twice.");
                }

                return await ImportCommands.OutcomeAsync(services, ContributionsModule.ModuleName, filed.RunId ?? throw new Refused("daywork.no-run", "This file has no verdicts."), ct);
            },
            ct));
        return command;
    }

    private static async Task<CommandOutcome> FileAsync(IServiceProvider services, FileReturn act, NewReturn input, Change change, CancellationToken ct)
    {
        var filed = await act.HandleAsync(input, change, ct);
        await Console.Error.WriteLineAsync(filed.Note);
        await Settle.WaitAsync(services, null, ct, change.Now);
        return await ImportCommands.OutcomeAsync(services, ContributionsModule.ModuleName, filed.RunId ?? throw new Refused("return.no-run", "A return from a file has verdicts; this one has none."), ct);
    }

    private static CommandOutcome Found(CheckAnswer found)
    {
        var words = found.Problems.Concat(found.Warnings).Take(Shown).Select(p => $"  line {p.Line}{(p.Column is null ? "" : $", {p.Column}")}: {p.Text} {p.Remedy}")
            .Prepend($"Wages {found.Wages}, base {found.Base}, employees {found.EmployeeShare}, employer {found.EmployerShare} {found.Currency}.{string.Concat(found.Subsidies.Select(s => $" {s.Programme} takes on {s.Amount}."))} To be billed: {found.Owed}.")
            .Prepend($"Dry run, nothing was changed. Layout {found.Profile}{(found.Recognised ? " (recognised)" : "")}: {found.Lines} lines, {found.Accepted} accepted, {found.Unknown} to be looked for in the register, {found.Refused} refused.");
        return new CommandOutcome(found.Refused == 0, new { holds = found.Refused == 0, dryRun = found }, string.Join(Environment.NewLine, words));
    }

    private static Command Profiles()
    {
        var command = new ActCommand("returns.read", "profiles", "List the filing layouts known.");
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            services =>
            {
                var all = services.GetRequiredService<ProfileBook>().All.Select(ProfileAnswer.Of).ToList();
                return Task.FromResult(new CommandOutcome(true, new { holds = true, profiles = all }, string.Join(Environment.NewLine, all.Select(p => $"{p.Name,-16} {p.Form,-10} {p.Title}"))));
            },
            ct,
            background: false));
        return command;
    }

    private static Command Statement()
    {
        var number = new Argument<string>("employer") { Description = "Employer number." };
        var command = new ActCommand("returns.read", "statement", "An employer's statement of account.") { number };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var scope = services.CreateAsyncScope();
                var account = AccountAnswer.Of(await scope.ServiceProvider.GetRequiredService<ReadAccount>().HandleAsync(parse.GetRequiredValue(number), CommandRun.Operator, ct));
                var words = account.Lines.Select(l => $"  {l.On:yyyy-MM-dd}  {l.Kind,-12} {l.Reference,-34} {l.Charged,16} {l.Balance,16}").Prepend($"{account.EmployerNumber} {account.Name}: balance {account.Balance} {account.Currency}.");
                return new CommandOutcome(true, new { holds = true, account }, string.Join(Environment.NewLine, words));
            },
            ct,
            background: false,
            check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static Command Recalculate()
    {
        var scheme = new Argument<string>("scheme") { Description = "The scheme whose law changed." };
        var from = new Option<string?>("--from") { Description = "First month, as 2026-01; by default the first that the last activation decides." };
        var command = new ActCommand("assessments.recalculate", "recalculate", "Reckon what was assessed once more by the law as it is known now. Differences wait for a second person; nothing is billed or given back by it.") { scheme, from };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var scope = services.CreateAsyncScope();
                var change = new Change { Act = RecalculateWorker.RunKind, Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
                var first = parse.GetValue(from) is not { } text ? (Month?)null : Month.TryParse(text, out var month) ? month : throw new Refused("month.unreadable", $"--from is '{text}'; write the month as 2026-01.", "from");
                var started = await scope.ServiceProvider.GetRequiredService<StartRecalculation>().HandleAsync(parse.GetRequiredValue(scheme), first, change, ct);
                await Settle.WaitAsync(services, null, ct, change.Now);
                var r = RecalculationAnswer.Of(await scope.ServiceProvider.GetRequiredService<ListRecalculations>().ReadAsync(started.RecalculationId, ct));
                return new CommandOutcome(r.FinishedAt is not null, r, $"{r.Scheme} {r.PackageVersion}, {r.FromMonth} to {r.ThroughMonth}: {r.Differences} differences, {r.More} {r.Currency} owed more, {r.Less} {r.Currency} assessed too much, {r.ByHand} to look at by hand.");
            },
            ct,
            check: CommandOptions.MustExist(parse)));
        return command;
    }
}
