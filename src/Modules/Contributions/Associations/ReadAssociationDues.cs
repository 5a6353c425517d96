using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Associations;

/// <summary>What is open of an association's lists in a scheme and month.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Month">The month.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Lists">How many lists it is.</param>
/// <param name="OpenMinor">What is still to pay.</param>
public sealed record AssociationDue(string Scheme, Month Month, string Currency, int Lists, long OpenMinor);

/// <summary>A member for whom nobody is named in a month yet.</summary>
/// <param name="PersonId">The member.</param>
/// <param name="Number">Registration number.</param>
/// <param name="Name">Name.</param>
/// <param name="MemberNumber">The member's number in the association.</param>
/// <param name="LastMinor">What the association's latest list of this scheme named for the member; null when none did. Never what the member pays or earns elsewhere.</param>
public sealed record UnnamedMember(Guid PersonId, string Number, string Name, string? MemberNumber, long? LastMinor);

/// <summary>What an association has to pay, and for which members of a month it has named nobody yet.</summary>
/// <param name="db">The module's database.</param>
/// <param name="find">Finds the own association.</param>
/// <param name="schemes">The packages in force.</param>
/// <param name="shown">Whose data were looked up.</param>
public sealed class ReadAssociationDues(ContributionsDb db, FindMemberLists find, SchemeBook schemes, PersonsShown shown)
{
    /// <summary>Most members chosen on one page; longer lists come as a file.</summary>
    public const int MostChosen = 200;

    private const int MonthsBack = 12;

    /// <summary>The association of this account.</summary>
    /// <exception cref="Refused">The account belongs to none, or it is not known here.</exception>
    public Task<AssociationCopy> OwnAsync(Actor actor, CancellationToken ct) => find.AssociationAsync(actor.OwnAssociation(), actor, ct);

    /// <summary>The schemes it can pay in.</summary>
    public Task<IReadOnlyList<string>> SchemesAsync(CancellationToken ct) => schemes.CollectingAsync(ct);

    /// <summary>Lists of which something is open, the one due first in front.</summary>
    public Task<List<MemberList>> OpenAsync(Guid association, int limit, CancellationToken ct) =>
        Open(association).OrderBy(l => l.DueOn).ThenBy(l => l.Number).Take(Math.Clamp(limit, 1, FindMemberLists.Most)).ToListAsync(ct);

    /// <summary>What is open, by scheme and month, the oldest month first: the order in which money of the association is put to its lists.</summary>
    public async Task<IReadOnlyList<AssociationDue>> DuesAsync(Guid association, CancellationToken ct) =>
        await Open(association).GroupBy(l => new { l.Scheme, l.Month, l.Currency }).OrderBy(g => g.Key.Month).ThenBy(g => g.Key.Scheme).Take(FindMemberLists.Most)
            .Select(g => new AssociationDue(g.Key.Scheme, g.Key.Month, g.Key.Currency, g.Count(), g.Sum(l => l.AmountMinor - l.PaidMinor))).ToListAsync(ct);

    /// <summary>Whether it has paid, or wanted to, within twelve months: else nobody reminds it to name members.</summary>
    public Task<bool> PaysAsync(Guid association, string scheme, Month today, CancellationToken ct)
    {
        var since = today.Add(-MonthsBack);
        return db.Set<MemberList>().AnyAsync(l => l.AssociationId == association && l.Scheme == scheme && l.Month >= since && l.WithdrawnAt == null, ct);
    }

    /// <summary>How many members of a month no list names.</summary>
    public Task<int> CountUnnamedAsync(Guid association, string scheme, Month month, CancellationToken ct) => Unnamed(association, scheme, month).CountAsync(ct);

