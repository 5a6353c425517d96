using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Spmis.Host.Demo;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Host.Commands;

/// <summary><c>demo</c>: a whole social security month on invented people, through the acts, messages and jobs the portal uses, with its promises checked at the end.</summary>
internal static class DemoCommand
{
    public static Command Make()
    {
        var persons = Number("--persons", 10_000, "Lines of persons.csv.", 20, 5_000_000);
        var employers = Number("--employers", 200, "Lines of employers.csv.", 1, 100_000);
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same files and the same totals.", DefaultValueFactory = _ => 1 };
        var report = new Option<FileInfo?>("--report") { Description = "Write counts, amounts, promises, seconds and rows per second as JSON to this file." };
        var resume = new Option<bool>("--resume") { Description = "Go on with the demo that was interrupted in this data folder; its numbers need not be given again." };
        var command = new ActCommand(CommandPermissions.Serve, "demo", "Run a whole month on a fresh data folder: register, collect, decide, pay, reconcile; then check the promises.") { persons, employers, seed, report, resume };
        command.SetAction((parse, ct) =>
        {
            var data = CommandOptions.DataOf(parse);
            var folder = Path.Combine(data.FullName, "demo");
            var begun = parse.GetValue(resume) ? DemoState.Find(folder) : null;
            var options = new DemoOptions(Of(persons, begun?.Persons), Of(employers, begun?.Employers), Of(seed, begun?.Seed), folder);
            return CommandRun.InHostAsync(parse, services => RunAsync(services, options, parse.GetValue(report), ct), ct, check: () => CheckFolder(data, options, parse.GetValue(resume)));

            // What is resumed has its numbers already; only one that was typed can differ, and is then refused.
            int Of(Option<int> option, int? asBegun) => asBegun is { } number && parse.GetResult(option) is null or { Implicit: true } ? number : parse.GetValue(option);
        });
        return command;
    }

    private static Option<int> Number(string name, int usual, string words, int least, int most)
    {
        var option = new Option<int>(name) { Description = $"{words} {least} to {most}.", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{name} is {value}; give a number from {least} to {most}.");
            }
        });
        return option;
    }

    private static void CheckFolder(DirectoryInfo data, DemoOptions options, bool resume)
    {
        var begun = DemoState.Find(options.Folder) is not null;
        if (!resume && data.Exists && data.EnumerateFiles("*.db").Any())
        {
            throw new Refused("demo.data-not-empty", $"{data.FullName} holds data already. {(begun ? "Add --resume to go on with its demo, or give" : "Give")} another folder with --data; nothing was changed.");
        }

        if (resume && !begun && data.Exists && data.EnumerateFiles("*.db").Any())
        {
            throw new Refused("demo.nothing-to-resume", $"{data.FullName} holds data, but no demo was begun there; nothing was changed.");
        }

        // Before the first database file: a demo killed while it makes them can be resumed like any other.
        DemoState.Open(options).Save(options.Folder);
    }

    private static async Task<CommandOutcome> RunAsync(IServiceProvider services, DemoOptions options, FileInfo? file, CancellationToken ct)
    {
        var state = CommandRun.Progress.Profile.Capabilities.Interactive
            ? await LiveAsync(services, options, ct)
            : await DemoCycle.RunAsync(services, options, (step, _, _, ended) => Tell(step, ended), ct);
        var outcome = await DemoPromises.CheckAsync(services, options, state, ct);
        if (file is not null)
        {
            file.Directory?.Create();
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(outcome, SpmisJson.Indented), ct);
        }

        await TellUsersAsync(services, ct);
        foreach (var broken in outcome.Invariants.Where(i => !i.Holds))
        {
            await Console.Error.WriteLineAsync($"Promise broken: {broken.Name}: {broken.Detail}");
        }

        return new CommandOutcome(outcome.Holds, outcome, () => DemoSummary.Print(outcome));
    }

    /// <summary>On standard error, not in the report: passwords are for whoever sits here now.</summary>
    private static async Task TellUsersAsync(IServiceProvider services, CancellationToken ct)
    {
        await Console.Error.WriteLineAsync("Accounts to walk through the portal with (passwords shown only now):");
        foreach (var user in await DemoUsers.MakeAsync(services, ct))
        {
            await Console.Error.WriteLineAsync($"  {user.UserName,-14} {user.Password,-20} {user.Actor.Name}");
        }
    }

    /// <summary>A bar a step, moving.</summary>
    private static Task<DemoState> LiveAsync(IServiceProvider services, DemoOptions options, CancellationToken ct) => CommandRun.Progress.Progress()
        .AutoClear(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
        .StartAsync(shown =>
        {
            Dictionary<string, ProgressTask> tasks = [];
            return DemoCycle.RunAsync(services, options, (step, done, total, ended) => Show(shown, tasks, step, done, total, ended), ct);
        });

    /// <summary>A line a step, for logs and pipes.</summary>
    private static void Tell(DemoStep step, StepReport? ended)
    {
        if (ended is not null)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Name}: {ended.Rows:N0} rows in {ended.Seconds:N1} s"));
        }
    }

    private static void Show(ProgressContext shown, Dictionary<string, ProgressTask> tasks, DemoStep step, long done, long? total, StepReport? ended)
    {
        if (!tasks.TryGetValue(step.Name, out var task))
        {
            tasks[step.Name] = task = shown.AddTask(Markup.Escape(step.Title), maxValue: 1);
            task.IsIndeterminate = true;
        }

        if (ended is not null)
        {
            task.IsIndeterminate = false;
            task.Description = Markup.Escape($"{step.Title}: {ended.Rows:N0} rows");
            task.Value = task.MaxValue;
            task.StopTask();
        }
        else if (total > 0)
        {
            task.IsIndeterminate = false;
            (task.MaxValue, task.Value) = (total.Value, Math.Min(done, total.Value));
        }
    }
}
