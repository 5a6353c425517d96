using System.CommandLine;
using Spmis.Eligibility.Schemes;
using Spmis.Rules;

namespace Spmis.Host.Commands;

/// <summary><c>rules VERB</c>: scheme packages on the command line. Here <c>check</c> and <c>test</c>; the others have files of their own.</summary>
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
        RulesExplainCommand.Make(),
        RulesDiffCommand.Make(),
        RulesBenchCommand.Make(),
    };

    /// <summary>The argument that names a package: its folder, or the id of one that ships.</summary>
    public static Argument<string> Package(string name = "package") => new(name) { Description = "The folder with scheme.yaml, or the id of a package that ships." };

    /// <summary>The folder a package argument means.</summary>
    public static string Folder(string package) => !Directory.Exists(package) && Directory.Exists(Path.Combine(ShippedPackages.Folder, package)) && !package.Contains("..", StringComparison.Ordinal)
        ? Path.Combine(ShippedPackages.Folder, package)
        : package;

    /// <summary>Does the work; what is wrong with a package or an argument becomes words and exit code 1.</summary>
    public static int Run(bool json, Func<bool> act)
    {
        try
        {
            return act() ? 0 : 1;
        }
        catch (SchemeErrors errors)
        {
            Print(json, new { holds = false, errors = errors.Errors.Select(e => e.ToString()) }, errors.Message);
            return 1;
        }
        catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
        {
            // .NET puts the name of a C# parameter behind the sentence.
            var words = e.Message.Split(" (Parameter '", 2)[0];
            if (json)
            {
                CommandRun.PrintJson(new { holds = false, errors = new[] { words } });
            }
            else
            {
                Console.Error.WriteLine(words);
            }

            return 1;
        }
    }

    public static void Print(bool json, object value, string words)
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

    private static Command Verb(string name, string words, Func<Scheme, bool, bool> act)
    {
        var package = Package("dir");
        var json = CommandOptions.Json();
        var command = new Command(name, words) { package, json };
        command.SetAction(parse => Run(parse.GetValue(json), () => act(SchemePackage.Load(Folder(parse.GetRequiredValue(package))), parse.GetValue(json))));
        return command;
    }
}
