using Microsoft.EntityFrameworkCore.Diagnostics;
using Spmis.Kernel.Access;

namespace Spmis.Kernel.Data;

/// <summary>Tells a request whose rows were read for its answer: one place for all pages, so that none is forgotten.</summary>
internal sealed class RowsShown : IMaterializationInterceptor
{
    /// <summary>One for all contexts; it keeps nothing.</summary>
    public static readonly RowsShown Instance = new();

    /// <inheritdoc />
    public object InitializedInstance(MaterializationInterceptionData materializationData, object entity)
    {
        if (entity is IOfPerson or ITellsOfPersons && materializationData.Context is ModuleDb { Shown: { IsChoosing: false } shown })
        {
            shown.AddRow(entity);
        }

        return entity;
    }
}