    /// <summary>Members of a month whom no list names, by registration number, with what the association last paid for each.</summary>
    public async Task<IReadOnlyList<UnnamedMember>> UnnamedAsync(Guid association, string scheme, Month month, string? after, int limit, CancellationToken ct)
    {
        var members = Unnamed(association, scheme, month);
        members = string.IsNullOrEmpty(after) ? members : members.Where(w => string.Compare(w.RegistrationNumber, after) > 0);
        var page = await members.OrderBy(w => w.RegistrationNumber).Take(Math.Clamp(limit, 1, PersonsShown.InPart)).Select(w => new { w.PersonId, w.RegistrationNumber, w.Name }).ToListAsync(ct);
        var ids = page.ConvertAll(p => p.PersonId);
        var numbers = (await db.Set<AssociationMemberCopy>().AsNoTracking().Where(m => m.AssociationId == association && ids.Contains(m.PersonId) && !m.Void && m.MemberNumber != null).Select(m => new { m.PersonId, m.MemberNumber, m.From }).ToListAsync(ct))
            .GroupBy(m => m.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(m => m.From)?.MemberNumber);
        var since = month.Add(-MonthsBack);
        var last = (await (
            from l in db.Set<MemberListLine>().AsNoTracking()
            join x in db.Set<MemberList>() on l.ListId equals x.Id
            where x.AssociationId == association && x.Scheme == scheme && x.Month >= since && x.WithdrawnAt == null && l.Struck == null && ids.Contains(l.PersonId)
            select new { l.PersonId, x.Month, l.AmountMinor }).ToListAsync(ct)).GroupBy(l => l.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(l => l.Month)?.AmountMinor);
        shown.Add(page.Select(p => p.RegistrationNumber));
        return [.. page.Select(p => new UnnamedMember(p.PersonId, p.RegistrationNumber, p.Name, numbers.GetValueOrDefault(p.PersonId), last.GetValueOrDefault(p.PersonId)))];
    }

    /// <summary>The same members as a file that is filled in and sent as a member list.</summary>
    public async Task WriteUnnamedAsync(Guid association, string scheme, Month month, Stream target, CancellationToken ct)
    {
        var currency = await schemes.CurrencyOfAsync(scheme, ct);
        await using var csv = await CsvOutput.StartAsync(target, ["number", "member_number", "name", "amount"], ct);
        await foreach (var m in shown.InPartsAsync(AllAsync(association, scheme, month, ct), m => m.Number).WithCancellation(ct))
        {
            await csv.RowAsync(ct, m.Number, m.MemberNumber, m.Name, m.LastMinor is { } minor ? new Money(minor, currency) : null);
        }
    }

    private async IAsyncEnumerable<UnnamedMember> AllAsync(Guid association, string scheme, Month month, [EnumeratorCancellation] CancellationToken ct)
    {
        for (string? after = null; ;)
        {
            var part = await UnnamedAsync(association, scheme, month, after, PersonsShown.InPart, ct);
            foreach (var member in part)
            {
                yield return member;
            }

            if (part.Count < PersonsShown.InPart)
            {
                yield break;
            }

            after = part[^1].Number;
        }
    }

    private IQueryable<MemberList> Open(Guid association) => db.Set<MemberList>().AsNoTracking().Where(l => l.AssociationId == association && l.IssuedAt != null && l.WithdrawnAt == null && l.PaidMinor < l.AmountMinor);

    /// <summary>Members on some day of the month, alive at its beginning, whom no line of this scheme and month names.</summary>
    private IQueryable<WorkerCopy> Unnamed(Guid association, string scheme, Month month)
    {
        var (first, last) = (month.First, month.Last);
        var named = from l in db.Set<MemberListLine>() join x in db.Set<MemberList>() on l.ListId equals x.Id where x.AssociationId == association && x.Scheme == scheme && x.Month == month && l.Once != null select l.PersonId;
        var members = db.Set<AssociationMemberCopy>().Where(m => m.AssociationId == association && !m.Void && m.From <= last && (m.Until == null || m.Until >= first)).Select(m => m.PersonId);
        return db.Set<WorkerCopy>().AsNoTracking().Where(w => members.Contains(w.PersonId) && !named.Contains(w.PersonId) && (w.DiedOn == null || w.DiedOn >= first));
    }
}
