using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;

namespace Spmis.Eligibility.Enrolments;

/// <summary>A dependant to cover.</summary>
/// <param name="EnrolmentId">The spell.</param>
/// <param name="DependantNumber">Registration number of the dependant.</param>
/// <param name="Relation">spouse, child, parent or other.</param>
/// <param name="FromOn">First day covered.</param>
public sealed record NewDependant(Guid EnrolmentId, string DependantNumber, string Relation, DateOnly FromOn);

/// <summary>Covers a dependant with an open spell.</summary>
/// <param name="db">The module's database.</param>
/// <param name="file">Finds persons.</param>
public sealed class CoverDependant(EligibilityDb db, PersonFile file)
{
    /// <summary>The relations known.</summary>
    public static IReadOnlyList<string> Relations { get; } = ["spouse", "child", "parent", "other"];

    /// <summary>Covers.</summary>
    /// <exception cref="Refused">No such open spell, the dependant is unknown, dead, the person enrolled, or covered already, or the day lies before the spell.</exception>
    public async Task<EnrolmentDependant> HandleAsync(NewDependant input, Change change, CancellationToken ct)
    {
        var spell = await db.Enrolments.AsNoTracking().SingleOrDefaultAsync(e => e.Id == input.EnrolmentId, ct) ?? throw new Refused("enrolment.unknown", "There is no such spell any more; open the person again.");
        var (dependant, holder) = ((await file.OfAsync(input.DependantNumber, ct)).Person, (await file.OfAsync(spell.PersonNumber, ct)).Person);
        var key = $"{spell.Id:N}:{dependant.PersonId:N}";
        (string Code, string Text, string Field)? wrong = input switch
        {
            _ when spell.EndOn is not null || spell.Derived => ("dependant.spell", spell.EndOn is not null ? "This spell has ended; dependants are covered with an open one." : "This spell follows from contribution months or a membership. Record the enrolment first.", "dependantNumber"),
            _ when dependant.PersonId == holder.PersonId => ("dependant.self", "A person is not the own dependant.", "dependantNumber"),
            _ when dependant.DiedOn is { } died && died < input.FromOn => ("dependant.dead", $"The register says {dependant.RegistrationNumber} died on {died:yyyy-MM-dd}.", "dependantNumber"),
            _ when dependant.BornOn is { } born && born > input.FromOn => ("dependant.before-birth", $"{input.FromOn:yyyy-MM-dd} lies before the dependant's birth ({born:yyyy-MM-dd}).", "fromOn"),
            _ when !Relations.Contains(input.Relation) => ("dependant.relation", $"The relation is one of {string.Join(", ", Relations)}.", "relation"),
            _ when input.FromOn < spell.StartOn => ("dependant.before-spell", $"The spell began on {spell.StartOn:yyyy-MM-dd}; a dependant is covered from then on at the earliest.", "fromOn"),
            _ when await db.EnrolmentDependants.AnyAsync(d => d.OpenKey == key, ct) => ("dependant.covered-already", $"{dependant.RegistrationNumber} is covered with this spell already.", "dependantNumber"),
            _ => null,
        };
        if (wrong is { } w)
        {
            throw new Refused(w.Code, w.Text, w.Field);
        }

        var cover = new EnrolmentDependant { Id = Guid.CreateVersion7(), EnrolmentId = spell.Id, PersonId = dependant.PersonId, PersonNumber = dependant.RegistrationNumber, Relation = input.Relation, FromOn = input.FromOn, OpenKey = key };
        db.EnrolmentDependants.Add(cover);
        await db.SaveAsync(change, ct);
        return cover;
    }

    /// <summary>Ends a cover.</summary>
    /// <exception cref="Refused">No such open cover, or the day lies before its beginning.</exception>
    public async Task EndAsync(Guid id, DateOnly lastDay, Change change, CancellationToken ct)
    {
        var cover = await db.EnrolmentDependants.SingleOrDefaultAsync(d => d.Id == id && d.ToOn == null && db.Enrolments.Any(e => e.Id == d.EnrolmentId), ct) ?? throw new Refused("dependant.unknown", "There is no such open cover.");
        if (lastDay < cover.FromOn)
        {
            throw new Refused("dependant.end-outside", $"The cover began on {cover.FromOn:yyyy-MM-dd}; choose a last day on or after it.", "lastDay");
        }

        (cover.ToOn, cover.OpenKey) = (lastDay, null);
        await db.SaveAsync(change, ct);
    }
}

/// <summary>Finds what a person is and was enrolled in.</summary>
/// <param name="db">The module's database.</param>
/// <param name="merges">Which records a person has.</param>
public sealed class FindEnrolments(EligibilityDb db, Copies.Merges merges)
{
    private const int Most = 200;

    /// <summary>The spells of all records of a person in use, newest first, with their dependants; at most 200 each.</summary>
    public async Task<(IReadOnlyList<Enrolment> Spells, ILookup<Guid, EnrolmentDependant> Dependants)> OfAsync(Guid personId, CancellationToken ct)
    {
        var records = (await merges.RecordsOfAsync([personId], ct)).Keys.ToList();
        var spells = await db.Enrolments.AsNoTracking().Where(e => records.Contains(e.PersonId)).OrderByDescending(e => e.StartOn).ThenBy(e => e.Scheme).Take(Most).ToListAsync(ct);
        var ids = spells.ConvertAll(e => e.Id);
        return (spells, (await db.EnrolmentDependants.AsNoTracking().Where(d => ids.Contains(d.EnrolmentId)).OrderBy(d => d.FromOn).Take(Most).ToListAsync(ct)).ToLookup(d => d.EnrolmentId));
    }
}
