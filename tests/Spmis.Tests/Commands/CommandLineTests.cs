using System.CommandLine;
using System.CommandLine.Help;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Host.Commands;
using Spmis.Kernel.Access;
using Spmis.TestKit;

namespace Spmis.Tests.Commands;

/// <summary>One style for all commands: noun and verb, the same options, words that explain.</summary>
public sealed class CommandLineTests
{
    private static readonly string[] SingleWords = ["serve", "demo", "migrate", "backup", "restore"];

    [Fact]
    public async Task Commands_All_NameTheirPermission_TakeDataAndJson_AndExplainThemselves()
    {
        await using var app = await SpmisApp.StartAsync();
        var known = app.Services.GetRequiredService<IReadOnlyList<Permission>>().Select(p => p.Name).Concat(CommandPermissions.All).ToList();
        var root = Cli.Root();
        var commands = Leaves(root).ToList();
        commands.Count.ShouldBeGreaterThan(14);

        foreach (var (path, command) in commands)
        {
            var name = string.Join(' ', path);
            (path.Length == 2 || SingleWords.Contains(name)).ShouldBeTrue($"'{name}' is neither noun and verb nor one of the single words");
            command.Description.ShouldNotBeNullOrWhiteSpace(name);
            command.Action.ShouldNotBeNull(name);
            command.ShouldBeOfType<ActCommand>($"'{name}' names no permission").Permission.ShouldBeOneOf([.. known], name);
            command.Arguments.ShouldAllBe(a => a.Description!.Length > 5, name);
            command.Options.ShouldAllBe(o => o.Name.StartsWith("--") && o.Description!.Length > 5, name);

            // Whatever else it needs is missing here; these three it understands.
            var parsed = root.Parse([.. path, "--data", "somewhere", "--json"]);
            if (command.Options.Any(o => o.Name == "--data"))
            {
                name.ShouldStartWith("linkage ", customMessage: "only the linkage commands have a --data of their own: a table, and no data folder at all");
            }
            else
            {
                parsed.GetValue<DirectoryInfo>("--data")!.Name.ShouldBe("somewhere", name);
            }

            parsed.GetValue<bool>("--json").ShouldBeTrue(name);
            parsed.UnmatchedTokens.ShouldBeEmpty(name);
            root.Parse([.. path, "--help"]).Action.ShouldBeOfType<HelpAction>(name);
        }
    }

    [Fact]
    public void Nouns_All_SayWhatTheyAreAbout() => Cli.Root().Subcommands.ShouldAllBe(c => c.Description!.Length > 5);

    private static IEnumerable<(string[] Path, Command Command)> Leaves(Command command, params string[] path) => command.Subcommands.Count == 0
        ? [(path, command)]
        : command.Subcommands.SelectMany(c => Leaves(c, [.. path, c.Name]));
}
