using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Record;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>Who holds a month already: contributions, and lines of history that are approved and about to be posted. Records that were merged are one person.</summary>
public sealed class HeldMonths(ContributionsDb db, Merges merges)
{
    private const int Part = 1000;

    /// <summary>Months that came by a return or a payment of our own, or from another old system than the batch's.</summary>
    /// <param name="batch">The batch; its source's own months are left out.</param>
    /// <param name="persons">At most 1,000.</param>
    /// <param name="first">First month asked for.</param>
    /// <param name="last">Last month asked for.</param>
    /// <param name="coming">What is approved and about to be posted counts too.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>By the persons as they were given.</returns>
    internal async Task<HashSet<(Guid Person, Guid? Employer, Month Month)>> OthersAsync(TakeoverBatch batch, IReadOnlyCollection<Guid> persons, Month first, Month last, bool coming, CancellationToken ct)
    {
        var roots = await merges.RootsAsync(persons, ct);
        var holders = roots.Values.Distinct().ToList();
        var found = (await (
            from c in db.Set<Contribution>().AsNoTracking()
            where holders.Contains(c.PersonId) && c.Scheme == batch.Scheme && c.Month >= first && c.Month <= last && (c.TakeoverId == null || db.Set<TakeoverBatch>().Any(b => b.Id == c.TakeoverId && b.Source != batch.Source))
            select new { c.PersonId, c.EmployerId, c.Month }).Distinct().ToListAsync(ct)).Select(c => (c.PersonId, c.EmployerId, c.Month)).ToHashSet();
        if (coming)
        {
            found.UnionWith(await ComingAsync(batch.Scheme, batch.Source, holders, first, last, ct));
        }

        var held = found.ToLookup(f => f.PersonId);
        return [.. roots.SelectMany(r => held[r.Value].Select(f => (r.Key, f.EmployerId, f.Month)))];
    }

    /// <summary>Months of history approved and not posted yet.</summary>
    /// <param name="scheme">Of which scheme.</param>
    /// <param name="otherThan">The source that is left out; null for none.</param>
    /// <param name="roots">At most 1,000 records in use.</param>
    /// <param name="first">First month asked for.</param>
    /// <param name="last">Last month asked for.</param>
    /// <param name="ct">Cancels.</param>
    internal async Task<HashSet<(Guid PersonId, Guid? EmployerId, Month Month)>> ComingAsync(string scheme, string? otherThan, IReadOnlyCollection<Guid> roots, Month first, Month last, CancellationToken ct)
    {
        var batches = await Coming(scheme).Where(b => otherThan == null || b.Source != otherThan).Select(b => b.Id).ToListAsync(ct);
        HashSet<(Guid, Guid?, Month)> months = [];
        if (batches.Count == 0)
        {
            return months;
        }

        var members = await merges.MembersAsync(roots, ct);
        foreach (var part in members.Keys.Select(p => (Guid?)p).Chunk(Part))
        {
            var lines = await db.Set<TakeoverLine>().AsNoTracking().Where(l => batches.Contains(l.BatchId) && !l.Refused && part.Contains(l.PersonId) && l.Year >= first.Year && l.Year <= last.Year && l.From <= last && l.To >= first)
                .Select(l => new { l.PersonId, l.EmployerId, l.From, l.To }).ToListAsync(ct);
            months.UnionWith(lines.SelectMany(l => Between(l.From, l.To).Select(m => (members[l.PersonId ?? default], l.EmployerId, m))));
        }

        return months;
    }

    /// <summary>Which of these months of an employer an old system handed on, posted or approved to be.</summary>
    internal async Task<HashSet<Month>> TakenOverAsync(Guid employer, string number, string scheme, IReadOnlyCollection<Month> months, CancellationToken ct)
    {
        var cutOvers = await db.Set<TakeoverBatch>().AsNoTracking().Where(b => b.Kind == TakeoverKind.History && b.Scheme == scheme && b.ApprovedAt != null).Select(b => b.CutOver).Distinct().ToListAsync(ct);
        var asked = months.Where(m => cutOvers.Any(c => m < c)).ToList();
        if (asked.Count == 0)
        {
            return [];
        }

        var coming = await (from l in db.Set<TakeoverLine>() join b in Coming(scheme) on l.BatchId equals b.Id where l.EmployerNumber == number && l.EmployerId == employer && !l.Refused select new { l.From, l.To }).Distinct().ToListAsync(ct);
        HashSet<Month> taken = [];
        foreach (var month in asked)
        {
            // One look into the index a month: an employer's contributions of decades may be millions.
            if (coming.Any(c => c.From <= month && c.To >= month) || await db.Set<Contribution>().AnyAsync(c => c.EmployerId == employer && c.Month == month && c.Scheme == scheme && c.TakeoverId != null, ct))
            {
                taken.Add(month);
            }
        }

        return taken;
    }

    /// <summary>The first month of a line that stands in a set of months.</summary>
    internal static Month? FirstOf(TakeoverLine line, HashSet<(Guid, Guid?, Month)> held) =>
        held.Count > 0 && line.PersonId is { } person ? Between(line.From, line.To).Where(m => held.Contains((person, line.EmployerId, m))).Select(m => (Month?)m).FirstOrDefault() : null;

    private static IEnumerable<Month> Between(Month first, Month last)
    {
        for (var month = first; month <= last; month = month.Add(1))
        {
            yield return month;
        }
    }

    /// <summary>
    /// Holds the batches of a scheme that are not posted, or those of them that can reach a month, to the end of the transaction. Who assesses a return and who approves a batch both do it first, so that of two at once the second sees what the first did:
    /// the approval the contributions, or the assessment the months that are about to come.
    /// </summary>
    internal async Task HoldAsync(string scheme, Month? month, CancellationToken ct)
    {
        var waiting = db.Set<TakeoverBatch>().Where(b => b.Kind == TakeoverKind.History && b.Scheme == scheme && b.PostedAt == null && b.UndoneAt == null && (month == null || b.CutOver > month));
        if (await waiting.AnyAsync(ct))
        {
            await waiting.ExecuteUpdateAsync(s => s.SetProperty(b => b.Lines, b => b.Lines), ct);
        }
    }

    private IQueryable<TakeoverBatch> Coming(string scheme) => db.Set<TakeoverBatch>().AsNoTracking().Where(b => b.Kind == TakeoverKind.History && b.Scheme == scheme && b.ApprovedAt != null && b.PostedAt == null && b.UndoneAt == null);
}
