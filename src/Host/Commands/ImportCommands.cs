using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions;
using Spmis.Contributions.Receipts;
using Spmis.Eligibility;
using Spmis.Eligibility.Claims;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;
using Spmis.Registration;
using Spmis.Registration.Associations;
using Spmis.Registration.Imports;

namespace Spmis.Host.Commands;

/// <summary>The importers from the command line: <c>persons import FILE</c>, <c>contributions import FILE</c> and so on. A verdict a line; exit code 0 only when no line was refused.</summary>
internal static class ImportCommands
{
    private const int Shown = 100;

    public static IEnumerable<Command> All()
    {
        var source = new Option<string?>("--source") { Description = "Whose register it is; references are unique within it." };
        yield return Noun("persons", "Persons and households.", Import("Register persons from a CSV file.", RegistrationModule.ModuleName, [source], async (services, file, parse, change, ct) =>
            (await services.GetRequiredService<StartImport>().HandleAsync(ImportKind.Persons, file, file.Name, parse.GetValue(source), change, ct)).RunId));
        var employerSource = new Option<string?>("--source") { Description = "Whose register it is; references are unique within it." };
        yield return Noun("employers", "Employers.", Import("Register employers from a CSV file.", RegistrationModule.ModuleName, [employerSource], async (services, file, parse, change, ct) =>
            (await services.GetRequiredService<StartImport>().HandleAsync(ImportKind.Employers, file, file.Name, parse.GetValue(employerSource), change, ct)).RunId));
        yield return Noun("areas", "The country's division: regions, districts, villages.", Import("Take areas from a CSV file: code, name, level, parent, from, until, latitude, longitude (where it is drawn); parents before the areas in them.", RegistrationModule.ModuleName, [], async (services, file, _, change, ct) =>
            (await services.GetRequiredService<StartImport>().HandleAsync(ImportKind.Areas, file, file.Name, null, change, ct)).RunId));
        var association = new Option<string>("--association") { Description = "Number of the association whose members the file names.", Required = true };
        yield return Noun("members", "Members of associations.", Import("Enrol the members of an association from a CSV file: number, national_id, given_name, family_name, birth_date, member_number, role, from.", RegistrationModule.ModuleName, [association], async (services, file, parse, change, ct) =>
            (await services.GetRequiredService<StartMemberList>().HandleAsync(parse.GetRequiredValue(association), file, file.Name, change, ct)).RunId));
        yield return Noun("associations", "Cooperatives, mutuals and unions.", DueCensuses());
        yield return Noun("contributions", "Returns of employers.", [.. ContributionsCommands.Verbs()]);
        yield return Noun("receipts", "What the bank and the mobile-money operator received for us.", Receipts());
        var scheme = new Option<string>("--scheme") { Description = "The benefit claimed.", Required = true };
        yield return Noun("claims", "Claims for benefits.", Import("Take claims from a CSV file.", EligibilityModule.ModuleName, [scheme], async (services, file, parse, change, ct) =>
            (await services.GetRequiredService<ImportClaims>().HandleAsync(new ClaimsFile { Content = file, Name = file.Name, Scheme = parse.GetRequiredValue(scheme), Length = file.Length }, change, ct)).RunId));
    }

    private static Command Receipts() => Import("Take the receipts of a bank or mobile-money statement: camt.053, camt.054, MT940 or CSV.", ContributionsModule.ModuleName, [], async (services, file, _, change, ct) =>
        (await services.GetRequiredService<ImportStatement>().HandleAsync(new NewStatement { File = file, FileName = file.Name, Length = file.Length }, change, ct)).RunId);

