using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Data;
using Spmis.Kernel.Files;
using Spmis.Linkage;
using Spmis.Registration.Linking;

namespace Spmis.Registration.Persons;

/// <summary>A known person who may be the one at the desk.</summary>
public sealed record LikelyPerson
{
    /// <summary>Never shown to people.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Registration number.</summary>
    public required string Number { get; init; }

    /// <summary>Full name.</summary>
    public required string Name { get; init; }

    /// <summary>F, M or null.</summary>
    public Sex? Sex { get; init; }

    /// <summary>Birth date.</summary>
    public DateOnly? BornOn { get; init; }

    /// <summary>How much of it is known.</summary>
    public DatePrecision BirthPrecision { get; init; }

    /// <summary>District.</summary>
    public string? District { get; init; }

    /// <summary>Village.</summary>
    public string? Village { get; init; }

    /// <summary>Date of death.</summary>
    public DateOnly? DiedOn { get; init; }

    /// <summary>The record belongs to an office whose records the asker does not see: nothing but its number and that office is told.</summary>
    public bool Elsewhere { get; init; }

    /// <summary>Access to the record is restricted and the asker may not see it: nothing but its number and whom to ask is told.</summary>
    public bool Restricted { get; init; }

    /// <summary>Nothing of the record may be shown.</summary>
    public bool Hidden => Elsewhere || Restricted;

    /// <summary>Code of the office whose record it is; the name of the one to ask about a restricted record.</summary>
    public string? Office { get; init; }

    /// <summary>How likely, and why.</summary>
    public required Score Score { get; init; }
}

/// <summary>The check at the desk: is this person here already?</summary>
/// <param name="db">The register.</param>
/// <param name="candidates">By blocking keys.</param>
/// <param name="register">The scorer.</param>
/// <param name="shown">Whose data is shown, for the record of reads.</param>
public sealed class FindLikely(RegistrationDb db, CandidateLookup candidates, RegisterScorer register, PersonsShown shown)
{
    /// <summary>Shown from this probability on.</summary>
    public const double ShowFrom = 0.5;

    private const int Most = 5;

    /// <summary>The likeliest known persons, at most five, likeliest first.</summary>
    public Task<IReadOnlyList<LikelyPerson>> HandleAsync(NewPerson input, CancellationToken ct) =>
        HandleAsync(LinkageInput.Fold(PersonChecks.Clean(input), null), ct);

    internal async Task<IReadOnlyList<LikelyPerson>> HandleAsync(NormalisedPerson person, CancellationToken ct)
    {
        var scorer = await register.GetAsync(ct);
        var known = await candidates.LoadAsync((await candidates.FindAsync([person], ct))[0], ct);
        var best = known.Values.Select(k => (k.Id, Score: scorer.Score(person, k))).Where(s => s.Score.Probability >= ShowFrom)
            .OrderByDescending(s => s.Score.Weight).ThenBy(s => s.Id).Take(Most).ToList();
        var ids = best.Select(b => b.Id).ToList();
        var persons = await db.PersonsAnywhere.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        shown.Add(persons.Values.Select(p => p.Number));
        var restricted = await RestrictedAsync(ids, ct);
        return [.. best.Select(b => restricted.TryGetValue(b.Id, out var hidden) ? new() { PersonId = b.Id, Number = hidden.Number, Name = "–", Restricted = true, Office = hidden.Office, Score = b.Score } : Of(persons[b.Id], b.Score, db.OfficesSeen))];
    }

    private async Task<Dictionary<Guid, RestrictedPerson>> RestrictedAsync(List<Guid> ids, CancellationToken ct) =>
        !db.HidesRestricted ? [] : await db.HiddenPersons.AsNoTracking().Where(r => ids.Contains(r.PersonId)).ToDictionaryAsync(r => r.PersonId, ct);

    private static LikelyPerson Of(Person p, Score score, IReadOnlyList<string>? seen) => seen is not null && !(p.Office is { } office && seen.Contains(office)) ? new()
    {
        PersonId = p.Id, Number = p.Number, Name = "–", Elsewhere = true, Office = p.Office, Score = score,
    }
    : new()
    {
        Office = p.Office, PersonId = p.Id, Number = p.Number, Name = p.Name, Sex = p.Sex, BornOn = p.BornOn, BirthPrecision = p.BirthPrecision,
        District = p.District, Village = p.Village, DiedOn = p.DiedOn, Score = score,
    };
}
