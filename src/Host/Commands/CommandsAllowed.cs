using System.CommandLine;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;

namespace Spmis.Host.Commands;

/// <summary>What may be done at the command line of this installation: all, or what the setting <c>Commands:Allowed</c> (names of permissions) leaves. Starting the portal is always allowed, and so is work on files of the caller's own (<see cref="CommandPermissions.Tools"/>).</summary>
internal static class CommandsAllowed
{
    private const string Setting = "Commands:Allowed";

    /// <exception cref="Refused">The command's permission is not among those allowed, or the setting names one that does not exist.</exception>
    public static void Check(ParseResult parse, IServiceProvider services)
    {
        if (services.GetRequiredService<IConfiguration>().GetSection(Setting).Get<string[]>() is not { } allowed || parse.CommandResult.Command is not ActCommand { Permission: not CommandPermissions.Tools } command)
        {
            return;
        }

        // A process of some modules does not know the others' permissions.
        var known = services.GetRequiredService<IReadOnlyList<Permission>>().Select(p => p.Name).Concat(CommandPermissions.All).ToHashSet(StringComparer.Ordinal);
        if (services.GetRequiredService<ProcessShape>().Modules is null && allowed.FirstOrDefault(a => !known.Contains(a)) is { } unknown)
        {
            throw new Refused("command.setting", $"The setting {Setting} names '{unknown}', which is no permission. Each command's --help says its own.");
        }

        if (!allowed.Contains(command.Permission, StringComparer.Ordinal))
        {
            throw new Refused("command.not-allowed", $"This installation does not let '{command.Name}' be done at the command line. Do it in the portal under your own name, or have {command.Permission} added to the setting {Setting}.");
        }
    }
}
