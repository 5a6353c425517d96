using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Api;
using Spmis.Kernel.Proposals;
using Spmis.Payments.Agencies;
using Spmis.Payments.Exchange;

namespace Spmis.Payments.Api;

/// <summary>A payment agency.</summary>
/// <param name="Version">Number of the version in force.</param>
public sealed record AgencyView(string Code, string Name, OrderFormat Format, int Version, int MaxPaymentsPerBatch, string DebtorName, string DebtorAccount, string? DebtorBic, DateTime? ClosedAt);

/// <summary>A version of an agency.</summary>
public sealed record AgencyVersionView(int Number, DateTime FromAt, string ApprovedBy, string? Reason, AgencySettings Settings);

/// <summary>An agency with all its versions, newest first.</summary>
public sealed record AgencyDetail(string Code, string Name, DateTime RegisteredAt, DateTime? ClosedAt, IReadOnlyList<AgencyVersionView> Versions);

/// <summary>Other settings for an agency, and why.</summary>
public sealed record AgencyChange : AgencySettings
{
    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>A sample of an order file.</summary>
/// <param name="Name">The name it would have.</param>
/// <param name="Text">Its content, as far as it is text.</param>
public sealed record SampleView(string Name, string Text);

/// <summary>A second person's decision.</summary>
public sealed record DecisionRequest(bool Approve, string? Reason);

/// <summary>What came of a decision.</summary>
/// <param name="Approve">Approved or rejected.</param>
/// <param name="Reason">Why.</param>
/// <param name="Applied">Whether it was done: false after a rejection and while a step is left.</param>
/// <param name="Step">The step decided, from 1.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Next">The permission of the step now due; null when none is.</param>
public sealed record DecisionView(bool Approve, string? Reason, bool Applied, int Step, int Steps, string? Next);

/// <summary>Something that waits for a second person.</summary>
public sealed record WaitingView(long Id, string Title, string PreparedBy, DateTime PreparedAt, string? Reason);

internal static class AgenciesApi
{
    private const string Propose = "payments.propose-agencies";
    private static readonly string[] Acts = [ProposeAgency.Act, CloseAgency.Act];

    public static void Map(RouteGroupBuilder api)
    {
        const string module = PaymentsModule.ModuleName;
        api.MapGet("/agencies", ListAsync).Reads("payments.read").WithSummary("Payment agencies");
        api.MapGet("/agencies/{code}", OneAsync).Reads("payments.read").WithSummary("An agency with all its versions, newest first");
        api.MapPost("/agencies", AddAsync).Writes(module, Propose).WithSummary("Proposes a new agency; another person approves it");
        api.MapPost("/agencies/{code}/changes", ChangeAsync).Writes(module, Propose).WithSummary("Proposes another way of talking to an agency, or to open a closed one again; another person approves it");
        api.MapPost("/agencies/{code}/close", CloseAsync).Writes(module, Propose).WithSummary("Proposes to close an agency; another person approves it");
        api.MapPost("/agencies/try", TryAsync).Writes(module, Propose).WithSummary("Checks a draft and writes a sample of its order file; changes nothing");
        api.MapGet("/agencies/approvals", WaitingAsync).Reads("payments.read").WithSummary("Changes of agencies that wait for a second person");
        api.MapPost("/agencies/approvals/{id:long}", DecideAsync).Writes(module, "payments.agencies").WithSummary("Approves or rejects a change of an agency that somebody else proposed");
        api.MapGet("/agencies/{code}/files", FilesAsync).Reads("payments.read").WithSummary("What went through an agency's folder, newest first");
    }

    private static async Task<IReadOnlyList<AgencyView>> ListAsync(PaymentsDb db, CancellationToken ct)
    {
        var all = await AgencyInForce.AllAsync(db, ct);
        return [.. all.Values.OrderBy(a => a.Code, StringComparer.Ordinal).Take(100).Select(a => new AgencyView(
            a.Code, a.Settings.Name, a.Settings.Format, a.Number, a.Settings.MaxPaymentsPerBatch, a.Settings.DebtorName, a.Settings.DebtorAccount, a.Settings.DebtorBic, a.ClosedAt))];
    }

