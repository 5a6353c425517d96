using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Values;

namespace Spmis.Eligibility.Claims;

/// <summary>A claim as it comes in.</summary>
public sealed record NewClaim
{
    /// <summary>Registration number of the claimant.</summary>
    public required string PersonNumber { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>The day of the event: the confinement.</summary>
    public required DateOnly EventOn { get; init; }

    /// <summary>The day it is filed.</summary>
    public required DateOnly FiledOn { get; init; }

    /// <summary>What else the claimant says: fact name to plain value.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();
}

/// <summary>What became of one claim handed in: taken with its number, or refused with the reason.</summary>
/// <param name="Claim">The claim taken; null when refused.</param>
/// <param name="Refusal">Why not; null when taken.</param>
public sealed record ClaimVerdict(Claim? Claim, Refused? Refusal);

/// <summary>Takes claims, one from a form or a thousand from a file, by the same rules and set-based.</summary>
/// <param name="db">The module's database.</param>
/// <param name="merges">Who a record is now.</param>
public sealed class TakeClaims(EligibilityDb db, Merges merges)
{
    private const string Series = "claim";

    /// <summary>A confinement may be expected, but not further ahead than a pregnancy is long.</summary>
    private const int MostDaysAhead = 280;

    /// <summary>One verdict a claim, in the same order; the claims taken are inserted in the open transaction. At most 1,000 of one scheme.</summary>
    public async Task<IReadOnlyList<ClaimVerdict>> HandleAsync(IReadOnlyList<(NewClaim Claim, string Source)> input, Change change, CancellationToken ct)
    {
        var persons = await PersonsAsync(input.Select(i => i.Claim.PersonNumber), ct);
        var taken = await TakenAsync(input, persons, ct);
        var verdicts = new ClaimVerdict[input.Count];
        var good = new List<(int Index, PersonCopy Person)>();
        for (var i = 0; i < input.Count; i++)
        {
            var claim = input[i].Claim;
            var person = persons.GetValueOrDefault(claim.PersonNumber);
            var refusal = Check(claim, person, change) ?? (person is null ? null : taken.TryTake(claim, person));
            if (refusal is null && person is not null)
            {
                good.Add((i, person));
            }
            else
            {
                verdicts[i] = new ClaimVerdict(null, refusal);
            }
        }

        if (good.Count > 0)
        {
            var first = await db.TakeNumbersAsync(Series, good.Count, ct);
            foreach (var ((index, person), n) in good.Select((g, n) => (g, n)))
            {
                verdicts[index] = new ClaimVerdict(Make(input[index].Claim, input[index].Source, person, Claim.NumberOf(first + n), change), null);
            }

            await db.BulkInsertAsync([.. verdicts.Select(v => v.Claim).OfType<Claim>()], ct);
        }

        return verdicts;
    }

    private static Claim Make(NewClaim input, string source, PersonCopy person, string number, Change change) => new()
    {
        Id = Guid.CreateVersion7(), Number = number, PersonId = person.PersonId, PersonNumber = person.RegistrationNumber, Scheme = input.Scheme, EventOn = input.EventOn, FiledOn = input.FiledOn,
        Facts = JsonSerializer.Serialize(input.Facts, SpmisJson.Options), Source = source, RecordedAt = change.Now, OpenKey = Claim.KeyOf(input.Scheme, person.PersonId), Version = 1,
    };

