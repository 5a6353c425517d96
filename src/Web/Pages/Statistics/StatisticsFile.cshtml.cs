using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Statistics;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Statistics;

/// <summary>The file of an extract.</summary>
[Authorize(Policy = StatisticsPermissions.Fetch)]
public sealed class StatisticsFileModel(HostedModules modules, CurrentActor current) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string module, long id, CancellationToken ct)
    {
        _ = modules.Db(module); // Refuses what is not hosted here.
        var fetch = HttpContext.RequestServices.GetRequiredKeyedService<FetchExtract>(module);
        var extract = await fetch.OpenAsync(id, current.Change(FetchExtract.Act), ct);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"statistics-{module}-{id}.csv\"";
        await fetch.WriteAsync(extract, Response.Body, ct);
        return new EmptyResult();
    }
}
