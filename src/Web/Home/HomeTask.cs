using System.Security.Claims;
using Spmis.Web.Parts;

namespace Spmis.Web.Home;

/// <summary>Something that waits for the user on the home page.</summary>
/// <param name="Text">What to do, in the reader's language: "Resolve possible duplicates".</param>
/// <param name="Href">The filtered queue it leads to.</param>
/// <param name="Status">How it stands: "7 open", "Awaiting check".</param>
/// <param name="Kind">The status tag's meaning.</param>
/// <param name="Permission">The permission without which it is not shown; null for everybody signed in.</param>
/// <param name="Order">Small first; most pressing first.</param>
public sealed record HomeTask(string Text, string Href, string Status, TagKind Kind = TagKind.Info, string? Permission = null, int Order = 100);

/// <summary>A number on the home page.</summary>
/// <param name="Value">Printed: "12,408" or "61,230.75 KES".</param>
/// <param name="Text">What it counts, in the reader's language.</param>
/// <param name="Href">The list behind it, if any.</param>
/// <param name="Permission">The permission without which it is not shown; null for everybody signed in.</param>
/// <param name="Order">Small first; the page shows the first four the user may see.</param>
public sealed record HomeStat(string Value, string Text, string? Href = null, string? Permission = null, int Order = 100);

/// <summary>A bar chart on the home page; the first one the user may see is drawn.</summary>
/// <param name="Title">What it shows, with the period.</param>
/// <param name="Bars">One per month, area or group.</param>
/// <param name="Permission">The permission without which it is not shown; null for everybody signed in.</param>
/// <param name="Order">Small first.</param>
public sealed record HomeChart(string Title, IReadOnlyList<ChartBar> Bars, string? Permission = null, int Order = 100);

/// <summary>What a module puts on the home page. Register any number: <c>services.AddScoped&lt;IHomeTasks, DuplicateTasks&gt;()</c>.</summary>
public interface IHomeTasks
{
    /// <summary>What waits for this user; counts must come from an index, not from a scan.</summary>
    Task<IReadOnlyList<HomeTask>> TasksAsync(ClaimsPrincipal user, CancellationToken ct);

    /// <summary>Numbers for this user.</summary>
    Task<IReadOnlyList<HomeStat>> StatsAsync(ClaimsPrincipal user, CancellationToken ct) => Task.FromResult<IReadOnlyList<HomeStat>>([]);

    /// <summary>Charts for this user.</summary>
    Task<IReadOnlyList<HomeChart>> ChartsAsync(ClaimsPrincipal user, CancellationToken ct) => Task.FromResult<IReadOnlyList<HomeChart>>([]);
}
