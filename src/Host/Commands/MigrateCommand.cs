using System.CommandLine;
using Spmis.Kernel.Hosting;

namespace Spmis.Host.Commands;

/// <summary><c>migrate</c>: creates or updates the databases of all modules hosted here.</summary>
internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new ActCommand(CommandPermissions.Serve, "migrate", "Create or update the databases (as every start does).");
        command.SetAction((parse, ct) => CommandRun.InHostAsync(
            parse,
            services =>
            {
                var modules = services.GetServices<IModule>().Select(m => m.Name).ToList();
                return Task.FromResult(new CommandOutcome(true, new { holds = true, modules }, $"The databases of {string.Join(", ", modules)} are up to date."));
            },
            ct, background: false));
        return command;
    }
}
