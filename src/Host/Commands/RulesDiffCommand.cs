using System.CommandLine;
using Spmis.Rules;

namespace Spmis.Host.Commands;

/// <summary><c>rules diff A B</c>: what a new version changes, in words.</summary>
internal static class RulesDiffCommand
{
    public static Command Make()
    {
        var before = RulesCommand.Package("before");
        var after = RulesCommand.Package("after");
        var command = new ActCommand(CommandPermissions.Tools, "diff", "Say in words what a new version of a package changes.") { before, after };
        command.SetAction((parse, _) => RulesCommand.RunAsync(parse, () =>
        {
            var old = SchemePackage.Load(RulesCommand.Folder(parse.GetRequiredValue(before)));
            var now = SchemePackage.Load(RulesCommand.Folder(parse.GetRequiredValue(after)));
            var changes = SchemeDiff.Compare(old, now);
            var words = changes.Count == 0 ? "Nothing changes." : string.Join(Environment.NewLine, changes.Select(c => $"{c.Part,-8} {c.Words}"));
            return new CommandOutcome(
                true,
                new { before = new { scheme = old.Id, old.Version, old.Hash }, after = new { scheme = now.Id, now.Version, now.Hash }, total = changes.Count, changes },
                $"{old.Id} {old.Version} -> {now.Id} {now.Version}{Environment.NewLine}{words}");
        }));
        return command;
    }
}
