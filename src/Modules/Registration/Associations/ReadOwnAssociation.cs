using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Proposals;
using Spmis.Linkage;

namespace Spmis.Registration.Associations;

/// <summary>
/// What an association sees of itself: its record, and of its members the number, the name and the days of membership. Whose it is stands in the session, never in an address. Nothing of a member's household,
/// birth, telephone or place is read here, so no page of the association can show it.
/// </summary>
/// <param name="db">The register.</param>
/// <param name="read">Finds spells.</param>
/// <param name="shown">Whose data were looked up.</param>
public sealed class ReadOwnAssociation(RegistrationDb db, ReadAssociation read, PersonsShown shown)
{
    /// <summary>The most lines of one answer.</summary>
    public const int MostLines = ReadAssociation.MostLines;

    private const int MostRequests = 50;

    /// <summary>The association of this account.</summary>
    /// <exception cref="Refused">The account belongs to none, or it is not known.</exception>
    public async Task<Association> HandleAsync(Actor actor, CancellationToken ct)
    {
        var number = actor.OwnAssociation();
        return await db.Associations.AsNoTracking().SingleOrDefaultAsync(a => a.Number == number, ct) ?? throw new Refused("association.unknown", $"There is no association {number}.");
    }

    /// <summary>How many members it has now.</summary>
    public Task<int> CountAsync(Association own, CancellationToken ct) => read.CountAsync(own.Id, ct);

    /// <summary>Its members in the order in which they were enrolled.</summary>
    /// <param name="own">The association.</param>
    /// <param name="text">Only whose registration number or member number this is, or whose name has these words; empty for all.</param>
    /// <param name="past">Ended spells instead of open ones.</param>
    /// <param name="after">Go on behind this spell.</param>
    /// <param name="limit">How many at most, up to 100.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<AssociationMemberLine>> MembersAsync(Association own, string? text, bool past, Guid? after, int limit, CancellationToken ct)
    {
        var lines = await Lines(Behind(Spells(own, past), after), text).Take(Math.Clamp(limit, 1, MostLines + 1)).ToListAsync(ct);
        shown.Add(lines.Select(l => l.PersonNumber));
        shown.AddNamed([text]); // Whoever is asked about by number, found or not.
        return lines;
    }

    /// <summary>One spell of a member.</summary>
    /// <exception cref="Refused">It is none of this association.</exception>
    public Task<AssociationMemberLine> MemberAsync(Association own, Guid id, CancellationToken ct) => read.MemberAsync(own.Id, id, ct);

    /// <summary>Its members as CSV, all of them; each part is on the record of reads before it leaves.</summary>
    public async Task WriteAsync(Association own, string? text, bool past, Stream target, CancellationToken ct)
    {
        await using var csv = await CsvOutput.StartAsync(target, ["number", "name", "member_number", "role", "from", "until", "reason"], ct);
        await foreach (var m in shown.InPartsAsync(AllAsync(own, text, past, ct), l => l.PersonNumber).WithCancellation(ct))
        {
            await csv.RowAsync(ct, m.PersonNumber, m.PersonName, m.MemberNumber, m.Role.ToString().ToLowerInvariant(), m.From, m.Until, m.EndReason?.ToString().ToLowerInvariant());
        }
    }

    /// <summary>What it asked the office for, the latest first.</summary>
    public async Task<IReadOnlyList<Proposal>> RequestsAsync(Association own, CancellationToken ct)
    {
        var begin = own.Number + ":";
        return await db.Proposals.AsNoTracking().Where(p => (p.Act == AdmitMember.Act || p.Act == DismissMember.Act) && p.Subject.StartsWith(begin)).OrderByDescending(p => p.Id).Take(MostRequests).ToListAsync(ct);
    }

    private async IAsyncEnumerable<AssociationMemberLine> AllAsync(Association own, string? text, bool past, [EnumeratorCancellation] CancellationToken ct)
    {
        for (Guid? after = null; ;)
        {
            var part = await Lines(Behind(Spells(own, past), after), text).Take(PersonsShown.InPart).ToListAsync(ct);
            foreach (var line in part)
            {
                yield return line;
            }

            if (part.Count < PersonsShown.InPart)
            {
                yield break;
            }

            after = part[^1].Id;
        }
    }

    private IQueryable<AssociationMember> Spells(Association own, bool past) => db.AssociationMembers.AsNoTracking().Where(m => m.AssociationId == own.Id && m.Until != null == past);

    private static IQueryable<AssociationMember> Behind(IQueryable<AssociationMember> spells, Guid? after) => after is { } last ? spells.Where(m => m.Id.CompareTo(last) > 0) : spells;

    private IQueryable<AssociationMemberLine> Lines(IQueryable<AssociationMember> spells, string? text)
    {
        var (typed, digits, name) = (text?.Trim() ?? "", RegistrationDb.Digits(text), Folded(text));
        return
            from m in spells
            join p in db.Persons on m.PersonId equals p.Id into persons
            from p in persons.DefaultIfEmpty()
            where typed == "" || m.MemberNumber == typed || (digits != "" && p.Number == digits) || (name != "" && p.SearchName.Contains(name))
            orderby m.Id
            select new AssociationMemberLine(m.Id, p == null ? null : p.Number, p == null ? null : p.Name, m.MemberNumber, m.Role, m.From, m.Until, m.EndReason);
    }

    /// <summary>A name as the register keeps it for searching.</summary>
    internal static string Folded(string? text)
    {
        var folded = Normaliser.Normalise(new LinkagePerson { Id = Guid.Empty, GivenName = text });
        return string.Join(' ', new[] { folded.Given?.Text, folded.Middle?.Text, folded.Family?.Text }.Where(t => t is not null));
    }
}
