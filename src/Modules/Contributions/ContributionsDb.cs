using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Contributions;

/// <summary>The database of the contributions module.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class ContributionsDb(DbContextOptions<ContributionsDb> options) : ModuleDb(options)
{
    /// <inheritdoc />
    public override string Module => ContributionsModule.ModuleName;

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(ContributionsDb).Assembly);
}
