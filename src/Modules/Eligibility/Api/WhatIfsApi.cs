using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.WhatIfs;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Rules.WhatIfs;

namespace Spmis.Eligibility.Api;

/// <summary>A package to try.</summary>
/// <param name="From">First month, as 2026-08; null for the next month (or the last twelve of a benefit that is claimed).</param>
/// <param name="Months">How many months, 12 when not given.</param>
public sealed record WhatIfRequest(string? From, int? Months);

/// <summary>A package tried over the register, with its sums.</summary>
public sealed record WhatIfView(long Id, long PackageId, string Scheme, string PackageVersion, string FromMonth, int Months, DateOnly AsKnownOn, string Currency, int Cases, long? RunId, DateTime StartedAt, string StartedBy, DateTime? FinishedAt, WhatIfFigures Figures)
{
    /// <summary>The outcome as it stands.</summary>
    public static WhatIfView Of(WhatIf w) => new(w.Id, w.PackageId, w.Scheme, w.PackageVersion, w.FromMonth.ToString(), w.Months, w.AsKnownOn, w.Currency, w.Cases, w.RunId, w.StartedAt, w.StartedBy, w.FinishedAt, w.Read());
}

internal static class WhatIfsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/what-ifs/{id:long}", async (long id, EligibilityDb db, CancellationToken ct) =>
            WhatIfView.Of(await db.WhatIfs.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, ct) ?? throw new Refused("what-if.unknown", $"There is no what-if {id}.")))
            .Reads("schemes.read").WithSummary("A package tried over the register: persons gained and lost, cost by month, sex, age and area, beside today's rules");
        api.MapPost("/packages/{id:long}/what-ifs", (long id, WhatIfRequest r, StartWhatIf act, CurrentActor current, CancellationToken ct) =>
                act.HandleAsync(new NewWhatIf(id, r.From is null ? null : Reading.Month(r.From, "from"), r.Months ?? 12), current.Change(WhatIfWorker.RunKind), ct))
            .Writes(EligibilityModule.ModuleName, "schemes.try").WithSummary("Tries a package over the register; decides nothing");
    }
}
