using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Rules;

namespace Spmis.Eligibility.Enrolments;

/// <summary>A person to enrol.</summary>
public sealed record NewEnrolment
{
    /// <summary>Registration number.</summary>
    public required string PersonNumber { get; init; }

    /// <summary>The scheme's id.</summary>
    public required string Scheme { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly StartOn { get; init; }

    /// <summary>How.</summary>
    public required EnrolledBy How { get; init; }

    /// <summary>Category or class, in the scheme's words.</summary>
    public string? Category { get; init; }
}

/// <summary>Enrols a person in a scheme, ends a spell, and transfers from one scheme to another without losing months.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
/// <param name="file">Finds persons.</param>
/// <param name="merges">Which records a person has.</param>
/// <param name="derive">Keeps derived spells true.</param>
public sealed class Enrol(EligibilityDb db, SchemeBook schemes, PersonFile file, Merges merges, DeriveEnrolments derive)
{
    /// <summary>The rule that says how many months of membership must pass before cover begins.</summary>
    public const string WaitingMonths = "enrolment.waiting_months";

    private const int MostDaysAhead = 366;

    /// <summary>Enrols.</summary>
    /// <exception cref="Refused">The person is unknown, dead or not born then, the scheme is not in force, the day lies too far ahead, or a recorded spell covers it.</exception>
    public async Task<Enrolment> HandleAsync(NewEnrolment input, Change change, CancellationToken ct)
    {
        Enrolment? made = null;
        await db.WriteAsync(async () => made = await AddAsync(input, null, change, ct), ct);
        return made ?? throw new InvalidOperationException("The transaction ended without a spell.");
    }

    /// <summary>Ends a spell. One derived from contribution months is recorded by it.</summary>
    /// <exception cref="Refused">No such open spell, the day lies before its beginning or ahead, or no reason is given.</exception>
    public Task EndAsync(Guid id, DateOnly lastDay, Change change, CancellationToken ct) => db.WriteAsync(
        async () =>
        {
            var ended = await EndSpellAsync(id, lastDay, change, ct);
            await derive.HandleAsync([ended.PersonId], ended.Scheme, change, ct);
            await db.SaveAsync(change, ct);
        },
        ct);

    /// <summary>Moves a person to another scheme from a day on: the old spell ends the day before, and the new one counts from where the old one did.</summary>
    /// <exception cref="Refused">As for ending and enrolling, or it is the same scheme.</exception>
    public async Task<Enrolment> TransferAsync(Guid id, string toScheme, DateOnly from, Change change, CancellationToken ct)
    {
        Enrolment? made = null;
        await db.WriteAsync(
            async () =>
            {
                var old = await FindAsync(id, ct);
                if (old.Scheme == toScheme)
                {
                    throw new Refused("enrolment.same-scheme", $"The person is in '{toScheme}' already; choose another scheme.", "scheme");
                }

                var reasoned = string.IsNullOrWhiteSpace(change.Reason) ? change with { Reason = $"Transferred to {toScheme}." } : change;
                old = await EndSpellAsync(id, from.AddDays(-1), reasoned, ct);
                made = await AddAsync(new NewEnrolment { PersonNumber = old.PersonNumber, Scheme = toScheme, StartOn = from, How = old.How, Category = old.Category }, old, reasoned, ct);
                await derive.HandleAsync([old.PersonId], old.Scheme, change, ct);
            },
            ct);
        return made ?? throw new InvalidOperationException("The transaction ended without a spell.");
    }

    private async Task<Enrolment> AddAsync(NewEnrolment input, Enrolment? from, Change change, CancellationToken ct)
    {
        var person = (await file.OfAsync(input.PersonNumber, ct)).Person;
        Check(input, person, change.Today);
        var scheme = await schemes.OnAsync(input.Scheme, input.StartOn, ct);
        var records = (await merges.RecordsOfAsync([person.PersonId], ct)).Keys.ToList();
        var spells = await db.Enrolments.AsNoTracking().Where(e => records.Contains(e.PersonId) && e.Scheme == input.Scheme && !e.Derived).ToListAsync(ct);
        if (spells.FirstOrDefault(e => e.Overlaps(input.StartOn, null)) is { } other)
        {
            throw new Refused("enrolment.overlaps", $"{person.RegistrationNumber} is enrolled in '{input.Scheme}' from {other.StartOn:yyyy-MM-dd}{(other.EndOn is { } end ? $" to {end:yyyy-MM-dd}" : "")} already. End that spell first, or choose a later day.", "startOn");
        }

        // Derived spells of these days give way to the recorded one; what is left of them is derived again below.
        await db.Enrolments.Where(e => records.Contains(e.PersonId) && e.Scheme == input.Scheme && e.Derived).ExecuteDeleteAsync(ct);
        var counts = from?.CountsFrom ?? input.StartOn;
        var made = new Enrolment
        {
            Id = Guid.CreateVersion7(), PersonId = person.PersonId, PersonNumber = person.RegistrationNumber, Scheme = input.Scheme, StartOn = input.StartOn, How = input.How,
            Category = string.IsNullOrWhiteSpace(input.Category) ? null : input.Category.Trim(), CountsFrom = counts, WaitingUntil = Waiting(scheme.Rules, person, input.StartOn, counts, change.Today), TransferredFromId = from?.Id,
            Derived = false, RecordedAt = change.Now, RecordedBy = change.Actor.Name, OpenKey = Enrolment.KeyOf(input.Scheme, person.PersonId), Version = 1,
        };
        db.Enrolments.Add(made);
        await db.SaveAsync(change, ct);
        await derive.HandleAsync([person.PersonId], input.Scheme, change, ct);
        await db.SaveAsync(change, ct);
        return made;
    }

