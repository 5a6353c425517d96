using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Hosting;

namespace Spmis.Payments;

/// <summary>Everything the payments module plugs into the house.</summary>
public sealed class PaymentsModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "payments";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } = [];

    /// <inheritdoc />
    public void Add(ModuleBuilder module) => module.AddDb<PaymentsDb>();

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
    }
}
