using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Data;

namespace Spmis.Payments;

/// <summary>The database of the payments module.</summary>
/// <param name="options">Provider and connection.</param>
public sealed class PaymentsDb(DbContextOptions<PaymentsDb> options) : ModuleDb(options)
{
    /// <inheritdoc />
    public override string Module => PaymentsModule.ModuleName;

    /// <inheritdoc />
    protected override void Map(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(PaymentsDb).Assembly);
}
