using System.CommandLine;

namespace Spmis.Host.Commands;

/// <summary>The command line: <c>NOUN VERB</c>, and a few single words. Without any word it serves the portal. Every command takes <c>--data</c>, <c>--json</c> and <c>--help</c>.</summary>
public static class Cli
{
    /// <summary>Understands a command line and does what it says.</summary>
    /// <returns>The exit code: 0 only when all held.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var parse = Root().Parse(args);
        return parse.Errors.Count > 0 && parse.Action is not System.CommandLine.Help.HelpAction
            ? await CommandRun.NotUnderstoodAsync(parse)
            : await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>All commands.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("SPMIS, the social protection management information system. Without a command it serves the portal on http://localhost:5080.")
        {
            CommandOptions.Data(), CommandOptions.Json(),
        };
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
        root.Subcommands.Add(BackupCommands.Backup());
        root.Subcommands.Add(BackupCommands.Restore());
        root.Subcommands.Add(AuditCommand.Make());
        root.Subcommands.Add(MessagesCommand.Make());
        root.Subcommands.Add(UsersCommand.Make());
        root.Subcommands.Add(KeysCommand.Make());
        root.Subcommands.Add(LinkageCommands.Make());
        root.Subcommands.Add(RegistryCommands.Make());
        return root;
    }
}
