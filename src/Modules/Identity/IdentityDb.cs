using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Identity;

/// <summary>The database of the identity module.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class IdentityDb(DbContextOptions<IdentityDb> options) : ModuleDb(options)
{
    /// <inheritdoc />
    public override string Module => IdentityModule.ModuleName;

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(IdentityDb).Assembly);
}