    private static Command DueCensuses()
    {
        var by = new Option<DateOnly?>("--by") { Description = "The day, as 2026-12-31; today when nothing is said." };
        var command = new ActCommand("associations.read", "due", "List the associations whose members are to be counted by a day, the longest overdue first; at most 100.") { by };
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var scope = services.CreateAsyncScope();
                var day = parse.GetValue(by) ?? DateOnly.FromDateTime(services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
                var due = (await scope.ServiceProvider.GetRequiredService<ReadAssociation>().FindAsync(null, day, ReadAssociation.MostLines, ct)).Select(a => new { a.Number, a.Name, a.NextCensusOn }).ToList();
                return new CommandOutcome(true, new { holds = true, by = day, due }, due.Count == 0 ? $"No census is due by {day:yyyy-MM-dd}." : string.Join(Environment.NewLine, due.Select(a => $"{a.Number}  {a.NextCensusOn:yyyy-MM-dd}  {a.Name}")));
            },
            ct,
            background: false,
            check: CommandOptions.MustExist(parse)));
        return command;
    }

    private static Command Noun(string name, string words, params Command[] verbs)
    {
        var noun = new Command(name, words);
        verbs.ToList().ForEach(noun.Subcommands.Add);
        return noun;
    }

    private static Command Import(string words, string module, IReadOnlyList<Option> options, Func<IServiceProvider, NamedFile, ParseResult, Change, CancellationToken, Task<long>> start)
    {
        var path = new Argument<FileInfo>("file") { Description = "The file." };
        path.AcceptExistingOnly();
        var command = new ActCommand("registration.import", "import", words) { path };
        options.ToList().ForEach(command.Options.Add);
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            async services =>
            {
                await using var file = new NamedFile(parse.GetRequiredValue(path).FullName);
                var change = new Change { Act = $"{module}.import", Actor = CommandRun.Operator, Now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime };
                await using var scope = services.CreateAsyncScope();
                var run = await start(scope.ServiceProvider, file, parse, change, ct);
                await Settle.WaitAsync(services, null, ct, change.Now);
                return await OutcomeAsync(services, module, run, ct);
            },
            ct));
        return command;
    }

    internal static async Task<CommandOutcome> OutcomeAsync(IServiceProvider services, string module, long id, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module);
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        var refused = await LinesAsync(db, id, RunLine.RefusedVerdict, ct);
        var noted = await LinesAsync(db, id, RunLine.NotedVerdict, ct);
        var holds = run is { FinishedAt: not null, FailedAt: null, Refused: 0 };
        var words = refused.Select(l => $"  line {l.Line}{(l.Column is null ? "" : $", {l.Column}")}: {l.Text}")
            .Concat(run.Refused > refused.Select(l => l.Line).Distinct().Count() ? [$"  The first {refused.Count} reasons; all of them are in the portal, run {run.Id} of {module}."] : Array.Empty<string>())
            .Concat(noted.Select(l => $"  line {l.Line}, taken, but look at it: {l.Text}"))
            .Prepend($"{run.Title}: {run.State}; {run.Done} lines, {run.Accepted} accepted, {run.Refused} refused.{(run.Problem is null ? "" : " " + run.Problem)}");
        return new CommandOutcome(
            holds, new { holds, module, run = run.Id, run.State, run.Done, run.Accepted, run.Refused, run.Problem, refusedLines = refused, notedLines = noted }, string.Join(Environment.NewLine, words));
    }

    private static async Task<IReadOnlyList<ShownLine>> LinesAsync(ModuleDb db, long run, string verdict, CancellationToken ct) =>
        await db.RunLines.AsNoTracking().Where(l => l.RunId == run && l.Verdict == verdict).OrderBy(l => l.Line).ThenBy(l => l.Part).Take(Shown)
            .Select(l => new ShownLine(l.Line, l.Column, l.Value, l.Code, l.Text)).ToListAsync(ct);

    /// <summary>A line that was refused or is worth a look.</summary>
    private sealed record ShownLine(long Line, string? Column, string? Value, string? Code, string? Text);

    /// <summary>A file that knows its own name without the path.</summary>
    internal sealed class NamedFile(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
    {
        public new string Name => Path.GetFileName(base.Name);
    }
}
