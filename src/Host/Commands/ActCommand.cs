using System.CommandLine;

namespace Spmis.Host.Commands;

/// <summary>
/// A command somebody may give: it names the permission of the same act in the portal, or one of <see cref="CommandPermissions"/>. Whoever reads the data folder could do all of it;
/// an institution that wants people to do their acts in the portal, under their own names, lets the command line have some permissions only (setting <c>Commands:Allowed</c>).
/// </summary>
internal sealed class ActCommand(string permission, string name, string description) : Command(name, $"{description} Permission: {permission}.")
{
    /// <summary>The permission's name.</summary>
    public string Permission { get; } = permission;
}

/// <summary>Permissions of what only whoever runs the server does; no role of the portal holds them.</summary>
internal static class CommandPermissions
{
    /// <summary>Start the portal, make or update the databases, run the demo month.</summary>
    public const string Serve = "server.run";

    /// <summary>Copy everything, and put a copy back.</summary>
    public const string Backup = "server.backup";

    /// <summary>Make new keys.</summary>
    public const string Keys = "server.keys";

    /// <summary>See and repeat messages between modules.</summary>
    public const string Messages = "server.messages";

    /// <summary>Try the history's seals.</summary>
    public const string Verify = "server.verify";

    /// <summary>Work on files the caller names, or on a temporary database; no data of the installation is touched.</summary>
    public const string Tools = "tools.run";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Serve, Backup, Keys, Messages, Verify, Tools];
}
