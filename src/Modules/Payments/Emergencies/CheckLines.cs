using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Payments.Copies;

namespace Spmis.Payments.Emergencies;

/// <summary>The verdict on each line of a chunk: unknown persons are refused, double benefit is held, nothing is dropped.</summary>
public sealed class CheckLines(PaymentsDb db)
{
    internal async Task HandleAsync(long listId, IReadOnlyList<ListRow> rows, RunStep step, CancellationToken ct)
    {
        var list = await db.EmergencyLists.AsNoTracking().SingleAsync(l => l.Id == listId, ct);
        if (list.CancelledAt is not null)
        {
            throw new Refused("emergency.cancelled", $"The list '{list.Name}' was cancelled by {list.CancelledBy}.");
        }

        var of = await db.EmergencyEvents.AsNoTracking().SingleAsync(e => e.Id == list.EventId, ct);
        var numbers = rows.Select(r => r.Number).OfType<string>().Distinct().ToList();
        var persons = (await db.Payees.AsNoTracking().Where(p => numbers.Contains(p.RegistrationNumber)).ToListAsync(ct)).GroupBy(p => p.RegistrationNumber).ToDictionary(g => g.Key, g => g.OrderBy(p => p.MergedIntoId is not null).ThenBy(p => p.PersonId).First());
        var ids = persons.Values.Select(p => p.PersonId).ToList();
        var book = await BenefitBook.ReadAsync(db, of, list, ids, ct);
        var seen = (await db.EmergencyLines.Where(l => l.ListId == listId && l.PayFor != null && ids.Contains(l.PersonId)).Select(l => new { l.PersonId, l.Line }).ToListAsync(ct)).ToDictionary(l => l.PersonId, l => l.Line);
        List<EmergencyLine> kept = [];
        foreach (var row in rows)
        {
            if (row.Problem is { } problem)
            {
                step.Refuse(row.Line, problem.Code, problem.Words, problem.Column, problem.Value);
            }
            else if (row.Number is not { } number || row.AmountMinor is not { } amount)
            {
                step.Refuse(row.Line, "person.not-registered", $"{row.Name ?? "This person"} has no registration number; register the person first, then list the number.", CheckListWorker.Number, row.Name);
            }
            else if (!persons.TryGetValue(number, out var person))
            {
                step.Refuse(row.Line, "person.unknown", "Nobody has this registration number; register the person first, or correct the number.", CheckListWorker.Number, number);
            }
            else
            {
                var (code, note) = seen.TryGetValue(person.PersonId, out var before) ? (EmergencyHolds.Twice, $"line {before}") : book.Of(person);
                kept.Add(new() { ListId = listId, Line = row.Line, PersonId = person.PersonId, PersonNumber = number, AmountMinor = amount, HoldCode = code, HoldNote = note, PayFor = code is null ? person.PersonId : null });
                seen.TryAdd(person.PersonId, row.Line);
                if (code is null)
                {
                    step.Accept(row.Line, number: number);
                }
                else
                {
                    step.Note(row.Line, code, note is null ? EmergencyHolds.Words(code) : $"{EmergencyHolds.Words(code)} ({note})", number: number);
                }
            }
        }

        await db.BulkInsertAsync(kept, ct);
        db.RecordBulk(step.Change, nameof(EmergencyLine), $"emergency list {listId}, lines {rows[0].Line} to {rows[^1].Line}", new { Kept = kept.Count, Held = kept.Count(k => k.HoldCode is not null) });
    }

    internal async Task DoneAsync(long listId, RunStep step, CancellationToken ct)
    {
        var list = await db.EmergencyLists.SingleAsync(l => l.Id == listId, ct);
        await CountAsync(db, list, ct);
        (list.CheckedAt, list.Refused) = (step.Change.Now, step.Run.Refused);
        list.Version++;
        step.Run.Total = step.Run.Done;
        await db.SaveAsync(step.Change, ct);
    }

    /// <summary>Counts a list's lines anew.</summary>
    internal static async Task CountAsync(PaymentsDb db, EmergencyList list, CancellationToken ct)
    {
        var sums = await db.EmergencyLines.Where(l => l.ListId == list.Id).GroupBy(l => l.HoldCode == null).Select(g => new { ToPay = g.Key, Count = g.LongCount(), Minor = g.Sum(l => l.AmountMinor) }).ToListAsync(ct);
        var pay = sums.SingleOrDefault(s => s.ToPay);
        (list.ToPay, list.TotalMinor, list.Held) = (pay?.Count ?? 0, pay?.Minor ?? 0, sums.SingleOrDefault(s => !s.ToPay)?.Count ?? 0);
    }
}

