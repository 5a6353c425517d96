using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Eligibility;

/// <summary>The database of the eligibility module.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class EligibilityDb(DbContextOptions<EligibilityDb> options) : ModuleDb(options)
{
    /// <inheritdoc />
    public override string Module => EligibilityModule.ModuleName;

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(EligibilityDb).Assembly);
}
