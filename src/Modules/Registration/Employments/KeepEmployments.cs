using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Messages;
using Spmis.Registration.Duplicates;
using Spmis.Values;

namespace Spmis.Registration.Employments;

/// <summary>Keeps the spells of work from accepted returns: the first return opens one, a day of leaving closes it, a later return opens another.</summary>
/// <param name="db">The register.</param>
public sealed class KeepEmployments(RegistrationDb db) : Consumer<RegistrationDb, WorkersDeclared>
{
    /// <inheritdoc />
    public override async Task HandleAsync(WorkersDeclared message, Change change, CancellationToken ct)
    {
        var survivors = await Survivors.OfAsync(db, message.Workers.Select(w => w.PersonId), ct);
        var workers = message.Workers.Select(w => w with { PersonId = survivors.GetValueOrDefault(w.PersonId, w.PersonId) }).DistinctBy(w => w.PersonId).ToList();
        var ids = workers.Select(w => w.PersonId).ToList();
        var known = (await db.Employments.AsNoTracking().Where(e => e.EmployerId == message.EmployerId && ids.Contains(e.PersonId)).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var month = Month.FromCode(message.Month);

        List<Employment> fresh = [];
        List<(Guid Id, DateOnly? End)> going = [];
        foreach (var worker in workers)
        {
            var end = Within(worker, month);
            if (Spell(known[worker.PersonId], worker, month) is { } spell)
            {
                going.Add((spell.Id, end < spell.StartedOn ? spell.StartedOn : end ?? spell.EndedOn));
            }
            else
            {
                var start = worker.StartedOn ?? month.First;
                fresh.Add(new Employment { Id = Guid.CreateVersion7(), PersonId = worker.PersonId, EmployerId = message.EmployerId, StartedOn = end < start ? end.Value : start, EndedOn = end, LastDeclared = message.Month });
            }
        }

        await db.BulkInsertAsync(fresh, ct);
        foreach (var same in going.GroupBy(g => g.End))
        {
            var spells = same.Select(s => s.Id).ToList();
            await db.Employments.Where(e => spells.Contains(e.Id))
                .ExecuteUpdateAsync(s => s.SetProperty(e => e.EndedOn, same.Key).SetProperty(e => e.LastDeclared, e => e.LastDeclared < message.Month ? message.Month : e.LastDeclared), ct);
        }

        db.RecordBulk(change, nameof(Employment), $"employer {message.EmployerId} month {message.Month}", new { message.Month, Workers = workers.Count, Started = fresh.Count, Ended = going.Count(g => g.End is not null) });
    }

    /// <summary>The spell the month belongs to: one that had begun by its end and had not ended before its start.</summary>
    private static Employment? Spell(IEnumerable<Employment> known, DeclaredWorker worker, Month month) => known
        .Where(e => (e.EndedOn is null || e.EndedOn >= month.First) && (worker.StartedOn is null || e.EndedOn is null || worker.StartedOn <= e.EndedOn))
        .OrderByDescending(e => e.StartedOn).FirstOrDefault();

    /// <summary>A day of leaving that lies behind the month is left to the return of its own month.</summary>
    private static DateOnly? Within(DeclaredWorker worker, Month month) => worker.LeftOn is { } left && left <= month.Last ? left : null;
}
