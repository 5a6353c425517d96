using System.CommandLine;

namespace Spmis.Host.Commands;

/// <summary>The command line: <c>NOUN VERB</c>, and a few single words. Without any word it serves the portal.</summary>
public static class Cli
{
    /// <summary>All commands.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("SPMIS, the social protection management information system. Without a command it serves the portal on http://localhost:5080.");
        ServeCommand.AddTo(root);
        root.Subcommands.Add(DemoCommand.Make());
        foreach (var noun in ImportCommands.All())
        {
            root.Subcommands.Add(noun);
        }

        root.Subcommands.Add(PaymentsCommands.Make());
        root.Subcommands.Add(RulesCommand.Make());
        root.Subcommands.Add(EligibilityCommand.Make());
        root.Subcommands.Add(MigrateCommand.Make());
        root.Subcommands.Add(AuditCommand.Make());
        root.Subcommands.Add(MessagesCommand.Make());
        root.Subcommands.Add(UsersCommand.Make());
        return root;
    }
}
