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
using Spmis.Kernel.Files;
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
/// <param name="EvidenceNeeded">Nothing is approved before there is evidence.</param>
/// <param name="Evidence">What supports it.</param>
/// <param name="Hash">Of all this; an approval names it where there is evidence.</param>
public sealed record DueView(long Id, string Act, string Title, string PreparedBy, DateTime PreparedAt, int Step, IReadOnlyList<string> Steps, IReadOnlyList<AmountAtStake> AtStake, IReadOnlyList<ShownField> Shown, bool EvidenceNeeded, IReadOnlyList<EvidencePiece> Evidence, string Hash);

/// <summary>A piece of evidence.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">What it proves, or number and place of an original.</param>
/// <param name="Name">The document's name; null where there is none.</param>
/// <param name="ContentType">PDF, JPEG or PNG.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Of the content, lower-case hexadecimal.</param>
/// <param name="AddedAt">When.</param>
public sealed record EvidencePiece(int Number, string? Text, string? Name, string? ContentType, long? Length, string? Sha256, DateTime AddedAt)
{
    internal static IReadOnlyList<EvidencePiece> Of(Proposal proposal) => [.. proposal.ReadEvidence().Select(e => new EvidencePiece(e.Number, e.Text, e.Name, e.ContentType, e.Length, e.Sha256, e.AddedAt))];
}

/// <summary>All evidence of a proposal, after a piece was added.</summary>
/// <param name="Evidence">The pieces.</param>
/// <param name="Hash">The hash the proposal has now.</param>
public sealed record EvidenceAdded(IReadOnlyList<EvidencePiece> Evidence, string Hash);

/// <summary>The decision on the step that is due.</summary>
/// <param name="Approve">True approves, false rejects.</param>
/// <param name="Reason">Needed to reject.</param>
/// <param name="Hash">Of what was shown; needed to approve what has evidence.</param>
public sealed record DueDecision(bool Approve, string? Reason, string? Hash = null);

/// <summary>The inbox of approvals by API, the same for every module: the step that is due may need another permission than the act's own route.</summary>
public static class ApprovalsApi
{
    private const int Most = 100;

    /// <summary>Adds the routes to a module's API.</summary>
    public static void Map(IEndpointRouteBuilder api, string module)
    {
        api.MapGet("/approvals", (FourEyes fourEyes, IServiceProvider services, CurrentActor current, long? after, CancellationToken ct) => DueAsync(module, fourEyes, services, current, after ?? 0, ct))
            .Reads(WorkPermissions.ReadProposals).WithSummary("What waits for the caller's approval, oldest first, 100 at most; the step that is due and what is at stake");
        api.MapPost("/approvals/{id:long}", (long id, DueDecision how, FourEyes fourEyes, CurrentActor current, CancellationToken ct) => DecideAsync(module, id, how, fourEyes, current, ct))
            .Writes(module, WorkPermissions.ReadProposals).WithSummary("Approves or rejects the step that is due; says whether the act was done or which step is next");
        api.MapPost("/approvals/{id:long}/evidence", (long id, string? text, string? name, HttpRequest request, AddEvidence act, CurrentActor current, CancellationToken ct) => AddAsync(module, id, new NewProposalEvidence(text, string.IsNullOrEmpty(name) ? null : request.Body, name), act, current, ct))
            .Writes(module, WorkPermissions.AddEvidence).TakesFiles(2 * DocumentKind.MostBytes).WithSummary("Adds evidence to a proposal of one's own: PDF, JPEG or PNG as the body with its name in the address, or a text (number and place of an original), or both; 5 pieces at most");
        api.MapGet("/approvals/{id:long}/evidence/{number:int}", (long id, int number, OpenEvidence act, CurrentActor current, CancellationToken ct) => OpenAsync(module, id, number, act, current, ct))
            .Reads(WorkPermissions.ReadProposals).WithSummary("A document of a proposal as a download; who took it is on the record");
    }

    private static async Task<IReadOnlyList<DueView>> DueAsync(string module, FourEyes fourEyes, IServiceProvider services, CurrentActor current, long after, CancellationToken ct)
    {
        var db = services.GetRequiredKeyedService<ModuleDb>(module);
        var rows = await fourEyes.DueFor(db, current.Actor).AsNoTracking().Where(p => p.Id > after).OrderBy(p => p.Id).Take(Most).ToListAsync(ct);
        var all = await services.GetRequiredService<IdentifierMask>().SeesAllAsync();
        IReadOnlyList<ShownField> Shown(Proposal p) => JsonSerializer.Deserialize<List<ShownField>>(p.Shown, SpmisJson.Options) is { } fields ? all ? fields : IdentifierMask.Of(fields) : [];
        return [.. rows.Select(p => new DueView(p.Id, p.Act, p.Title, p.PreparedBy, p.PreparedAt, p.StepsTaken + 1, fourEyes.StepsOf(module, p), p.ReadRule()?.Amounts ?? [], Shown(p), p.ReadRule()?.EvidenceNeeded == true, EvidencePiece.Of(p), p.Hash))];
    }

    private static Task<StepTaken> DecideAsync(string module, long id, DueDecision how, FourEyes fourEyes, CurrentActor current, CancellationToken ct)
    {
        Change change = current.Change(how.Approve ? "proposals.decide" : "proposals.reject", how.Reason);
        return how.Approve ? fourEyes.ApproveAsync(module, id, how.Hash, change, ct) : fourEyes.RejectAsync(module, id, change, ct);
    }

    private static async Task<EvidenceAdded> AddAsync(string module, long id, NewProposalEvidence evidence, AddEvidence act, CurrentActor current, CancellationToken ct)
    {
        var proposal = await act.HandleAsync(module, id, evidence, current.Change("proposals.evidence"), ct);
        return new EvidenceAdded(EvidencePiece.Of(proposal), proposal.Hash);
    }

    private static async Task<IResult> OpenAsync(string module, long id, int number, OpenEvidence act, CurrentActor current, CancellationToken ct)
    {
        var document = await act.HandleAsync(module, id, number, current.Change("proposals.evidence-read"), ct);
        return Results.File(document.Content, document.ContentType, document.Name);
    }
}
