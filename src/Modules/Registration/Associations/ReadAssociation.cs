using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Registration.Persons;

namespace Spmis.Registration.Associations;

/// <summary>A spell of membership with whose it is; number and name are null for a person of an office the reader does not see.</summary>
public sealed record AssociationMemberLine(Guid Id, string? PersonNumber, string? PersonName, string? MemberNumber, AssociationRole Role, DateOnly From, DateOnly? Until, MemberEnd? EndReason);

/// <summary>Finds associations, and reads one with its members.</summary>
/// <param name="db">The register.</param>
/// <param name="shown">Whose data were looked up.</param>
public sealed class ReadAssociation(RegistrationDb db, PersonsShown shown)
{
    /// <summary>The most lines of one answer.</summary>
    public const int MostLines = 100;

    private static readonly HashSet<string> Hidden = new(StringComparer.Ordinal) { "areaId", "searchName", "nextCensusOn" };

    /// <summary>Searches by number or by the beginning of the name.</summary>
    /// <param name="text">Empty lists the latest.</param>
    /// <param name="censusDueBy">Only those whose census is due by that day, the longest overdue first; null for all.</param>
    /// <param name="limit">How many at most, up to 100.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<Association>> FindAsync(string? text, DateOnly? censusDueBy, int limit, CancellationToken ct)
    {
        limit = Math.Clamp(limit, 1, MostLines);
        var all = db.Associations.AsNoTracking().Where(a => censusDueBy == null || (a.NextCensusOn <= censusDueBy && a.ClosedOn == null));
        var prefix = Employers.Employer.Fold(text ?? "");
        var digits = RegistrationDb.Digits(text);
        if (digits.Length >= 4 && digits.Length == prefix.Count(c => c is not (' ' or '-')))
        {
            return await all.Where(a => a.Number == digits).ToListAsync(ct);
        }

        if (prefix.Length > 0)
        {
            var end = prefix[..^1] + (char)(prefix[^1] + 1);
            all = all.Where(a => string.Compare(a.SearchName, prefix) >= 0 && string.Compare(a.SearchName, end) < 0);
        }

        return await (censusDueBy is not null ? all.OrderBy(a => a.NextCensusOn).ThenBy(a => a.Number) : prefix.Length > 0 ? all.OrderBy(a => a.SearchName).ThenBy(a => a.Number) : all.OrderByDescending(a => a.Number)).Take(limit).ToListAsync(ct);
    }

    /// <summary>One association.</summary>
    /// <exception cref="Refused">There is none, or the reader does not see it.</exception>
    public async Task<Association> HandleAsync(string? number, CancellationToken ct)
    {
        var digits = RegistrationDb.Digits(number);
        return await db.Associations.SingleOrDefaultAsync(a => a.Number == digits, ct)
            ?? throw new Refused("association.unknown", $"There is no association {number}. Check the number; its last two digits catch most slips.", "number");
    }

    /// <summary>Code of the area of its seat.</summary>
    public Task<string?> AreaAsync(Association association, CancellationToken ct) => db.Areas.Where(a => a.Id == association.AreaId).Select(a => a.Code).SingleOrDefaultAsync(ct);

    /// <summary>Whether it is still one's own to see: another seat hands it over to another office.</summary>
    public Task<bool> IsSeenAsync(string number, CancellationToken ct)
    {
        var digits = RegistrationDb.Digits(number);
        return db.Associations.AnyAsync(a => a.Number == digits, ct);
    }

    /// <summary>What was changed since its registration, the latest first; at most fifty.</summary>
    public async Task<IReadOnlyList<HistoryEntry>> HistoryAsync(Association association, CancellationToken ct)
    {
        var subject = association.Id.ToString();
        var rows = await db.History.AsNoTracking().Where(h => h.Entity == nameof(Association) && h.Subject == subject && h.Kind == "changed").OrderByDescending(h => h.Seq).Take(MostLines / 2).ToListAsync(ct);
        return [.. rows.Select(r => ReadHistory.Of(r, Hidden)).Where(e => e.Values.Count > 0)];
    }

    /// <summary>How many members it has now.</summary>
    public Task<int> CountAsync(Guid association, CancellationToken ct) => db.AssociationMembers.CountAsync(m => m.AssociationId == association && m.OpenPersonId != null, ct);

    /// <summary>Its members in the order in which they were enrolled.</summary>
    /// <param name="association">The association.</param>
    /// <param name="past">Ended spells instead of open ones.</param>
    /// <param name="after">Go on behind this spell.</param>
    /// <param name="limit">How many at most, up to 100.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<AssociationMemberLine>> MembersAsync(Guid association, bool past, Guid? after, int limit, CancellationToken ct)
    {
        var spells = db.AssociationMembers.AsNoTracking().Where(m => m.AssociationId == association && m.Until != null == past);
        if (after is { } last)
        {
            spells = spells.Where(m => m.Id.CompareTo(last) > 0);
        }

        var lines = await (
            from m in spells.OrderBy(m => m.Id).Take(Math.Clamp(limit, 1, MostLines + 1))
            join p in db.Persons on m.PersonId equals p.Id into persons
            from p in persons.DefaultIfEmpty()
            orderby m.Id
            select new AssociationMemberLine(m.Id, p == null ? null : p.Number, p == null ? null : p.Name, m.MemberNumber, m.Role, m.From, m.Until, m.EndReason)).ToListAsync(ct);
        shown.Add(lines.Select(l => l.PersonNumber));
        return lines;
    }

    /// <summary>One spell of an association.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<AssociationMemberLine> MemberAsync(Guid association, Guid id, CancellationToken ct)
    {
        var spell = await db.AssociationMembers.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.AssociationId == association, ct) ?? throw new Refused("member.unknown", "There is no such membership.");
        var person = await db.Persons.AsNoTracking().Where(p => p.Id == spell.PersonId).Select(p => new { p.Number, p.Name }).SingleOrDefaultAsync(ct);
        shown.Add(person?.Number);
        return new AssociationMemberLine(spell.Id, person?.Number, person?.Name, spell.MemberNumber, spell.Role, spell.From, spell.Until, spell.EndReason);
    }
}
