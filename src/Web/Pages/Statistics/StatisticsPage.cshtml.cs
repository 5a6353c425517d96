using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Kernel.Statistics;
using Spmis.Web.Shell;
using Spmis.Web.Work;

namespace Spmis.Web.Pages.Statistics;

/// <summary>One extract: what, for whom, why, how much of it is hidden, and its file.</summary>
[Authorize(Policy = StatisticsPermissions.Read)]
public sealed class StatisticsPageModel(HostedModules modules, IAuthorizationService authorization, CurrentActor current) : PageModel
{
    [BindProperty(SupportsGet = true)] public string Module { get; set; } = "";

    [BindProperty(SupportsGet = true)] public long Id { get; set; }

    public StatisticsExtract Extract { get; private set; } = null!; // Loaded before the page is drawn.

    public Run? Run { get; private set; }

    public bool MayFetch { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var db = modules.Db(Module);
        Extract = await db.StatisticsExtracts.AsNoTracking().SingleOrDefaultAsync(e => e.Id == Id, ct) ?? throw new Refused("statistics.unknown", $"There is no extract {Id} in {Module}.");
        var key = $"{MakeExtract.KindOf(Module)}:{Id}";
        Run = await db.RunsSeen.AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, ct);
        MayFetch = Extract is { MadeAt: not null, RemovedAt: null } && Extract.KeepUntil >= current.Change("").Today && await User.MayAsync(StatisticsPermissions.Fetch, authorization);
    }
}
