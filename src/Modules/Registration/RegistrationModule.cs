using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;
using Spmis.Kernel.Hosting;

namespace Spmis.Registration;

/// <summary>Everything the registration module plugs into the house.</summary>
public sealed class RegistrationModule : IModule
{
    /// <summary>Schema, database file, API prefix and queue.</summary>
    public const string ModuleName = "registration";

    /// <inheritdoc />
    public string Name => ModuleName;

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions { get; } = [];

    /// <inheritdoc />
    public void Add(ModuleBuilder module) => module.AddDb<RegistrationDb>();

    /// <inheritdoc />
    public void MapApi(RouteGroupBuilder api)
    {
    }
}
