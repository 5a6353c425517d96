using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Registration;

/// <summary>The database of the registration module.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class RegistrationDb(DbContextOptions<RegistrationDb> options) : ModuleDb(options)
{
    /// <inheritdoc />
    public override string Module => RegistrationModule.ModuleName;

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(RegistrationDb).Assembly);
}
