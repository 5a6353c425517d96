using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Logging;
using Spmis.Web.Home;
using Spmis.Web.Shell;

namespace Spmis.Web.Pages;

/// <summary>Home: what waits for this user, four numbers, one chart, put together from the modules.</summary>
[Authorize(Policy = Permission.SignedIn)]
public sealed partial class IndexModel(IEnumerable<IHomeTasks> sources, IAuthorizationService authorization, ILogger<IndexModel> log) : PageModel
{
    /// <summary>What waits.</summary>
    public IReadOnlyList<HomeTask> Tasks { get; private set; } = [];

    /// <summary>At most four numbers.</summary>
    public IReadOnlyList<HomeStat> Stats { get; private set; } = [];

    /// <summary>The chart, if a module offers one.</summary>
    public HomeChart? Chart { get; private set; }

    /// <summary>Modules that failed to answer.</summary>
    public IReadOnlyList<string> Gaps { get; private set; } = [];

    /// <summary>Asks the modules one after another, because two sources may share one database context.</summary>
    public async Task OnGetAsync(CancellationToken ct)
    {
        var (tasks, stats, charts, gaps) = (new List<HomeTask>(), new List<HomeStat>(), new List<HomeChart>(), new List<string>());
        foreach (var source in sources)
        {
            try
            {
                tasks.AddRange(await source.TasksAsync(User, ct));
                stats.AddRange(await source.StatsAsync(User, ct));
                charts.AddRange(await source.ChartsAsync(User, ct));
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                // One module's trouble must not take everybody's home page away; the gap is shown and logged.
                LogGap(problem, source.GetType().Name);
                gaps.Add(source.GetType().Namespace?.Split('.') is [_, var module, ..] ? module : source.GetType().Name);
            }
        }

        Tasks = [.. (await AllowedAsync(tasks, t => t.Permission)).OrderBy(t => t.Order)];
        Stats = [.. (await AllowedAsync(stats, s => s.Permission)).OrderBy(s => s.Order).Take(4)];
        Chart = (await AllowedAsync(charts, c => c.Permission)).MinBy(c => c.Order);
        Gaps = [.. gaps.Distinct(StringComparer.Ordinal)];
    }

    private async Task<List<TItem>> AllowedAsync<TItem>(List<TItem> items, Func<TItem, string?> permission)
    {
        var allowed = new List<TItem>();
        foreach (var item in items)
        {
            if (await User.MayAsync(permission(item), authorization))
            {
                allowed.Add(item);
            }
        }

        return allowed;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Source} could not be put on the home page.")]
    private partial void LogGap(Exception problem, string source);
}
