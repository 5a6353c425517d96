using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Web.Work;

/// <summary>What waits for the caller.</summary>
/// <param name="Id">The proposal.</param>
/// <param name="Act">What approval does.</param>
/// <param name="Title">For people.</param>
/// <param name="PreparedBy">Who prepared it.</param>
/// <param name="PreparedAt">When.</param>
/// <param name="Step">The step that is due, from 1.</param>
/// <param name="Steps">The permission of each step, in order.</param>
/// <param name="AtStake">The amounts.</param>
/// <param name="Shown">What is approved, field by field.</param>
public sealed record DueView(long Id, string Act, string Title, string PreparedBy, DateTime PreparedAt, int Step, IReadOnlyList<string> Steps, IReadOnlyList<AmountAtStake> AtStake, IReadOnlyList<ShownField> Shown);

/// <summary>The decision on the step that is due.</summary>
/// <param name="Approve">True approves, false rejects.</param>
/// <param name="Reason">Needed to reject.</param>
public sealed record DueDecision(bool Approve, string? Reason);

/// <summary>The inbox of approvals by API, the same for every module: the step that is due may need another permission than the act's own route.</summary>
public static class ApprovalsApi
{
    private const int Most = 100;

    /// <summary>Adds both routes to a module's API.</summary>
    public static void Map(IEndpointRouteBuilder api, string module)
    {
        api.MapGet("/approvals", (FourEyes fourEyes, IServiceProvider services, CurrentActor current, long? after, CancellationToken ct) => DueAsync(module, fourEyes, services, current, after ?? 0, ct))
            .Reads(WorkPermissions.ReadProposals).WithSummary("What waits for the caller's approval, oldest first, 100 at most; the step that is due and what is at stake");
        api.MapPost("/approvals/{id:long}", (long id, DueDecision how, FourEyes fourEyes, CurrentActor current, CancellationToken ct) => DecideAsync(module, id, how, fourEyes, current, ct))
            .Writes(module, WorkPermissions.ReadProposals).WithSummary("Approves or rejects the step that is due; says whether the act was done or which step is next");
    }

    private static async Task<IReadOnlyList<DueView>> DueAsync(string module, FourEyes fourEyes, IServiceProvider services, CurrentActor current, long after, CancellationToken ct)
    {
        var db = services.GetRequiredKeyedService<ModuleDb>(module);
        var rows = await fourEyes.DueFor(db, current.Actor).AsNoTracking().Where(p => p.Id > after).OrderBy(p => p.Id).Take(Most).ToListAsync(ct);
        var all = await services.GetRequiredService<IdentifierMask>().SeesAllAsync();
        IReadOnlyList<ShownField> Shown(Proposal p) => JsonSerializer.Deserialize<List<ShownField>>(p.Shown, SpmisJson.Options) is { } fields ? all ? fields : IdentifierMask.Of(fields) : [];
        return [.. rows.Select(p => new DueView(p.Id, p.Act, p.Title, p.PreparedBy, p.PreparedAt, p.StepsTaken + 1, fourEyes.StepsOf(module, p), p.ReadRule()?.Amounts ?? [], Shown(p)))];
    }

    private static Task<StepTaken> DecideAsync(string module, long id, DueDecision how, FourEyes fourEyes, CurrentActor current, CancellationToken ct)
    {
        Change change = current.Change(how.Approve ? "proposals.decide" : "proposals.reject", how.Reason);
        return how.Approve ? fourEyes.ApproveAsync(module, id, change, ct) : fourEyes.RejectAsync(module, id, change, ct);
    }
}