    private static async Task<AgencyDetail> OneAsync(string code, PaymentsDb db, CancellationToken ct)
    {
        var agency = await db.Agencies.AsNoTracking().SingleOrDefaultAsync(a => a.Code == code, ct) ?? throw new Refused("agency.unknown", $"There is no agency '{code}'.", "code");
        var versions = await db.AgencyVersions.AsNoTracking().Where(v => v.Agency == code).OrderByDescending(v => v.Number).Take(100).ToListAsync(ct);
        return new(agency.Code, agency.Name, agency.RegisteredAt, agency.ClosedAt, [.. versions.Select(v => new AgencyVersionView(v.Number, v.FromAt, v.ApprovedBy, v.Reason, v.Read()))]);
    }

    private static async Task<WaitingView> AddAsync(NewAgency request, ProposeAgency act, CurrentActor current, CancellationToken ct) => Of(await act.AddAsync(request, current.Change("payments.propose-agency"), ct));

    private static async Task<WaitingView> ChangeAsync(string code, AgencyChange request, ProposeAgency act, CurrentActor current, CancellationToken ct) =>
        Of(await act.ChangeAsync(code, request, current.Change("payments.propose-agency", request.Reason), ct));

    private static async Task<WaitingView> CloseAsync(string code, ReasonRequest why, CloseAgency act, CurrentActor current, CancellationToken ct) =>
        Of(await act.ProposeAsync(code, current.Change("payments.propose-agency", why.Reason), ct));

    private static async Task<SampleView> TryAsync(AgencyChange request, TryAgency act, CurrentActor current, CancellationToken ct)
    {
        var sample = await act.HandleAsync(request, current.Change("payments.try-agency"), ct);
        return new(sample.Name, Encoding.UTF8.GetString(sample.Content));
    }

    private static async Task<IReadOnlyList<WaitingView>> WaitingAsync(PaymentsDb db, CancellationToken ct) =>
        [.. (await db.Proposals.AsNoTracking().Where(p => p.DecidedAt == null && Acts.Contains(p.Act)).OrderBy(p => p.Id).Take(100).ToListAsync(ct)).Select(Of)];

    private static Task<DecisionView> DecideAsync(long id, DecisionRequest how, PaymentsDb db, FourEyes fourEyes, CurrentActor current, CancellationToken ct) => DecideOneOfAsync(id, how, Acts, db, fourEyes, current, ct);

    /// <summary>Decides a proposal of one of the acts and no other: who may decide about agencies does not by that decide about deductions.</summary>
    internal static async Task<DecisionView> DecideOneOfAsync(long id, DecisionRequest how, string[] acts, PaymentsDb db, FourEyes fourEyes, CurrentActor current, CancellationToken ct)
    {
        if (!await db.Proposals.AnyAsync(p => p.Id == id && acts.Contains(p.Act), ct))
        {
            throw new Refused("proposal.unknown", $"There is no proposal {id} of this kind.");
        }

        var change = current.Change("proposals.decide", how.Reason);
        var taken = await (how.Approve ? fourEyes.ApproveAsync(PaymentsModule.ModuleName, id, change, ct) : fourEyes.RejectAsync(PaymentsModule.ModuleName, id, change, ct));
        return new(how.Approve, how.Reason, taken.Applied, taken.Step, taken.Steps, taken.Next);
    }

    private static async Task<Page<FolderFile>> FilesAsync(string code, PaymentsDb db, long? after, int? limit, CancellationToken ct)
    {
        var take = Paging.Limit(limit);
        var before = after ?? long.MaxValue;
        return Paging.Cut(await db.FolderFiles.AsNoTracking().Where(f => f.Agency == code && f.Id < before).OrderByDescending(f => f.Id).Take(take + 1).ToListAsync(ct), take, f => f.Id);
    }

    internal static WaitingView Of(Proposal p) => new(p.Id, p.Title, p.PreparedBy, p.PreparedAt, p.Reason);
}
