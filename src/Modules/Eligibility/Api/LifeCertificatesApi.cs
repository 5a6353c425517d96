using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spmis.Eligibility.LifeCertificates;
using Spmis.Kernel.Access;
using Spmis.Kernel.Api;

namespace Spmis.Eligibility.Api;

/// <summary>A proof kept.</summary>
public sealed record ProofView(Guid Id, string PersonNumber, DateOnly ProvedOn, ProofHow How, string Evidence, DateTime RecordedAt, string RecordedBy)
{
    internal static ProofView Of(LifeCertificate c) => new(c.Id, c.PersonNumber, c.ProvedOn, c.How, c.Evidence, c.RecordedAt, c.RecordedBy);
}

/// <summary>When an award's next proof is due.</summary>
public sealed record DueView(string AwardNumber, string PersonNumber, string Scheme, DateOnly? ProvedOn, DateOnly? DueOn, DateOnly? GraceUntil, string? Missing)
{
    internal static DueView Of(CertificateDue d) => new(d.AwardNumber, d.PersonNumber, d.Scheme, d.ProvedOn, d.DueOn, d.GraceUntil, d.Missing);
}

internal static class LifeCertificatesApi
{
    private const long MostFile = 256L * 1024 * 1024;

    public static void Map(RouteGroupBuilder api)
    {
        const string module = EligibilityModule.ModuleName;
        api.MapGet("/certificates/due", DueAsync).Reads("eligibility.read").WithSummary("Awards whose proof of life is due on a day or before, the longest due first; a page goes on after its 'next'");
        api.MapPost("/certificates", async (NewProof r, ProveLife act, CurrentActor current, CancellationToken ct) => ProofView.Of(await act.HandleAsync(r, current.Change("certificates.record"), ct)))
            .Writes(module, "certificates.record").WithSummary("Records that a person lives; a suspended award is put up for resumption");
        api.MapPost("/certificates/files", async (string? name, ProofHow how, HttpRequest request, ImportProofs act, CurrentActor current, CancellationToken ct) =>
                (object)await act.HandleAsync(new ProofsFile(request.Body, name ?? "proofs.csv", how, request.ContentLength), current.Change(ProofsWorker.RunKind), ct))
            .Writes(module, "certificates.record").TakesFiles(MostFile).WithSummary("Takes a file of proofs from a pay point or the civil registry: person_number,birth_date,proved_on,evidence");
    }

    private static async Task<Page<DueView>> DueAsync(EligibilityDb db, DateOnly? until, string? after, int? limit, TimeProvider time, CancellationToken ct)
    {
        var day = until ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (rows, next) = await ListDues.PageAsync(db, DueKind.Due, day, after ?? "", Reading.Limit(limit), ct);
        return new Page<DueView>([.. rows.Select(DueView.Of)], next);
    }
}