    private static Refused? Check(NewClaim claim, PersonCopy? person, Change change) => person switch
    {
        null => new Refused("person.unknown", CheckDigit.IsValid(claim.PersonNumber)
            ? $"There is no person {claim.PersonNumber}. Register the person first; if that was done a moment ago, try again."
            : $"'{claim.PersonNumber}' is no registration number: its check digits do not fit. Copy it from the card.", "personNumber"),
        _ when claim.FiledOn > change.Today => new Refused("claim.filed-ahead", $"The claim is dated {claim.FiledOn:yyyy-MM-dd}, which is after today ({change.Today:yyyy-MM-dd}).", "filedOn"),
        { BornOn: { } born } when claim.EventOn <= born => new Refused("claim.before-birth", $"The event of {claim.EventOn:yyyy-MM-dd} lies before the claimant's birth ({born:yyyy-MM-dd}). Check both dates.", "eventOn"),
        { DiedOn: { } died } when claim.EventOn > died => new Refused("claim.after-death", $"The claimant died on {died:yyyy-MM-dd}, before the event of {claim.EventOn:yyyy-MM-dd}. If the death was recorded by mistake, have it corrected in the register.", "personNumber"),
        _ when claim.EventOn > claim.FiledOn.AddDays(MostDaysAhead) => new Refused("claim.event-ahead", $"The event of {claim.EventOn:yyyy-MM-dd} lies more than {MostDaysAhead} days after the filing. Check the year.", "eventOn"),
        _ => null,
    };

    /// <summary>The persons by the number handed in; a merged record's number leads to the one in use.</summary>
    private async Task<Dictionary<string, PersonCopy>> PersonsAsync(IEnumerable<string> given, CancellationToken ct)
    {
        var numbers = given.Distinct(StringComparer.Ordinal).ToList();
        var found = await db.Persons.AsNoTracking().Where(p => numbers.Contains(p.RegistrationNumber)).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. found.Select(p => p.PersonId)], ct);
        var moved = roots.Where(r => r.Key != r.Value).Select(r => r.Value).Distinct().ToList();
        var survivors = moved.Count == 0 ? [] : await db.Persons.AsNoTracking().Where(p => moved.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        return found.ToDictionary(p => p.RegistrationNumber, p => survivors.GetValueOrDefault(roots[p.PersonId], p), StringComparer.Ordinal);
    }

    private async Task<TakenBefore> TakenAsync(IReadOnlyList<(NewClaim Claim, string Source)> input, Dictionary<string, PersonCopy> persons, CancellationToken ct)
    {
        var ids = persons.Values.Select(p => p.PersonId).Distinct().ToList();
        var schemes = input.Select(i => i.Claim.Scheme).Distinct().ToList();
        var rows = await db.Claims.AsNoTracking().Where(c => ids.Contains(c.PersonId) && schemes.Contains(c.Scheme)).Select(c => new { c.PersonId, c.Scheme, c.EventOn, c.Number, c.OpenKey }).ToListAsync(ct);
        var taken = new TakenBefore();
        rows.ForEach(r => taken.Add(r.Scheme, r.PersonId, r.EventOn, r.Number, r.OpenKey is not null));
        return taken;
    }

    /// <summary>Claims that are there already, in the books or further up in the same file.</summary>
    private sealed class TakenBefore
    {
        private readonly Dictionary<(string, Guid, DateOnly), string> events = [];
        private readonly Dictionary<string, string> open = new(StringComparer.Ordinal);

        public void Add(string scheme, Guid person, DateOnly eventOn, string number, bool isOpen)
        {
            events[(scheme, person, eventOn)] = number;
            if (isOpen)
            {
                open[Claim.KeyOf(scheme, person)] = number;
            }
        }

        public Refused? TryTake(NewClaim claim, PersonCopy person)
        {
            if (events.TryGetValue((claim.Scheme, person.PersonId, claim.EventOn), out var same))
            {
                return same.Length == 0 ? new Refused("claim.filed-already", $"The same event of {person.RegistrationNumber} is claimed by a line further up in this file; keep one of them.", "personNumber") : new Refused("claim.filed-already", $"The same event was claimed for {person.RegistrationNumber} already: {same}. Open that claim instead.", "personNumber");
            }

            if (open.TryGetValue(Claim.KeyOf(claim.Scheme, person.PersonId), out var waiting))
            {
                return waiting.Length == 0 ? new Refused("claim.open-already", $"Another event of {person.RegistrationNumber} is claimed by a line further up in this file. Have that one decided first, then hand this one in.", "personNumber") : new Refused("claim.open-already", $"A claim of {person.RegistrationNumber} waits for its decision: {waiting}. Have it decided first.", "personNumber");
            }

            Add(claim.Scheme, person.PersonId, claim.EventOn, "", true); // It gets its number with the others.
            return null;
        }
    }
}
