using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Hosting;

namespace Spmis.Identity;

/// <summary>Everything the identity module plugs into the house.</summary>
public sealed class IdentityModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "identity";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } = [];

    /// <inheritdoc />
    public void Add(ModuleBuilder module) => module.AddDb<IdentityDb>();

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
    }
}
