using System.CommandLine;
using Spmis.Eligibility.Schemes;
using Spmis.Rules;

namespace Spmis.Host.Commands;

/// <summary><c>rules VERB</c>: scheme packages on the command line. Here <c>check</c> and <c>test</c>; the others have files of their own.</summary>
internal static class RulesCommand
{
    public static Command Make() => new("rules", "Scheme packages: the law as data.")
    {
        Verb("check", "Read a package and say where it is wrong.", scheme =>
            new CommandOutcome(true, new { holds = true, scheme = scheme.Id, scheme.Version, scheme.Hash, rules = scheme.Rules.Count, parameters = scheme.Parameters.Count }, $"{scheme.Id} {scheme.Version} reads well: {scheme.Rules.Count} rules, {scheme.Parameters.Count} figures of the law.")),
        Verb("test", "Run a package's own examples.", scheme =>
        {
            var results = PackageTests.Run(scheme);
            var failed = results.Where(r => !r.Passed).Select(r => r.ToString()).ToList();
            var holds = failed.Count == 0 && results.Count > 0;
            return new CommandOutcome(holds, new { holds, total = results.Count, passed = results.Count - failed.Count, failed }, $"{results.Count} examples, {failed.Count} failed.{string.Concat(failed.Select(f => Environment.NewLine + "  " + f))}");
        }),
        RulesVectorsCommand.Make(),
        RulesExplainCommand.Make(),
        RulesDiffCommand.Make(),
        RulesBenchCommand.Make(),
        ConformityCommand.Make(),
    };

    /// <summary>The argument that names a package: its folder, or the id of one that ships.</summary>
    public static Argument<string> Package(string name = "package") => new(name) { Description = "The folder with scheme.yaml, or the id of a package that ships." };

    /// <summary>The folder a package argument means.</summary>
    public static string Folder(string package) => !Directory.Exists(package) && Directory.Exists(Path.Combine(ShippedPackages.Folder, package)) && !package.Contains("..", StringComparison.Ordinal)
        ? Path.Combine(ShippedPackages.Folder, package)
        : package;

    /// <summary>Does the work and prints its outcome; what is wrong with a package or an argument becomes words and exit code 1.</summary>
    public static Task<int> RunAsync(ParseResult parse, Func<CommandOutcome> work) => CommandRun.PrintedAsync(parse, () => Task.FromResult(Outcome(work)));

    private static CommandOutcome Outcome(Func<CommandOutcome> work)
    {
        try
        {
            return work();
        }
        catch (SchemeErrors errors)
        {
            return new CommandOutcome(false, new { holds = false, errors = errors.Errors.Select(e => e.ToString()) }, errors.Message);
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // .NET puts the name of a C# parameter behind the sentence.
            var words = e.Message.Split(" (Parameter '", 2)[0];
            return new CommandOutcome(false, new { holds = false, errors = new[] { words } }, () => Console.Error.WriteLine(words));
        }
    }

    private static Command Verb(string name, string words, Func<Scheme, CommandOutcome> act)
    {
        var package = Package("dir");
        var command = new ActCommand(CommandPermissions.Tools, name, words) { package };
        command.SetAction((parse, _) => RunAsync(parse, () => act(SchemePackage.Load(Folder(parse.GetRequiredValue(package))))));
        return command;
    }
}