/// <summary>What is known against paying persons for an event: a handful of queries whatever the chunk's size.</summary>
internal sealed class BenefitBook
{
    private readonly HashSet<Guid> merged = [];
    private readonly HashSet<Guid> duplicates = [];
    private readonly Dictionary<Guid, string> paidBefore;
    private readonly Dictionary<Guid, string> has;

    private BenefitBook(Dictionary<Guid, string> paidBefore, Dictionary<Guid, string> has) => (this.paidBefore, this.has) = (paidBefore, has);

    public static async Task<BenefitBook> ReadAsync(PaymentsDb db, EmergencyEvent of, EmergencyList list, List<Guid> ids, CancellationToken ct)
    {
        // Of two lists that are approved the first one pays.
        var (from, to) = (list.ValueDate.AddDays(-of.WithinDays), list.ValueDate.AddDays(of.WithinDays));
        var kept = await MergedIntoAsync(db, ids, ct); // What was paid to a record that was merged into another was paid to that person.
        List<Guid> paid = [.. ids, .. kept.Keys];
        var others = of.WithinDays == 0 ? [] : await db.EmergencyLines.AsNoTracking().Where(l => l.ListId != list.Id && l.PayFor != null && paid.Contains(l.PersonId))
            .Join(db.EmergencyLists.Where(o => o.EventId == of.Id && o.ApprovedAt != null && o.ValueDate > from && o.ValueDate < to
                && (list.ApprovedAt == null || o.ApprovedAt < list.ApprovedAt || (o.ApprovedAt == list.ApprovedAt && o.Id < list.Id))), l => l.ListId, o => o.Id, (l, o) => new { l.PersonId, o.Name }).ToListAsync(ct);
        var excluded = of.Excluded.ToList();
        var awards = excluded.Count == 0 ? [] : await db.AwardCopies.AsNoTracking().Where(a => ids.Contains(a.BeneficiaryId) && excluded.Contains(a.Scheme) && a.FromMonth <= list.Month && (a.ToMonth == null || a.ToMonth >= list.Month)
            && (a.SuspendedFromMonth == null || a.SuspendedFromMonth > list.Month)).Select(a => new { a.BeneficiaryId, a.Scheme }).ToListAsync(ct);
        var book = new BenefitBook(others.GroupBy(o => kept.GetValueOrDefault(o.PersonId, o.PersonId)).ToDictionary(g => g.Key, g => g.Min(o => o.Name)!), awards.GroupBy(a => a.BeneficiaryId).ToDictionary(g => g.Key, g => g.Min(a => a.Scheme)!)); // A group is never empty.
        book.merged.UnionWith(await db.Merges.Where(m => !m.Undone && ids.Contains(m.MergedId)).Select(m => m.MergedId).ToListAsync(ct));
        book.duplicates.UnionWith(await db.OpenDuplicates.Where(d => !d.Settled && ids.Contains(d.PersonId)).Select(d => d.PersonId).ToListAsync(ct));
        book.duplicates.UnionWith(await db.OpenDuplicates.Where(d => !d.Settled && ids.Contains(d.OtherPersonId)).Select(d => d.OtherPersonId).ToListAsync(ct));
        return book;
    }

    /// <summary>The records merged into these, through chains, each with the one of these that stands for it.</summary>
    private static async Task<Dictionary<Guid, Guid>> MergedIntoAsync(PaymentsDb db, List<Guid> ids, CancellationToken ct)
    {
        Dictionary<Guid, Guid> found = [];
        for (var survivors = ids; survivors.Count > 0;)
        {
            var next = await db.Merges.AsNoTracking().Where(m => !m.Undone && survivors.Contains(m.SurvivorId)).Select(m => new { m.MergedId, m.SurvivorId }).ToListAsync(ct);
            survivors = [.. next.Where(m => found.TryAdd(m.MergedId, found.GetValueOrDefault(m.SurvivorId, m.SurvivorId))).Select(m => m.MergedId)];
        }

        return found;
    }

    /// <summary>The first reason against it; the code is null when nothing is.</summary>
    public (string? Code, string? Note) Of(PayeeCopy person) =>
        person.DiedOn is { } died ? (EmergencyHolds.Dead, $"{died:yyyy-MM-dd}")
        : person.MergedIntoId is not null || merged.Contains(person.PersonId) ? (EmergencyHolds.Merged, null)
        : duplicates.Contains(person.PersonId) ? (EmergencyHolds.DuplicateOpen, null)
        : paidBefore.TryGetValue(person.PersonId, out var other) ? (EmergencyHolds.PaidBefore, other)
        : has.TryGetValue(person.PersonId, out var scheme) ? (EmergencyHolds.HasScheme, scheme)
        : (null, null);
}
