using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Hosting;

namespace Spmis.Eligibility;

/// <summary>Everything the eligibility module plugs into the house.</summary>
public sealed class EligibilityModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "eligibility";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } = [];

    /// <inheritdoc />
    public void Add(ModuleBuilder module) => module.AddDb<EligibilityDb>();

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
    }
}
