using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;

namespace Spmis.Eligibility.LifeCertificates;

/// <summary>What a second person approves.</summary>
/// <param name="Number">Award number.</param>
/// <param name="ProvedOn">The day of the proof.</param>
public sealed record ResumptionAfterProof(string Number, DateOnly ProvedOn);

/// <summary>Lifts the suspension for a missing life certificate once the proof is there; the months held are paid with the next cycle. What a person suspended for another reason stays suspended.</summary>
/// <param name="db">The module's database.</param>
/// <param name="fourEyes">Proposals.</param>
/// <param name="merges">Who a record is now.</param>
public sealed class ResumeAfterProof(EligibilityDb db, FourEyes fourEyes, Merges merges) : IProposedAct
{
    /// <summary>The act's name.</summary>
    public const string Act = "certificates.resume";

    /// <summary>Puts the awards up that were suspended for the lack of these proofs; inside the caller's transaction. One that waits already stays as it is.</summary>
    public async Task AfterAsync(IReadOnlyList<LifeCertificate> proofs, Change change, CancellationToken ct)
    {
        var newest = proofs.GroupBy(p => p.PersonId).ToDictionary(g => g.Key, g => g.Max(p => p.ProvedOn));
        var persons = newest.Keys.ToList();
        var awards = persons.Count == 0 ? [] : await db.Awards.AsNoTracking().Where(a => persons.Contains(a.PersonId) && a.CertificateFrom != null).OrderBy(a => a.Number).ToListAsync(ct);
        foreach (var award in awards)
        {
            var open = $"{Act}:{award.Number}";
            if (await LastProofAsync(award, ct) is { } last && last > award.CertificateSince && !await db.Proposals.IgnoreQueryFilters().AnyAsync(p => p.OpenSubject == open, ct))
            {
                await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, award.Number, $"Resume award {award.Number}: life proved on {last:yyyy-MM-dd}", new ResumptionAfterProof(award.Number, last), change, ct);
            }
        }
    }

    /// <summary>Puts one award up by hand, after a rejection.</summary>
    /// <exception cref="Refused">It is not suspended for a missing certificate, no proof is recorded, or it waits already.</exception>
    public async Task<Proposal> ProposeAsync(string number, Change change, CancellationToken ct)
    {
        var (_, last) = await CheckAsync(number, ct);
        return await fourEyes.ProposeAsync(EligibilityModule.ModuleName, Act, number, $"Resume award {number}: life proved on {last:yyyy-MM-dd}", new ResumptionAfterProof(number, last), change, ct);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var (award, last) = await CheckAsync(Read(payload).Number, ct);
        return [new("Award", award.Number, award.Number), new("Suspended from", award.CertificateFrom?.ToString(), null), new("No proof of life since", award.CertificateSince?.ToString("yyyy-MM-dd", null), null), new("Life proved on", null, last.ToString("yyyy-MM-dd", null))];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var (award, _) = await CheckAsync(Read(payload).Number, ct);
        (award.CertificateFrom, award.CertificateSince) = (null, null);
        award.Changed();
        await db.PublishAwardsAsync([award], ct);
        await db.SaveAsync(change, ct);
    }

    private async Task<(Award Award, DateOnly Last)> CheckAsync(string number, CancellationToken ct)
    {
        var award = await AwardQueries.ByNumberAsync(db, number, ct);
        if (award.CertificateFrom is null)
        {
            throw new Refused("award.not-suspended", $"Award {number} is not suspended for a missing life certificate.", "number");
        }

        return await LastProofAsync(award, ct) is { } last && last > award.CertificateSince
            ? (award, last)
            : throw new Refused("award.no-certificate", $"No proof of life after {award.CertificateSince:yyyy-MM-dd} is recorded for the person of award {number}. Record it first.", "number");
    }

    private async Task<DateOnly?> LastProofAsync(Award award, CancellationToken ct)
    {
        var records = (await merges.RecordsOfAsync([award.PersonId], ct)).Keys.ToList();
        return await db.LifeCertificates.AsNoTracking().Where(c => records.Contains(c.PersonId)).MaxAsync(c => (DateOnly?)c.ProvedOn, ct);
    }

    private static ResumptionAfterProof Read(string payload) => JsonSerializer.Deserialize<ResumptionAfterProof>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
