using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Enrolments;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;

namespace Spmis.Eligibility.Associations;

/// <summary>A member enrolled by an agreement of the association.</summary>
/// <param name="Number">Registration number.</param>
/// <param name="Name">Name.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="StartOn">First day.</param>
/// <param name="EndOn">Last day; null until further notice.</param>
/// <param name="WaitingUntil">Last day of the waiting period; null when there is none.</param>
public sealed record EnrolledMember(string Number, string Name, string Scheme, DateOnly StartOn, DateOnly? EndOn, DateOnly? WaitingUntil);

/// <summary>
/// What an association sees of its agreements with schemes: the agreements, and of its members the spells that follow from membership. How else a person is covered (by work, by choice, by assistance) is not its to see.
/// </summary>
/// <param name="db">The module's database.</param>
/// <param name="agree">Lists agreements.</param>
/// <param name="shown">Whose data were looked up.</param>
public sealed class ReadOwnAgreements(EligibilityDb db, AgreeScheme agree, PersonsShown shown)
{
    /// <summary>Who holds it sees the agreements of the own association.</summary>
    public const string Permission = "agreements.own";

    /// <summary>Most members of one answer.</summary>
    public const int MostMembers = 100;

    /// <summary>The agreements of this account's association, the latest first.</summary>
    /// <exception cref="Refused">The account belongs to none.</exception>
    public async Task<IReadOnlyList<AgreementLine>> HandleAsync(Actor actor, CancellationToken ct)
    {
        var own = actor.OwnAssociation();
        return [.. (await agree.ListAsync(own, ct)).Where(a => a.AssociationNumber == own)]; // Whatever the list makes of a number that is none.
    }

    /// <summary>Its members enrolled by membership, by registration number.</summary>
    /// <param name="actor">Somebody of the association.</param>
    /// <param name="text">Only whose number or name has this; empty for all.</param>
    /// <param name="after">Go on behind this registration number.</param>
    /// <param name="limit">How many persons at most, up to 100.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="Refused">The account belongs to no association.</exception>
    public async Task<IReadOnlyList<EnrolledMember>> MembersAsync(Actor actor, string? text, string? after, int limit, CancellationToken ct)
    {
        var found = await PartAsync(actor.OwnAssociation(), text, after, Math.Clamp(limit, 1, MostMembers + 1), ct);
        shown.Add(found.Select(m => m.Number));
        shown.AddNamed([text]); // Whoever is asked about by number, found or not.
        return found;
    }

    /// <summary>All of them as CSV.</summary>
    public async Task WriteAsync(Actor actor, string? text, Stream target, CancellationToken ct)
    {
        var own = actor.OwnAssociation();
        await using var csv = await CsvOutput.StartAsync(target, ["number", "name", "scheme", "from", "until", "waiting_until"], ct);
        await foreach (var m in shown.InPartsAsync(AllAsync(own, text, ct), m => m.Number).WithCancellation(ct))
        {
            await csv.RowAsync(ct, m.Number, m.Name, m.Scheme, m.StartOn, m.EndOn, m.WaitingUntil);
        }
    }

    private async IAsyncEnumerable<EnrolledMember> AllAsync(string own, string? text, [EnumeratorCancellation] CancellationToken ct)
    {
        for (string? after = null; ;)
        {
            var part = await PartAsync(own, text, after, PersonsShown.InPart, ct);
            foreach (var member in part)
            {
                yield return member;
            }

            if (part.Count == 0)
            {
                yield break;
            }

            after = part[^1].Number;
        }
    }

    private async Task<List<EnrolledMember>> PartAsync(string own, string? text, string? after, int limit, CancellationToken ct)
    {
        var spells =
            from e in db.Enrolments.AsNoTracking()
            where e.How == EnrolledBy.Association
            join m in db.AssociationMembers on e.PersonId equals m.PersonId
            join a in db.Associations on m.AssociationId equals a.AssociationId
            where a.AssociationNumber == own && !m.Void && (m.Until == null || m.Until >= e.StartOn) && (e.EndOn == null || m.From <= e.EndOn)
            where db.SchemeAgreements.Any(g => g.AssociationId == m.AssociationId && g.Scheme == e.Scheme && (g.UntilOn == null || g.UntilOn >= e.StartOn) && (e.EndOn == null || g.FromOn <= e.EndOn))
            select e;
        var enrolled = spells.Select(e => e.PersonId);
        var persons = db.Persons.AsNoTracking().Where(p => enrolled.Contains(p.PersonId));
        persons = string.IsNullOrEmpty(after) ? persons : persons.Where(p => string.Compare(p.RegistrationNumber, after) > 0);
        if (text?.Trim() is { Length: > 0 } typed)
        {
            var (digits, words) = (string.Concat(typed.Where(char.IsAsciiDigit)), typed.ToUpperInvariant());
#pragma warning disable CA1304, CA1311, CA1862 // Translated to SQL: the database compares.
            persons = persons.Where(p => (digits != "" && p.RegistrationNumber == digits) || p.Name.ToUpper().Contains(words));
#pragma warning restore CA1304, CA1311, CA1862
        }

        var page = await persons.OrderBy(p => p.RegistrationNumber).Take(limit).Select(p => new { p.PersonId, p.RegistrationNumber, p.Name }).ToListAsync(ct);
        var ids = page.ConvertAll(p => p.PersonId);
        var found = (await spells.Where(e => ids.Contains(e.PersonId)).Select(e => new { e.Id, e.PersonId, e.Scheme, e.StartOn, e.EndOn, e.WaitingUntil }).Distinct().ToListAsync(ct)).ToLookup(e => e.PersonId);
        return [.. page.SelectMany(p => found[p.PersonId].OrderBy(e => e.Scheme, StringComparer.Ordinal).ThenBy(e => e.StartOn).Select(e => new EnrolledMember(p.RegistrationNumber, p.Name, e.Scheme, e.StartOn, e.EndOn, e.WaitingUntil)))];
    }
}
