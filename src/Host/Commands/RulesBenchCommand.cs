using System.CommandLine;
using Spmis.Rules;

namespace Spmis.Host.Commands;

/// <summary><c>rules bench PACKAGE</c>: how many cases a second a package does on one core of this machine.</summary>
internal static class RulesBenchCommand
{
    public static Command Make()
    {
        var package = RulesCommand.Package();
        var rules = new Option<string[]>("--rule") { Description = "The rule to measure; all outputs when left out.", AllowMultipleArgumentsPerToken = true };
        var seconds = new Option<double>("--seconds") { Description = "How long each measurement runs, 0.1 to 60.", DefaultValueFactory = _ => 1 };
        var command = new ActCommand(CommandPermissions.Tools, "bench", "Measure a package on the cases of its own tests.") { package, rules, seconds };
        command.SetAction((parse, _) => RulesCommand.RunAsync(parse, () =>
        {
            var time = parse.GetRequiredValue(seconds) is >= 0.1 and <= 60 and var s ? TimeSpan.FromSeconds(s) : throw new ArgumentException("--seconds is 0.1 to 60.");
            var scheme = SchemePackage.Load(RulesCommand.Folder(parse.GetRequiredValue(package)));
            var speeds = SchemeBench.Run(scheme, parse.GetValue(rules) ?? [], time);
            return new CommandOutcome(
                true,
                new { scheme = scheme.Id, scheme.Version, cores = 1, rules = speeds },
                string.Join(Environment.NewLine, speeds.Select(r => FormattableString.Invariant($"{r.Rule,-32} {r.RowsPerSecond,14:N0} rows/s   explained in {r.ExplainMicroseconds,8:N1} microseconds"))));
        }));
        return command;
    }
}
