using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Statistics;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Statistics;

/// <summary>What extracts for statistics can be made of, and which were made.</summary>
[Authorize(Policy = StatisticsPermissions.Read)]
public sealed class StatisticsListModel(HostedModules modules, IEnumerable<IStatisticsSet> sets, IAuthorizationService authorization) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public IReadOnlyList<IStatisticsSet> Sets { get; private set; } = [];

    public WorkPage<StatisticsExtract> Extracts { get; private set; } = WorkPage<StatisticsExtract>.None;

    public bool MayPrepare { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        MayPrepare = await User.MayAsync(StatisticsPermissions.Prepare, authorization);
        Sets = [.. sets.OrderBy(s => s.Module, StringComparer.Ordinal).ThenBy(s => s.Name, StringComparer.Ordinal)];
        Extracts = await modules.NewestAsync(null, After, db => db.StatisticsExtracts.AsNoTracking().Select(e => new Dated<StatisticsExtract> { At = e.ApprovedAt, Id = e.Id, Row = e }), ct);
    }
}
