using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Registration.Associations;

/// <summary>Whom an association wants as a member.</summary>
public sealed record WantedMember
{
    /// <summary>Registration number of the person.</summary>
    public required string Person { get; init; }

    /// <summary>The person's name in the association's words, which the office compares.</summary>
    public required string Name { get; init; }

    /// <summary>The member's number in the association.</summary>
    public string? MemberNumber { get; init; }

    /// <summary>First day; today when nothing is said.</summary>
    public DateOnly? From { get; init; }
}

/// <summary>What a proposal of a membership carries.</summary>
internal sealed record AdmissionPayload(string Association, string Person, string Name, string? MemberNumber, DateOnly From);

/// <summary>What a proposal of an end carries.</summary>
internal sealed record DismissalPayload(string Association, Guid Membership, DateOnly Until, string Reason);

/// <summary>
/// An association asks that somebody becomes a member, or that a membership ends. It decides neither: by membership people are enrolled in schemes, so somebody of its office looks at the papers.
/// Whoever asks learns nothing about a number: unknown, dead and merged records are for the office to find.
/// </summary>
/// <param name="db">The register.</param>
/// <param name="read">Finds the own association.</param>
/// <param name="fourEyes">Where it waits.</param>
public sealed class AskForMembership(RegistrationDb db, ReadOwnAssociation read, FourEyes fourEyes)
{
    private const int MostText = 200;
    private const int MostNumber = 40;
    private const int MostWaiting = 500;

    /// <summary>Asks for a new member.</summary>
    /// <exception cref="Refused">The number is none, no name is given, the day lies ahead, the person is a member already, the association is closed, or the same waits already.</exception>
    public async Task<Proposal> ToAdmitAsync(WantedMember input, Change change, CancellationToken ct)
    {
        var own = await OwnAsync(change, ct);
        var number = RegistrationDb.Digits(input.Person);
        if (number.Length == 0 || !CheckDigit.IsValid(number))
        {
            throw new Refused("member.number", "This is no registration number; its last two digits do not check the others. Copy it from the member's card.", nameof(input.Person));
        }

        var name = Text(input.Name, MostText, nameof(input.Name)) ?? throw new Refused("member.no-name", "Write the member's name as it is on the papers; the office compares it.", nameof(input.Name));
        var memberNumber = Text(input.MemberNumber, MostNumber, nameof(input.MemberNumber));
        var from = input.From ?? change.Today;
        if (from > change.Today)
        {
            throw new Refused("member.future", $"{from:yyyy-MM-dd} lies in the future. Ask when the day has come.", nameof(input.From));
        }

        if (await db.AssociationMembers.AnyAsync(m => m.AssociationId == own.Id && m.OpenPersonId != null && db.Persons.Any(p => p.Id == m.PersonId && p.Number == number), ct))
        {
            throw new Refused("member.already", $"{number} is a member of this association already.", nameof(input.Person));
        }

        return await ProposeAsync(AdmitMember.Act, $"{own.Number}:{number}", $"Enrol {number} in {own.Name} ({own.Number})", new AdmissionPayload(own.Number, number, name, memberNumber, from), own, change, ct);
    }

    /// <summary>Asks that a membership ends.</summary>
    /// <param name="id">The spell.</param>
    /// <param name="until">Last day; today when nothing is said.</param>
    /// <param name="reason">left, died or error.</param>
    /// <param name="change">Who, when and on which evidence.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">It is no membership of this association, it ended already, no reason is given, the day is not within it, or the same waits already.</exception>
    public async Task<Proposal> ToDismissAsync(Guid id, DateOnly? until, string? reason, Change change, CancellationToken ct)
    {
        var own = await OwnAsync(change, ct);
        var spell = await read.MemberAsync(own, id, ct);
        if (spell.Until is { } ended)
        {
            throw new Refused("member.ended", $"This membership ended on {ended:yyyy-MM-dd} already.");
        }

        if (!AssociationMember.Ends.ContainsKey(reason ?? ""))
        {
            throw new Refused("member.no-reason", "Say why it ended.", nameof(reason));
        }

        var last = until ?? change.Today;
        if (last < spell.From || last > change.Today)
        {
            throw new Refused("member.until", $"The last day lies from {spell.From:yyyy-MM-dd} to today.", nameof(until));
        }

        return await ProposeAsync(DismissMember.Act, $"{own.Number}:{id:N}", $"End the membership of {spell.PersonNumber ?? spell.MemberNumber} in {own.Name} ({own.Number})", new DismissalPayload(own.Number, id, last, reason ?? ""), own, change, ct);
    }

