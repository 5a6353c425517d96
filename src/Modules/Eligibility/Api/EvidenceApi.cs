using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Evidence;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;
using Spmis.Kernel.Files;

namespace Spmis.Eligibility.Api;

/// <summary>A paper as it came and was judged.</summary>
public sealed record EvidenceView(Guid Id, string Kind, string? FileName, string? ContentType, long? Length, string? Sha256, string? Reference, string? Issuer, DateOnly? IssuedOn, DateOnly? FromDay, DateOnly? ToDay, int? DegreePercent, DateTime ReceivedAt, string ReceivedBy, bool? Accepted, string? JudgedBy, string? RefusedBecause, string? SetAsideBecause)
{
    internal static EvidenceView Of(EvidenceItem e) => new(e.Id, e.Kind, e.FileName, e.ContentType, e.Length, e.Sha256, e.Reference, e.Issuer, e.IssuedOn, e.FromDay, e.ToDay, e.DegreePercent, e.ReceivedAt, e.ReceivedBy, e.Accepted, e.JudgedBy, e.RefusedBecause, e.SetAsideBecause);
}

/// <summary>What a claim needs and what came.</summary>
public sealed record EvidenceOfClaim(IReadOnlyList<EvidenceEntry> Needed, IReadOnlyList<EvidenceView> Papers);

/// <summary>A judgement of a paper.</summary>
/// <param name="Accept">True accepts, false refuses.</param>
/// <param name="Reason">Needed to refuse, and to settle.</param>
public sealed record JudgementRequest(bool Accept, string? Reason);

/// <summary>What comes with the body of an upload, in the address.</summary>
public sealed class EvidenceQuery
{
    /// <summary>The kind of paper, as the package names it.</summary>
    public required string Kind { get; set; }

    /// <summary>The file's name; without it no body is read.</summary>
    public string? Name { get; set; }

    /// <summary>The number on the paper.</summary>
    public string? Reference { get; set; }

    /// <summary>Who issued it.</summary>
    public string? Issuer { get; set; }

    /// <summary>When.</summary>
    public DateOnly? IssuedOn { get; set; }

    /// <summary>The first day it speaks of.</summary>
    public DateOnly? FromDay { get; set; }

    /// <summary>The last.</summary>
    public DateOnly? ToDay { get; set; }

    /// <summary>A degree of disability in per cent.</summary>
    public int? DegreePercent { get; set; }
}

internal static class EvidenceApi
{
    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName;
        api.MapGet("/claims/{number}/evidence", OfClaimAsync).Reads("eligibility.read").WithSummary("What a claim needs as evidence by its package, and what came");
        api.MapPost("/claims/{number}/evidence", ReceiveAsync).Writes(module, "claims.file").TakesFiles(2 * DocumentKind.MostBytes)
            .WithSummary("Takes a paper for a claim: the body is the PDF, JPEG or PNG, at most 10 MB, with its name in the address; or no body, and a reference to the original that was shown");
        api.MapPost("/claims/{number}/evidence/letters", AskAsync)
            .Writes(module, "claims.file").WithSummary("Writes the letter that asks for what is missing");
        api.MapGet("/evidence/{id:guid}/file", OpenAsync)
            .Reads("evidence.read").WithSummary("A paper as a download; who took it is on the record");
        api.MapPost("/evidence/{id:guid}/judgement", JudgeAsync).Writes(module, "evidence.judge").WithSummary("Accepts or refuses a paper");
        api.MapPost("/evidence/{id:guid}/settlement", SettleAsync).Writes(module, "evidence.judge").WithSummary("Says that this certificate holds against those of the same days that say something else");
    }

    private static async Task<EvidenceOfClaim> OfClaimAsync(string number, EligibilityDb db, ClaimSheets sheets, TimeProvider time, CancellationToken ct)
    {
        var claim = await ClaimQueries.ByNumberAsync(db, number, ct);
        var sheet = (await sheets.OfAsync([claim], DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), ct))[0];
        return new EvidenceOfClaim(sheet.Sheet.Evidence ?? [], [.. sheet.Items.OrderBy(e => e.ReceivedAt).ThenBy(e => e.Id).Select(EvidenceView.Of)]);
    }

    private static async Task<object> ReceiveAsync(string number, [AsParameters] EvidenceQuery query, HttpRequest request, ReceiveEvidence act, CurrentActor current, CancellationToken ct)
    {
        var item = await act.HandleAsync(
            new NewEvidence
            {
                ClaimNumber = number, Kind = query.Kind, Content = string.IsNullOrEmpty(query.Name) ? null : request.Body, FileName = query.Name, Reference = query.Reference, Issuer = query.Issuer,
                IssuedOn = query.IssuedOn, FromDay = query.FromDay, ToDay = query.ToDay, DegreePercent = query.DegreePercent,
            },
            current.Change("evidence.receive"), ct);
        return new Created($"/api/eligibility/claims/{number}/evidence", EvidenceView.Of(item));
    }

    private static async Task<object> AskAsync(string number, AskForEvidence act, CurrentActor current, CancellationToken ct)
    {
        var letter = await act.HandleAsync(number, current.Change("evidence.ask"), ct);
        return new { letter.Sequence, kinds = letter.Kinds.Split(','), letter.AskedOn, letter.AnswerBy };
    }

    private static async Task<IResult> OpenAsync(Guid id, OpenDocument act, CurrentActor current, CancellationToken ct)
    {
        var document = await act.HandleAsync(id, current.Change("evidence.read"), ct);
        return Results.File(document.Content, document.ContentType, document.Name);
    }

    private static async Task<EvidenceView> JudgeAsync(Guid id, JudgementRequest how, JudgeEvidence act, EligibilityDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, how.Accept, current.Change(how.Accept ? "evidence.accept" : "evidence.refuse", how.Reason), ct);
        return EvidenceView.Of(await db.Evidence.AsNoTracking().SingleAsync(e => e.Id == id, ct));
    }

    private static async Task<EvidenceView> SettleAsync(Guid id, JudgementRequest how, SettleCertificates act, EligibilityDb db, CurrentActor current, CancellationToken ct)
    {
        await act.HandleAsync(id, current.Change("evidence.settle", how.Reason), ct);
        return EvidenceView.Of(await db.Evidence.AsNoTracking().SingleAsync(e => e.Id == id, ct));
    }
}
