using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.LifeCertificates;

/// <summary>A proof as it comes in.</summary>
public sealed record NewProof
{
    /// <summary>Registration number on the certificate.</summary>
    public required string PersonNumber { get; init; }

    /// <summary>Date of birth on the certificate or document shown: it must be that of the register, else it is another person's.</summary>
    public required DateOnly BornOn { get; init; }

    /// <summary>The day on which the person was seen.</summary>
    public required DateOnly ProvedOn { get; init; }

    /// <summary>How.</summary>
    public required ProofHow How { get; init; }

    /// <summary>Document, pay point or reference of the registry's answer.</summary>
    public required string Evidence { get; init; }
}

/// <summary>What became of one proof: kept, or refused with the reason.</summary>
/// <param name="Certificate">The proof kept; null when refused.</param>
/// <param name="Refusal">Why not; null when kept.</param>
public sealed record ProofVerdict(LifeCertificate? Certificate, Refused? Refusal);

/// <summary>Records that persons live, one at a desk or a thousand from a file. An award suspended for the lack of it is put up for resumption, which a second person approves.</summary>
/// <param name="db">The module's database.</param>
/// <param name="merges">Who a record is now.</param>
/// <param name="resume">Puts awards up.</param>
public sealed class ProveLife(EligibilityDb db, Merges merges, ResumeAfterProof resume)
{
    private const int MostEvidence = 200;

    /// <summary>Records one proof.</summary>
    /// <exception cref="Refused">The person is unknown, another one by the birth date, dead, without an award, or the proof was recorded before.</exception>
    public async Task<LifeCertificate> HandleAsync(NewProof input, Change change, CancellationToken ct)
    {
        LifeCertificate? kept = null;
        await db.DemandOpenAsync(input.PersonNumber, "personNumber", ct);
        await db.WriteAsync(
            async () =>
            {
                var verdict = (await HandleAsync([(input, "desk")], change, ct))[0];
                kept = verdict.Certificate ?? throw (Exception?)verdict.Refusal ?? new InvalidOperationException("A proof was neither kept nor refused.");
                db.RecordBulk(change, nameof(LifeCertificate), kept.PersonNumber, new { kept.ProvedOn, kept.How, kept.Evidence });
                await db.SaveAsync(change, ct);
            },
            ct);
        return kept ?? throw new InvalidOperationException("The transaction ended without a proof.");
    }

    /// <summary>One verdict a proof, in the same order; what is kept is inserted in the open transaction. At most 1,000.</summary>
    public async Task<IReadOnlyList<ProofVerdict>> HandleAsync(IReadOnlyList<(NewProof Proof, string Source)> input, Change change, CancellationToken ct)
    {
        var persons = await PersonsAsync(input.Select(i => i.Proof.PersonNumber), ct);
        var ids = persons.Values.Select(p => p.PersonId).Distinct().ToList();
        var taken = (await db.LifeCertificates.AsNoTracking().Where(c => ids.Contains(c.PersonId)).Select(c => new { c.PersonId, c.ProvedOn }).ToListAsync(ct)).Select(c => (c.PersonId, c.ProvedOn)).ToHashSet();
        var paid = (await db.Awards.AsNoTracking().Where(a => ids.Contains(a.PersonId)).Select(a => a.PersonId).Distinct().ToListAsync(ct)).ToHashSet();
        List<ProofVerdict> verdicts = [];
        foreach (var (proof, source) in input)
        {
            var person = persons.GetValueOrDefault(proof.PersonNumber);
            var refusal = Check(proof, person, change.Today) ?? (person is null ? null : CheckAwards(proof, person, paid, taken));
            verdicts.Add(refusal is null && person is not null ? new ProofVerdict(Make(proof, source, person, change), null) : new ProofVerdict(null, refusal));
        }

        var kept = verdicts.Select(v => v.Certificate).OfType<LifeCertificate>().ToList();
        await db.BulkInsertAsync(kept, ct);
        await resume.AfterAsync(kept, change, ct);
        return verdicts;
    }

    private static Refused? Check(NewProof proof, PersonCopy? person, DateOnly today) => person switch
    {
        null => new Refused("person.unknown", CheckDigit.IsValid(proof.PersonNumber) ? $"There is no person {proof.PersonNumber}." : $"'{proof.PersonNumber}' is no registration number: its check digits do not fit. Copy it from the card.", "personNumber"),
        _ when proof.ProvedOn > today => new Refused("certificate.ahead", $"The proof is dated {proof.ProvedOn:yyyy-MM-dd}, which is after today ({today:yyyy-MM-dd}).", "provedOn"),
        _ when string.IsNullOrWhiteSpace(proof.Evidence) || proof.Evidence.Trim().Length > MostEvidence => new Refused("certificate.no-evidence", $"Name the document, pay point or registry answer, in at most {MostEvidence} characters.", "evidence"),
        _ when !IsBornOn(person, proof.BornOn) => new Refused("certificate.wrong-person", $"The birth date {proof.BornOn:yyyy-MM-dd} is not that of {person.RegistrationNumber} in the register: this is another person's certificate, or one of the two is written wrong. Check the card; if the register is wrong, have it corrected there first.", "bornOn"),
        { DiedOn: { } died } when proof.ProvedOn > died => new Refused("certificate.after-death", $"The register says {person.RegistrationNumber} died on {died:yyyy-MM-dd}, before the day of the proof. Do not pay on it: have the death checked at the register first.", "personNumber"),
        _ => null,
    };

    private static Refused? CheckAwards(NewProof proof, PersonCopy person, HashSet<Guid> paid, HashSet<(Guid, DateOnly)> taken) =>
        !paid.Contains(person.PersonId) ? new Refused("certificate.no-award", $"{person.RegistrationNumber} has no award; no proof is needed.", "personNumber")
        : !taken.Add((person.PersonId, proof.ProvedOn)) ? new Refused("certificate.recorded-already", $"A proof of {proof.ProvedOn:yyyy-MM-dd} is recorded for {person.RegistrationNumber} already.", "provedOn") : null;

    /// <summary>As far as the register knows the date. Where it knows none the certificate cannot be checked and is refused.</summary>
    private static bool IsBornOn(PersonCopy person, DateOnly told) => GatherFacts.BirthRange(person) is { } range ? told >= range.Earliest && told <= range.Latest : person.BornOn == told;

    private static LifeCertificate Make(NewProof proof, string source, PersonCopy person, Change change) => new()
    {
        Id = Guid.CreateVersion7(), PersonId = person.PersonId, PersonNumber = person.RegistrationNumber, ProvedOn = proof.ProvedOn, How = proof.How, Evidence = proof.Evidence.Trim(),
        Source = source, RecordedAt = change.Now, RecordedBy = change.Actor.Name,
    };

    /// <summary>The persons by the number handed in; a merged record's number leads to the one in use.</summary>
    private async Task<Dictionary<string, PersonCopy>> PersonsAsync(IEnumerable<string> given, CancellationToken ct)
    {
        var numbers = given.Distinct(StringComparer.Ordinal).ToList();
        var found = await db.Persons.AsNoTracking().Where(p => numbers.Contains(p.RegistrationNumber)).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. found.Select(p => p.PersonId)], ct);
        var moved = roots.Values.Except(found.Select(p => p.PersonId)).ToList();
        var all = found.Concat(await db.Persons.AsNoTracking().Where(p => moved.Contains(p.PersonId)).ToListAsync(ct)).ToDictionary(p => p.PersonId);
        return found.ToDictionary(p => p.RegistrationNumber, p => all.GetValueOrDefault(roots[p.PersonId], p), StringComparer.Ordinal);
    }
}
