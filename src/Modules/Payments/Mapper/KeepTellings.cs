using Microsoft.EntityFrameworkCore;
using Spmis.Kernel.Runs;

namespace Spmis.Payments.Mapper;

/// <summary>Keeps what is told to the mapper: before the call, and what came of it. A handful of statements whatever the chunk's size.</summary>
internal sealed class KeepTellings(PaymentsDb db)
{
    /// <summary>Before the call.</summary>
    public async Task NoteAsync(IReadOnlyList<ToTell> due, RunStep step, CancellationToken ct)
    {
        var (ids, ends, now) = (due.Select(d => d.AddressId).ToList(), due[0].Ends, step.Change.Now);
        var rows = await db.MapperTellings.AsNoTracking().Where(t => ids.Contains(t.AddressId)).Select(t => new { t.AddressId, t.Ends, t.Turn }).ToListAsync(ct);
        var known = rows.Where(t => t.Ends == ends).Select(t => t.AddressId).ToHashSet();
        var others = rows.Where(t => t.Ends != ends).ToDictionary(t => t.AddressId, t => t.Turn);
        // An end is that of the last beginning; a beginning is the turn after the last end.
        int Turn(long address) => ends ? others[address] : others.GetValueOrDefault(address) + 1;
        foreach (var turn in known.GroupBy(Turn))
        {
            var these = turn.ToList();
            await db.MapperTellings.Where(t => these.Contains(t.AddressId) && t.Ends == ends).ExecuteUpdateAsync(s => s.SetProperty(t => t.Turn, turn.Key).SetProperty(t => t.TriedAt, now).SetProperty(t => t.ToldAt, (DateTime?)null), ct);
        }

        await db.BulkInsertAsync([.. due.Where(d => !known.Contains(d.AddressId)).Select(d => new MapperTelling { PersonId = d.PersonId, AddressId = d.AddressId, Ends = ends, Turn = Turn(d.AddressId), TriedAt = now })], ct);
    }

    /// <summary>After it.</summary>
    public async Task TakeAsync(IReadOnlyList<Telling> plans, bool dryRun, RunStep step, CancellationToken ct)
    {
        foreach (var plan in plans)
        {
            if (plan.Verdict is { } verdict)
            {
                TakeResolved.Refuse(step, plan.Line, plan.Of.Number, verdict);
            }
            else
            {
                step.Accept(plan.Line, reference: plan.Verb, number: plan.Of.Number);
            }
        }

        if (dryRun || plans.Count == 0)
        {
            return;
        }

        var (ends, now) = (plans[0].Of.Ends, step.Change.Now);
        foreach (var group in plans.GroupBy(p => (p.Verb, p.Verdict?.Code, p.Verdict?.Detail, p.Known)))
        {
            var (verb, code, detail, isKnown) = group.Key;
            var ids = group.Select(p => p.Of.AddressId).ToList();
            DateTime? told = code is null ? now : null, refused = code is not null && isKnown ? now : null;
            await db.MapperTellings.Where(t => ids.Contains(t.AddressId) && t.Ends == ends)
                .ExecuteUpdateAsync(s => s.SetProperty(t => t.Verb, verb).SetProperty(t => t.Code, code).SetProperty(t => t.Detail, detail).SetProperty(t => t.ToldAt, told).SetProperty(t => t.RefusedAt, refused), ct);
        }

        db.RecordBulk(step.Change, nameof(MapperTelling), $"run {step.Run.Id}", plans.GroupBy(p => p.Verb ?? p.Verdict?.Code ?? "").ToDictionary(g => g.Key, g => g.Count()));
    }
}