    private async Task<Association> OwnAsync(Change change, CancellationToken ct)
    {
        var own = await read.HandleAsync(change.Actor, ct);
        CloseAssociation.DemandOpen(own);
        if (Text(change.Evidence, MostText, "evidence") is null)
        {
            throw new Refused("member.no-evidence", "Name the paper on which it stands, such as the page of the register of members.", "evidence");
        }

        var begin = own.Number + ":";
        if (await db.Proposals.CountAsync(p => (p.Act == AdmitMember.Act || p.Act == DismissMember.Act) && p.Subject.StartsWith(begin) && p.DecidedAt == null, ct) >= MostWaiting)
        {
            throw new Refused("member.too-many", $"{MostWaiting} requests of this association wait already. Bring a list to the office; it takes many at once.");
        }

        return own;
    }

    /// <summary>The office of the association decides what the association asks.</summary>
    private Task<Proposal> ProposeAsync(string act, string subject, string title, object payload, Association own, Change change, CancellationToken ct) =>
        fourEyes.ProposeAsync(RegistrationModule.ModuleName, act, subject, title, payload, change with { Actor = change.Actor with { Office = own.Office }, Reason = change.Evidence }, ct);

    private static string? Text(string? text, int most, string field) => text?.Trim() is not { Length: > 0 } trimmed ? null
        : trimmed.Length <= most ? trimmed : throw new Refused("text.too-long", $"At most {most} characters.", field);
}

/// <summary>Enrols whom an association asked for, once its office has approved it.</summary>
/// <param name="db">The register.</param>
/// <param name="enrol">Does it.</param>
public sealed class AdmitMember(RegistrationDb db, EnrolMember enrol) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "associations.admit";

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var asked = Read(payload);
        // The same for whoever looks, so that what is approved is what was shown: the name in the register is not told, only whether it agrees.
        var known = await db.PersonsAnywhere.AsNoTracking().Where(p => p.Number == asked.Person).Select(p => p.SearchName).SingleOrDefaultAsync(ct);
        return
        [
            new("Association", null, asked.Association), new("Person", null, asked.Person), new("Name by the association", null, asked.Name),
            new("Agrees with the register", null, known is null ? "nobody has this number" : Agrees(known, asked.Name) ? "yes" : "no"),
            new("Member number", null, asked.MemberNumber), new("Member since", null, asked.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ];
    }

    /// <inheritdoc />
    public async Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var asked = Read(payload);
        await enrol.HandleAsync(asked.Association, new NewMember { Person = asked.Person, MemberNumber = asked.MemberNumber, From = asked.From }, change, ct);
    }

    /// <summary>Every name given stands in the register's, in whatever order.</summary>
    private static bool Agrees(string known, string told)
    {
        var (names, given) = (known.Split(' ').ToHashSet(StringComparer.Ordinal), ReadOwnAssociation.Folded(told).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return given.Length > 0 && given.All(names.Contains);
    }

    private static AdmissionPayload Read(string payload) => JsonSerializer.Deserialize<AdmissionPayload>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}

/// <summary>Ends a membership as an association asked, once its office has approved it.</summary>
/// <param name="db">The register.</param>
/// <param name="enrol">Does it.</param>
public sealed class DismissMember(RegistrationDb db, EnrolMember enrol) : IProposedAct
{
    /// <summary>The name of the act.</summary>
    public const string Act = "associations.dismiss";

    /// <inheritdoc />
    public async Task<IReadOnlyList<ShownField>> ShowAsync(string payload, CancellationToken ct)
    {
        var asked = Read(payload);
        var spell = await db.AssociationMembers.AsNoTracking().SingleAsync(m => m.Id == asked.Membership, ct);
        var number = await db.PersonsAnywhere.AsNoTracking().Where(p => p.Id == spell.PersonId).Select(p => p.Number).SingleAsync(ct);
        string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return
        [
            new("Association", null, asked.Association), new("Person", null, number), new("Member number", null, spell.MemberNumber), new("Member since", null, Day(spell.From)),
            new("Last day", spell.Until is { } until ? Day(until) : null, Day(asked.Until)), new("Reason", null, asked.Reason),
        ];
    }

    /// <inheritdoc />
    public Task ApplyAsync(string payload, Change change, CancellationToken ct)
    {
        var asked = Read(payload);
        return enrol.EndAsync(asked.Association, asked.Membership, asked.Until, asked.Reason, change, ct);
    }

    private static DismissalPayload Read(string payload) => JsonSerializer.Deserialize<DismissalPayload>(payload, SpmisJson.Options) ?? throw new InvalidOperationException("The proposal is empty.");
}
