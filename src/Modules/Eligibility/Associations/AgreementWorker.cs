using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Enrolments;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Eligibility.Associations;

/// <summary>Which agreement a run follows.</summary>
public sealed record AgreementInput(Guid AgreementId);

/// <summary>Derives the enrolments of an association's members anew after its agreement with a scheme began or ended; 500 memberships a transaction.</summary>
/// <param name="db">For reading.</param>
public sealed class AgreementWorker(EligibilityDb db) : IRunWorker
{
    internal const string RunKind = "eligibility.agreement";
    private const int InChunk = 500;

    /// <summary>The run that follows an agreement as it stands in its version.</summary>
    internal static Run Of(SchemeAgreement agreement, string association, Change change) =>
        Run.Of(RunKind, $"{agreement.Id:N}:{agreement.Version}", $"Enrolments by the agreement of {association} with {agreement.Scheme}", new AgreementInput(agreement.Id), change, local: true);

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "enrolments.record";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var agreement = await db.SchemeAgreements.AsNoTracking().SingleAsync(a => a.Id == run.InputAs<AgreementInput>().AgreementId, ct);
        var after = Guid.TryParse(run.Checkpoint, CultureInfo.InvariantCulture, out var done) ? done : Guid.Empty;
        while (await db.AssociationMembers.AsNoTracking().Where(m => m.AssociationId == agreement.AssociationId && m.MembershipId.CompareTo(after) > 0).OrderBy(m => m.MembershipId).Take(InChunk).ToListAsync(ct) is { Count: > 0 } members)
        {
            after = members[^1].MembershipId;
            yield return new RunChunk($"{after}", async (services, step, stop) =>
            {
                await services.GetRequiredService<DeriveEnrolments>().HandleAsync([.. members.Select(m => m.PersonId).Distinct()], agreement.Scheme, step.Change, stop);
                step.Count(members.Count, 0);
            });
        }
    }
}
