using Microsoft.AspNetCore.Routing;
using Spmis.Kernel.Access;

namespace Spmis.Kernel.Hosting;

/// <summary>A module: everything it plugs into the house, on one screen.</summary>
public interface IModule
{
    /// <summary>Its name: schema, database file, API prefix, queue.</summary>
    string Name { get; }

    /// <summary>What its pages, APIs and commands let people do, and which roles may.</summary>
    IReadOnlyList<Permission> Permissions { get; }

    /// <summary>Services, consumers, run workers, proposed acts, menu.</summary>
    void Add(ModuleBuilder module);

    /// <summary>Endpoints under <c>/api/NAME</c>, thin.</summary>
    void MapApi(RouteGroupBuilder api);
}

/// <summary>The module that owns a database, by its context type.</summary>
/// <typeparam name="TDb">The module's database.</typeparam>
/// <param name="Name">The module's name.</param>
public sealed record ModuleOf<TDb>(string Name);
