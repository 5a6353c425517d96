using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;

namespace Spmis.Eligibility.Api;

internal static class SchemesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName;
        api.MapGet("/packages", ListAsync).Reads("schemes.read").WithSummary("Scheme packages, oldest first");
        api.MapGet("/packages/{id:long}", OneAsync).Reads("schemes.read").WithSummary("A scheme package with its files");
        api.MapPost("/packages", UploadAsync).Writes(module, "schemes.prepare").WithSummary("Hands in a package: it must load and its own tests must pass");
        api.MapPost("/packages/{id:long}/activation", ActivateAsync).Writes(module, "schemes.prepare").WithSummary("Prepares the activation of a package; another person approves it");
        api.MapGet("/packages/approvals", (Approvals approvals, CancellationToken ct) => OpenAsync(approvals, Approvals.OfSchemes, ct)).Reads("schemes.read").WithSummary("Activations that wait for a second person");
        api.MapPost("/packages/approvals/{id:long}", (long id, ApprovalRequest how, Approvals approvals, CurrentActor current, CancellationToken ct) => DecideAsync(id, how, Approvals.OfSchemes, approvals, current, ct))
            .Writes(module, "schemes.approve").WithSummary("Approves or rejects an activation somebody else prepared");
    }

    internal static async Task<IReadOnlyList<ProposalView>> OpenAsync(Approvals approvals, IReadOnlyList<string> acts, CancellationToken ct) => [.. (await approvals.OpenAsync(acts, ct)).Select(ProposalView.Of)];

    internal static async Task<object?> DecideAsync(long id, ApprovalRequest how, IReadOnlyList<string> acts, Approvals approvals, CurrentActor current, CancellationToken ct)
    {
        var change = current.Change("proposals.decide", how.Reason);
        var taken = await (how.Approve ? approvals.ApproveAsync(id, acts, change, ct) : approvals.RejectAsync(id, acts, change, ct));
        return new { id, how.Approve, taken.Applied, taken.Step, taken.Steps, taken.Next };
    }

    private static async Task<Page<PackageView>> ListAsync(EligibilityDb db, string? after, int? limit, CancellationToken ct)
    {
        var take = Reading.Limit(limit);
        var from = long.TryParse(after, out var id) ? id : 0;
        var rows = await db.Packages.AsNoTracking().Where(p => p.Id > from).OrderBy(p => p.Id).Take(take + 1).ToListAsync(ct);
        var days = await DaysAsync(db, [.. rows.Select(r => r.Id)], ct);
        return Reading.Cut(rows, take, r => View(r, days), r => $"{r.Id}");
    }

    private static async Task<object> OneAsync(long id, EligibilityDb db, CancellationToken ct)
    {
        var row = await db.Packages.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new Refused("scheme.unknown", $"There is no package {id}.");
        return new { package = View(row, await DaysAsync(db, [id], ct)), files = SchemeBook.FilesOf(row.Files) };
    }

    private static async Task<object> UploadAsync(PackageRequest request, UploadPackage act, CurrentActor current, CancellationToken ct)
    {
        var kept = await act.HandleAsync(new NewPackage { Files = request.Files, Branch = request.Branch }, current.Change("schemes.upload"), ct);
        return new Created($"/api/eligibility/packages/{kept.PackageId}", kept);
    }

    private static async Task<object> ActivateAsync(long id, ActivationRequest request, ActivateScheme act, CurrentActor current, CancellationToken ct) =>
        ProposalView.Of(await act.ProposeAsync(new SchemeActivation(id, request.EffectiveFrom), current.Change(ActivateScheme.Act, request.Reason), ct));

    private static async Task<ILookup<long, DateOnly>> DaysAsync(EligibilityDb db, List<long> ids, CancellationToken ct) =>
        (await db.SchemesInForce.AsNoTracking().Where(s => ids.Contains(s.PackageId)).OrderBy(s => s.EffectiveFrom).ToListAsync(ct)).ToLookup(s => s.PackageId, s => s.EffectiveFrom);

    private static PackageView View(SchemePackageRow p, ILookup<long, DateOnly> days) =>
        new(p.Id, p.Scheme, p.Version, p.Hash, p.Name, p.Notice, p.Use, p.Branch, p.Currency, p.TestsPassed, p.UploadedAt, p.UploadedBy, [.. days[p.Id]]);
}
