using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Hosting;

namespace Spmis.Contributions;

/// <summary>Everything the contributions module plugs into the house.</summary>
public sealed class ContributionsModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "contributions";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } = [];

    /// <inheritdoc />
    public void Add(ModuleBuilder module) => module.AddDb<ContributionsDb>();

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
    }
}
