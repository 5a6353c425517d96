using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Secrets;
using Spmis.Values;

namespace Spmis.Eligibility.Claims;

/// <summary>A claim as it comes in.</summary>
public sealed record NewClaim
{
    /// <summary>Registration number of the claimant.</summary>
    public required string PersonNumber { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The day of the event: the confinement, the death, the day an age is reached.</summary>
    public required DateOnly EventOn { get; init; }

    /// <summary>The day it is filed.</summary>
    public required DateOnly FiledOn { get; init; }

    /// <summary>What else the claimant says: fact name to plain value.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>Who brings it.</summary>
    public ClaimChannel Channel { get; init; }

    /// <summary>Number of the employer, or name of whoever acts for the claimant.</summary>
    public string? BroughtBy { get; init; }

    /// <summary>Language of its letters.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Why it comes late, where it does.</summary>
    public string? LateBecause { get; init; }

    /// <summary>Registration number of the person who died, when a survivor claims.</summary>
    public string? InsuredNumber { get; init; }
}

/// <summary>What became of one claim handed in: taken with its number, or refused with the reason.</summary>
/// <param name="Claim">The claim taken; null when refused.</param>
/// <param name="Refusal">Why not; null when taken.</param>
public sealed record ClaimVerdict(Claim? Claim, Refused? Refusal);

/// <summary>Takes claims, one from a form or a thousand from a file, by the same rules and set-based.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="merges">Who a record is now.</param>
/// <param name="keys">Seal what the claimant said.</param>
public sealed class TakeClaims(EligibilityDb db, SchemeBook schemes, Merges merges, ColumnKeys keys)
{
    private const string Series = "claim";

    /// <summary>One verdict a claim, in the same order; the claims taken are inserted in the open transaction. At most 1,000 of one scheme.</summary>
    public async Task<IReadOnlyList<ClaimVerdict>> HandleAsync(IReadOnlyList<(NewClaim Claim, string Source)> input, Change change, CancellationToken ct)
    {
        foreach (var (claim, _) in db.HidesRestricted ? input : [])
        {
            await db.DemandOpenAsync(claim.PersonNumber, "personNumber", ct); // At the desk; files are taken by runs.
            await db.DemandOpenAsync(claim.InsuredNumber, "insuredNumber", ct);
        }

        var persons = await PersonsAsync(input.Select(i => i.Claim.PersonNumber).Concat(input.Select(i => i.Claim.InsuredNumber).OfType<string>()), ct);
        var law = input.Count == 0 ? null : await ClaimLaw.OfAsync(db, schemes, input[0].Claim.Scheme, ct);
        var taken = await TakenAsync(input, persons, ct);
        var awards = await AwardsAsync(input, persons, Month.Of(change.Today), ct);
        var verdicts = new ClaimVerdict[input.Count];
        var good = new List<(int Index, PersonCopy Person, PersonCopy? Insured, ApprovedScheme Scheme)>();
        for (var i = 0; i < input.Count; i++)
        {
            var claim = input[i].Claim;
            var (person, insured) = (persons.GetValueOrDefault(claim.PersonNumber), persons.GetValueOrDefault(claim.InsuredNumber ?? ""));
            if (db.OfficesSeen is { } seen && person is not null && !seen.Contains(person.Office ?? ""))
            {
                person = null; // The claimant is of another office; the person insured may be of any.
            }

            var scheme = law?.On(claim.EventOn);
            var refusal = ClaimChecks.Of(claim, person, insured, scheme, change);
            if (refusal is null && person is not null && scheme is not null)
            {
                refusal = scheme.Use is SchemeUse.Rounds && awards.TryGetValue(person.PersonId, out var award)
                    ? new Refused("claim.award-open", $"{person.RegistrationNumber} has this benefit already: award {award}.", "personNumber") : taken.TryTake(claim, person);
                if (refusal is null)
                {
                    good.Add((i, person, insured, scheme));
                }
            }

            verdicts[i] = new ClaimVerdict(null, refusal);
        }

        if (good.Count > 0)
        {
            var cases = await CasesAsync([.. good.Select(g => g.Insured).OfType<PersonCopy>()], input[0].Claim.Scheme, change, ct);
            var first = await db.TakeNumbersAsync(Series, good.Count, ct);
            foreach (var (g, n) in good.Select((g, n) => (g, n)))
            {
                var (claim, source) = input[g.Index];
                verdicts[g.Index] = new ClaimVerdict(Make(claim, source, g.Person, g.Insured is { } insured ? cases[insured.PersonId] : null, g.Scheme, Claim.NumberOf(first + n), change), null);
            }

            await db.BulkInsertAsync([.. verdicts.Select(v => v.Claim?.Seal(keys)).OfType<Claim>()], ct);
        }

        return verdicts;
    }

