using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>When a month's return came, said once for dues, estimates, drafts, clearance and risks.</summary>
internal static class MonthReturns
{
    /// <summary>Returns by which their month is declared: a nil return, or lines of any return were accepted, be it a supplementary one that mended an original of which nothing held.</summary>
    public static IQueryable<Return> Came(this IQueryable<Return> returns) => returns.Where(r => r.Slot != null && r.AssessedAt != null && (r.Accepted > 0 || r.Kind == ReturnKind.Nil));

    /// <summary>Returns filed and still to be assessed; not those whose file could not be read to its end.</summary>
    public static IQueryable<Return> OnTheirWay(this IQueryable<Return> returns, IQueryable<Run> runs) =>
        returns.Where(r => r.Slot != null && r.AssessedAt == null && !runs.Any(run => run.Id == r.RunId && (run.FailedAt != null || run.CancelledAt != null)));

    /// <summary>As <see cref="Came(IQueryable{Return})"/>, of one.</summary>
    public static bool Came(this Return filed) => filed is { Slot: not null, AssessedAt: not null } && (filed.Accepted > 0 || filed.Kind == ReturnKind.Nil);
}
