using System.CommandLine;

namespace Spmis.Host.Commands;

/// <summary><c>migrate</c>: creates or updates the databases of all modules hosted here.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command("migrate", "Create or update the databases (as every start does).");
        command.SetAction((parse, ct) => CommandRun.InHostAsync(CommandOptions.DataOf(parse), _ => Task.FromResult(true), ct, background: false));
        return command;
    }
}