    private static Claim Make(NewClaim input, string source, PersonCopy person, SurvivorCase? survivors, ApprovedScheme scheme, string number, Change change)
    {
        var terms = scheme.Rules.Claims;
        var late = ClaimChecks.LateAfter(input, terms) is not null;
        var claim = new Claim
        {
            Id = Guid.CreateVersion7(), Number = number, PersonId = person.PersonId, PersonNumber = person.RegistrationNumber, Scheme = input.Scheme, EventOn = input.EventOn, FiledOn = input.FiledOn,
            Facts = JsonSerializer.Serialize(input.Facts, SpmisJson.Options), Source = source, RecordedAt = change.Now, OpenKey = Claim.KeyOf(input.Scheme, person.PersonId), Version = 1,
            Channel = input.Channel, BroughtBy = input.BroughtBy, Language = input.Language, LateBecause = late ? input.LateBecause : null, Draft = input.Channel is ClaimChannel.Event,
            DecideBy = terms?.DecideWithin is { } days ? input.FiledOn.AddDays(days) : null, InsuredId = survivors?.InsuredId, InsuredNumber = survivors?.InsuredNumber, CaseId = survivors?.Id,
        };
        ClaimRisks.Mark(claim, ClaimRisks.Late, late);
        ClaimRisks.Mark(claim, ClaimRisks.Provisional, person.Provisional);
        return claim;
    }

    /// <summary>The persons by the number handed in; a merged record's number leads to the one in use.</summary>
    private async Task<Dictionary<string, PersonCopy>> PersonsAsync(IEnumerable<string> given, CancellationToken ct)
    {
        var numbers = given.Distinct(StringComparer.Ordinal).ToList();
        var found = await db.Persons.IgnoreQueryFilters().AsNoTracking().Where(p => numbers.Contains(p.RegistrationNumber)).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. found.Select(p => p.PersonId)], ct);
        var moved = roots.Where(r => r.Key != r.Value).Select(r => r.Value).Distinct().ToList();
        var survivors = moved.Count == 0 ? [] : await db.Persons.IgnoreQueryFilters().AsNoTracking().Where(p => moved.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        return found.ToDictionary(p => p.RegistrationNumber, p => survivors.GetValueOrDefault(roots[p.PersonId], p), StringComparer.Ordinal);
    }

    private async Task<TakenBefore> TakenAsync(IReadOnlyList<(NewClaim Claim, string Source)> input, Dictionary<string, PersonCopy> persons, CancellationToken ct)
    {
        var ids = persons.Values.Select(p => p.PersonId).Distinct().ToList();
        var schemes = input.Select(i => i.Claim.Scheme).Distinct().ToList();
        var taken = new TakenBefore();
        (await db.Claims.AsNoTracking().Where(c => ids.Contains(c.PersonId) && schemes.Contains(c.Scheme)).ToListAsync(ct)).ForEach(taken.Add);
        return taken;
    }

    /// <summary>Awards of the scheme that are open in a month, by person.</summary>
    private async Task<Dictionary<Guid, string>> AwardsAsync(IReadOnlyList<(NewClaim Claim, string Source)> input, Dictionary<string, PersonCopy> persons, Month month, CancellationToken ct)
    {
        var ids = persons.Values.Select(p => p.PersonId).Distinct().ToList();
        var scheme = input.Count == 0 ? "" : input[0].Claim.Scheme;
        return (await db.Awards.AsNoTracking().Where(a => ids.Contains(a.PersonId) && a.Scheme == scheme).OpenIn(month).OrderBy(a => a.Number).Select(a => new { a.PersonId, a.Number }).ToListAsync(ct))
            .GroupBy(a => a.PersonId).ToDictionary(g => g.Key, g => g.First().Number);
    }

    /// <summary>The cases of these persons, opened where there is none yet.</summary>
    private async Task<Dictionary<Guid, SurvivorCase>> CasesAsync(IReadOnlyList<PersonCopy> insured, string scheme, Change change, CancellationToken ct)
    {
        var found = new Dictionary<Guid, SurvivorCase>();
        foreach (var person in insured.DistinctBy(p => p.PersonId))
        {
            found[person.PersonId] = await SurvivorCases.OpenAsync(db, person, scheme, change.Actor.Name, change, ct);
        }

        return found;
    }
}
