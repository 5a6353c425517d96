using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Registration;
using Spmis.Kernel.Acts;

namespace Spmis.Registration.Associations;

/// <summary>Who becomes a member.</summary>
public sealed record NewMember
{
    /// <summary>Registration number of the person.</summary>
    public string? Person { get; init; }

    /// <summary>The member's number in the association.</summary>
    public string? MemberNumber { get; init; }

    /// <summary>Member or leader; a member when nothing is said.</summary>
    public AssociationRole? Role { get; init; }

    /// <summary>First day; today when nothing is said.</summary>
    public DateOnly? From { get; init; }
}

/// <summary>Enrols one person in an association, and ends a membership; lists are taken by <see cref="StartMemberList"/>.</summary>
/// <param name="db">The register.</param>
/// <param name="read">Finds the association.</param>
public sealed class EnrolMember(RegistrationDb db, ReadAssociation read)
{
    private const int MostNumber = 40;

    /// <summary>Begins a membership.</summary>
    /// <param name="association">Number of the association.</param>
    /// <param name="input">Who.</param>
    /// <param name="change">Who enrols and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The spell.</returns>
    /// <exception cref="Refused">No such association or person, the person died or is a member already, or the day lies in the future.</exception>
    public async Task<Guid> HandleAsync(string association, NewMember input, Change change, CancellationToken ct)
    {
        var (found, person) = (await read.HandleAsync(association, ct), await PersonAsync(input.Person, ct));
        CloseAssociation.DemandOpen(found);
        var from = input.From ?? change.Today;
        if (input.MemberNumber?.Trim().Length > MostNumber)
        {
            throw new Refused("text.too-long", $"At most {MostNumber} characters.", nameof(input.MemberNumber));
        }

        if (MemberDates.Problem(from, person.DiedOn, change.Today, tellDeath: true) is { } wrong)
        {
            throw new Refused(wrong.Code, $"{wrong.Text} {wrong.Remedy}", nameof(input.From));
        }

        var before = await db.AssociationMembers.AsNoTracking().Where(m => m.AssociationId == found.Id && m.PersonId == person.Id).ToListAsync(ct);
        if (before.Any(m => m.Until is null))
        {
            throw new Refused("member.already", $"{person.Number} is a member of this association already.", nameof(input.Person));
        }

        if (before.Where(m => m.Covers).Max(m => m.Until) is { } until && until >= from)
        {
            throw new Refused("member.overlap", $"{person.Number} was a member until {until:yyyy-MM-dd}; the new membership begins later than that.", nameof(input.From));
        }

        var made = AssociationMember.Begin(found.Id, person.Id, input.MemberNumber, input.Role, from);
        db.Add(made);
        db.Publish(new AssociationMembersRecorded { Members = [made.ToFacts()] });
        await db.SaveAsync(change, ct);
        return made.Id;
    }

    /// <summary>Ends a membership.</summary>
    /// <param name="association">Number of the association.</param>
    /// <param name="id">The spell.</param>
    /// <param name="until">Last day.</param>
    /// <param name="reason">left, died or error.</param>
    /// <param name="change">Who and when.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">No such spell, it ended already, or the day lies before its first or in the future.</exception>
    public async Task EndAsync(string association, Guid id, DateOnly? until, string? reason, Change change, CancellationToken ct)
    {
        var found = await read.HandleAsync(association, ct);
        var spell = await db.AssociationMembers.SingleOrDefaultAsync(m => m.Id == id && m.AssociationId == found.Id, ct) ?? throw new Refused("member.unknown", "There is no such membership.");
        if (spell.Until is { } ended)
        {
            throw new Refused("member.ended", $"This membership ended on {ended:yyyy-MM-dd} already.");
        }

        if (!AssociationMember.Ends.TryGetValue(reason ?? "", out var why))
        {
            throw new Refused("member.no-reason", $"Say why it ended: {string.Join(", ", AssociationMember.Ends.Keys)}.", nameof(reason));
        }

        var last = until ?? change.Today;
        if (last < spell.From || last > change.Today)
        {
            throw new Refused("member.until", $"The last day lies from {spell.From:yyyy-MM-dd} to today.", nameof(until));
        }

        spell.End(last, why);
        db.Publish(new AssociationMembersRecorded { Members = [spell.ToFacts()] });
        await db.SaveAsync(change, ct);
    }

    private async Task<Persons.Person> PersonAsync(string? number, CancellationToken ct)
    {
        try
        {
            var person = await db.FindPersonAsync(number, ct);
            return person.MergedIntoId is null ? person : throw new Refused("person.merged", $"{person.Number} was merged into another record; use that one.", nameof(NewMember.Person));
        }
        catch (Refused unknown) when (unknown.Code == "person.unknown")
        {
            throw new Refused(unknown.Code, unknown.Message, nameof(NewMember.Person));
        }
    }
}

/// <summary>What a first day of membership must keep to: one list for desk and file. The day of a death is told only where all who read the words see the person.</summary>
internal static class MemberDates
{
    /// <summary>Whether who started a run sees a person of this office; who may read the run's verdicts sees no less.</summary>
    public static bool Sees(this Actor starter, string? office) => starter.Offices is not { } seen || (office is not null && seen.Contains(office));

    public static Kernel.Files.FieldProblem? Problem(DateOnly from, DateOnly? diedOn, DateOnly today, bool tellDeath) =>
        from > today ? new("member.future", $"{from:yyyy-MM-dd} lies in the future.", "Enrol the person when the day has come.")
        : diedOn < from ? new("member.died", tellDeath ? $"The person died on {diedOn:yyyy-MM-dd}." : "The person has died.", "Take the line out, or have the death corrected first.")
        : null;
}
