using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Receipts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;

namespace Spmis.Contributions.Associations;

/// <summary>A line as it is shown; number and name are null for a person of an office the reader does not see.</summary>
public sealed record MemberListLineShown(long Line, string? PersonNumber, string? PersonName, long BaseMinor, long AmountMinor, long PaidMinor, string? Struck)
{
    /// <summary>Of what was paid, what the month does not take because the member or somebody else had paid for it already; held for the member.</summary>
    public long ExcessMinor { get; init; }
}

/// <summary>What is held for an association, by currency.</summary>
public sealed record AssociationHeld(string Currency, long Minor);

/// <summary>Finds the member lists of an association.</summary>
public sealed class FindMemberLists(ContributionsDb db, PersonsShown shown)
{
    public const int Most = 100;

    /// <summary>An association; to people of one, their own only.</summary>
    /// <exception cref="Refused">There is none, or the reader does not see it.</exception>
    public async Task<AssociationCopy> AssociationAsync(string? number, Actor actor, CancellationToken ct)
    {
        var digits = string.Concat((number ?? "").Where(char.IsAsciiDigit));
        return (actor.SeesAssociation(digits) ? await db.Set<AssociationCopy>().AsNoTracking().SingleOrDefaultAsync(a => a.AssociationNumber == digits, ct) : null)
            ?? throw new Refused("association.unknown", $"There is no association {number}. Check the number; its last two digits catch most slips.", "number");
    }

    /// <summary>Its lists, the latest first.</summary>
    public Task<List<MemberList>> ListAsync(Guid association, int limit, CancellationToken ct) =>
        db.Set<MemberList>().AsNoTracking().Where(l => l.AssociationId == association).OrderByDescending(l => l.Number).Take(Math.Clamp(limit, 1, Most)).ToListAsync(ct);

    /// <summary>Money of the association that is not put to a member.</summary>
    public async Task<IReadOnlyList<AssociationHeld>> HeldAsync(Guid association, CancellationToken ct) => await db.Set<Receipt>().AsNoTracking().Where(r => r.AssociationId == association && r.PersonId == null && r.AmountMinor > r.AllocatedMinor + r.RefundedMinor)
        .GroupBy(r => r.Currency).Select(g => new AssociationHeld(g.Key, g.Sum(r => r.AmountMinor - r.AllocatedMinor - r.RefundedMinor))).ToListAsync(ct);

    /// <summary>One list, by its payment reference; to people of an association, their own lists only.</summary>
    /// <exception cref="Refused">There is none, or the reader does not see it.</exception>
    public async Task<(MemberList List, AssociationCopy Association)> ReadAsync(string reference, Actor actor, CancellationToken ct)
    {
        var list = await db.Set<MemberList>().SingleOrDefaultAsync(l => l.PaymentReference == reference, ct);
        var of = list is null ? null : await db.Set<AssociationCopy>().AsNoTracking().SingleAsync(a => a.AssociationId == list.AssociationId, ct);
        return list is not null && of is not null && actor.SeesAssociation(of.AssociationNumber) ? (list, of) : throw new Refused("members.unknown", $"There is no member list {reference}.", "reference");
    }

    /// <summary>Whether its reading ended before the list was issued, stopped by somebody or broken off.</summary>
    public async Task<bool> BrokenOffAsync(MemberList list, CancellationToken ct) =>
        list.IssuedAt is null && list.WithdrawnAt is null && await db.Runs.AnyAsync(r => r.Id == list.RunId && (r.FinishedAt != null || r.FailedAt != null), ct);

    /// <summary>Whether somebody may look at the verdicts on its lines.</summary>
    public async Task<bool> ShowsRunAsync(MemberList list, Actor actor, CancellationToken ct) =>
        list.RunId is { } run && (actor.Association is null || await db.Runs.AnyAsync(r => r.Id == run && r.Scope == actor.Association, ct));

    /// <summary>Its lines in order.</summary>
    public async Task<IReadOnlyList<MemberListLineShown>> LinesAsync(Guid list, long after, int limit, CancellationToken ct)
    {
        var seen = db.OfficesSeen;
        var lines = await (
            from l in db.Set<MemberListLine>().AsNoTracking().Where(l => l.ListId == list && l.Line > after).OrderBy(l => l.Line).Take(Math.Clamp(limit, 1, Most + 1))
            join w in db.Set<WorkerCopy>().Where(w => seen == null || seen.Contains(w.Office!)) on l.PersonId equals w.PersonId into workers
            from w in workers.DefaultIfEmpty()
            orderby l.Line
            select new { l.Id, Shown = new MemberListLineShown(l.Line, w == null ? null : w.RegistrationNumber, w == null ? null : w.Name, l.BaseMinor, l.AmountMinor, l.PaidMinor, l.Struck) }).ToListAsync(ct);
        shown.Add(lines.Select(l => l.Shown.PersonNumber));
        var excess = await ExcessAsync([.. lines.Where(l => l.Shown.PaidMinor > 0).Select(l => l.Id)], ct);
        return [.. lines.Select(l => l.Shown with { ExcessMinor = excess.GetValueOrDefault(l.Id) })];
    }

    /// <summary>What is held of the money put to these lines. A query of its own: it counts the receipts of restricted members too, and must not lift the filter that hides their names.</summary>
    private async Task<Dictionary<long, long>> ExcessAsync(List<long> lines, CancellationToken ct) => lines.Count == 0 ? [] : await (
        from p in db.Set<MemberPayment>().AsNoTracking()
        where lines.Contains(p.LineId) && p.TakenBackOn == null
        join r in db.Set<Receipt>().IgnoreQueryFilters() on p.ReceiptId equals r.Id
        group r.AmountMinor - r.AllocatedMinor - r.RefundedMinor by p.LineId into g
        select new { g.Key, Minor = g.Sum() }).ToDictionaryAsync(g => g.Key, g => g.Minor, ct);
}
