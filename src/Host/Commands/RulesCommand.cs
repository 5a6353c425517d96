using System.CommandLine;
using Spmis.Rules;

namespace Spmis.Host.Commands;

/// <summary><c>rules check DIR</c> and <c>rules test DIR</c>: reads a scheme package, and runs the examples that lie beside its rules.</summary>
internal static class RulesCommand
{
    public static Command Make() => new("rules", "Scheme packages: the law as data.")
    {
        Verb("check", "Read a package and say where it is wrong.", (scheme, json) =>
        {
            Print(json, new { holds = true, scheme = scheme.Id, scheme.Version, scheme.Hash, rules = scheme.Rules.Count, parameters = scheme.Parameters.Count }, $"{scheme.Id} {scheme.Version} reads well: {scheme.Rules.Count} rules, {scheme.Parameters.Count} figures of the law.");
            return true;
        }),
        Verb("test", "Run a package's own examples.", (scheme, json) =>
        {
            var results = PackageTests.Run(scheme);
            var failed = results.Where(r => !r.Passed).Select(r => r.ToString()).ToList();
            Print(json, new { holds = failed.Count == 0 && results.Count > 0, total = results.Count, passed = results.Count - failed.Count, failed }, $"{results.Count} examples, {failed.Count} failed.{string.Concat(failed.Select(f => Environment.NewLine + "  " + f))}");
            return failed.Count == 0 && results.Count > 0;
        }),
        RulesVectorsCommand.Make(),
    };

    private static Command Verb(string name, string words, Func<Scheme, bool, bool> act)
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "The folder with scheme.yaml." };
        folder.AcceptExistingOnly();
        var json = CommandOptions.Json();
        var command = new Command(name, words) { folder, json };
        command.SetAction(parse =>
        {
            try
            {
                return act(SchemePackage.Load(parse.GetRequiredValue(folder).FullName), parse.GetValue(json)) ? 0 : 1;
            }
            catch (SchemeErrors errors)
            {
                Print(parse.GetValue(json), new { holds = false, errors = errors.Errors.Select(e => e.ToString()) }, errors.Message);
                return 1;
            }
        });
        return command;
    }

    private static void Print(bool json, object value, string words)
    {
        if (json)
        {
            CommandRun.PrintJson(value);
        }
        else
        {
            Console.Out.WriteLine(words);
        }
    }
}