    private static void Check(NewEnrolment input, PersonCopy person, DateOnly today)
    {
        (string Code, string Text, string Field)? wrong = person switch
        {
            { DiedOn: { } died } when input.StartOn > died => ("enrolment.after-death", $"The register says {person.RegistrationNumber} died on {died:yyyy-MM-dd}. If that is a mistake, have it corrected there first.", "personNumber"),
            { BornOn: { } born } when input.StartOn < born => ("enrolment.before-birth", $"{input.StartOn:yyyy-MM-dd} lies before the person's birth ({born:yyyy-MM-dd}). Check both dates.", "startOn"),
            _ when input.StartOn > today.AddDays(MostDaysAhead) => ("enrolment.ahead", $"{input.StartOn:yyyy-MM-dd} lies more than a year ahead; check the year.", "startOn"),
            _ when input.Category?.Length > 100 => ("enrolment.category", "A category has at most 100 characters.", "category"),
            _ => null,
        };
        if (wrong is { } w)
        {
            throw new Refused(w.Code, w.Text, w.Field);
        }
    }

    internal static DateOnly? Waiting(Scheme rules, PersonCopy person, DateOnly startOn, DateOnly countsFrom, DateOnly knownOn, bool mustTell = true)
    {
        if (!rules.Has(WaitingMonths))
        {
            return null;
        }

        var sheet = new GatherFacts(rules).Of(person, new Asked(startOn, "Enrolment"), []);
        var months = rules.Evaluate(WaitingMonths, sheet.ToFacts(), knownOn).Value;
        return !months.IsKnown ? !mustTell ? null : throw new Refused("enrolment.waiting-unknown", $"The package of '{rules.Id}' cannot tell the waiting period of this person. Complete the record in the register first.", "personNumber")
            : months.AsDecimal > 0 ? countsFrom.AddMonths((int)months.AsDecimal).AddDays(-1) : null;
    }

    private async Task<Enrolment> EndSpellAsync(Guid id, DateOnly lastDay, Change change, CancellationToken ct)
    {
        var spell = await FindAsync(id, ct);
        if (spell.EndOn is { } ended)
        {
            throw new Refused("enrolment.ended-already", $"This spell ends on {ended:yyyy-MM-dd} already.", "lastDay");
        }

        if (spell is { Derived: true, How: EnrolledBy.Association })
        {
            throw new Refused("enrolment.by-association", "This spell follows from membership of an association. Record the end of the membership in the register, or end the association's agreement with the scheme.");
        }

        if (lastDay < spell.StartOn || lastDay > change.Today.AddDays(MostDaysAhead))
        {
            throw new Refused("enrolment.end-outside", $"The spell began on {spell.StartOn:yyyy-MM-dd}; choose a last day on or after it, at most a year ahead.", "lastDay");
        }

        if (string.IsNullOrWhiteSpace(change.Reason))
        {
            throw new Refused("enrolment.no-reason", "Say why, in words the person will understand.", "reason");
        }

        var changed = await db.Enrolments.Where(e => e.Id == id && e.Version == spell.Version).ExecuteUpdateAsync(
            s => s.SetProperty(e => e.EndOn, lastDay).SetProperty(e => e.EndedBecause, change.Reason).SetProperty(e => e.OpenKey, (string?)null).SetProperty(e => e.Derived, false).SetProperty(e => e.Version, e => e.Version + 1), ct);
        if (changed == 0)
        {
            throw new Refused("enrolment.changed-meanwhile", "Somebody else changed this spell a moment ago; open the person again.");
        }

        await db.EnrolmentDependants.Where(d => d.EnrolmentId == id && d.ToOn == null).ExecuteUpdateAsync(s => s.SetProperty(d => d.ToOn, lastDay).SetProperty(d => d.OpenKey, (string?)null), ct);
        db.RecordBulk(change, nameof(Enrolment), $"{id}", new { spell.PersonNumber, spell.Scheme, ended = lastDay });
        return spell;
    }

    private async Task<Enrolment> FindAsync(Guid id, CancellationToken ct) =>
        await db.Enrolments.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) ?? throw new Refused("enrolment.unknown", "There is no such spell any more; open the person again.");
}
