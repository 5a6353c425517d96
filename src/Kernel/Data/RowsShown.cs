using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;

namespace Spmis.Kernel.Data;

/// <summary>Tells a request whose rows were read for its answer: one place for all pages, so that none is forgotten. Contexts of such requests have it, and no others (<see cref="SpmisDatabase.Configure"/>).</summary>
internal sealed class RowsShown : IMaterializationInterceptor
{
    /// <summary>One for all contexts; it keeps nothing.</summary>
    public static readonly RowsShown Instance = new();

    /// <summary>Whom a request that fetches something tells; null where nobody looks: consumers, runs, commands, and acts, whose changes are in the history.</summary>
    public static PersonsShown? Of(HttpContext? context) => context is not null && HttpMethods.IsGet(context.Request.Method) ? context.RequestServices.GetService<PersonsShown>() : null;

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
