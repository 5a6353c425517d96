using System.CommandLine;
using Spmis.Rules;

namespace Spmis.Host.Commands;

/// <summary><c>rules check DIR</c> and <c>rules test DIR</c>: reads a scheme package, and runs the examples that lie beside its rules.</summary>
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
    };

    private static Command Verb(string name, string words, Func<Scheme, CommandOutcome> act)
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "The folder with scheme.yaml." };
        folder.AcceptExistingOnly();
        var command = new Command(name, words) { folder };
        command.SetAction((parse, _) => CommandRun.PrintedAsync(parse, () => Task.FromResult(Read(parse.GetRequiredValue(folder), act))));
        return command;
    }

    private static CommandOutcome Read(DirectoryInfo folder, Func<Scheme, CommandOutcome> act)
    {
        try
        {
            return act(SchemePackage.Load(folder.FullName));
        }
        catch (SchemeErrors errors)
        {
            return new CommandOutcome(false, new { holds = false, errors = errors.Errors.Select(e => e.ToString()) }, errors.Message);
        }
    }
}
