using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Kernel.Runs;
using Spmis.Payments.Copies;
using Spmis.Payments.Cycles;
using Spmis.Values;

namespace Spmis.Payments.Emergencies;

/// <summary>Hands an approved list to the ordinary payment run: an award of one month for each line, then the one-off cycle of the event, month and value date.</summary>
/// <param name="db">For finding what is left; the work is done in each chunk's own scope.</param>
public sealed class HandOverWorker(PaymentsDb db) : IRunWorker
{
    internal const string RunKind = "payments.emergency-pay";

    private const string DoneMark = "ready";
    private const int Rows = 1000;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "payments.propose-emergencies";

    /// <inheritdoc />
    public bool MayStop => false;

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        if (run.Checkpoint == DoneMark)
        {
            yield break;
        }

        var id = run.InputAs<ListInput>().ListId;
        var after = run.Checkpoint is null ? -1 : long.Parse(run.Checkpoint, CultureInfo.InvariantCulture);
        while (await db.EmergencyLines.AsNoTracking().Where(l => l.ListId == id && l.Line > after && l.PayFor != null).OrderBy(l => l.Line).Take(Rows).Select(l => l.Line).ToListAsync(ct) is { Count: > 0 } lines)
        {
            var (from, to) = (after, lines[^1]);
            yield return new RunChunk(to.ToString(CultureInfo.InvariantCulture), (services, step, token) => services.GetRequiredService<HandOverLines>().HandleAsync(id, from, to, step, token));
            after = to;
        }

        yield return new RunChunk(DoneMark, (services, step, token) => services.GetRequiredService<HandOverLines>().DoneAsync(id, step, token));
    }
}

/// <summary>Makes the awards of a chunk of lines. Who was paid by another list meanwhile, or died, is held here, and the budget gets it back.</summary>
public sealed class HandOverLines(PaymentsDb db, OpenCycle open)
{
    internal async Task HandleAsync(long listId, long after, long upTo, RunStep step, CancellationToken ct)
    {
        var list = await db.EmergencyLists.SingleAsync(l => l.Id == listId, ct);
        var of = await db.EmergencyEvents.AsNoTracking().SingleAsync(e => e.Id == list.EventId, ct);
        var lines = await db.EmergencyLines.AsNoTracking().Where(l => l.ListId == listId && l.Line > after && l.Line <= upTo && l.PayFor != null).OrderBy(l => l.Line).ToListAsync(ct);
        var ids = lines.Select(l => l.PersonId).ToList();
        var persons = await db.Payees.AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        var book = await BenefitBook.ReadAsync(db, of, list, ids, ct);
        List<AwardCopy> awards = [];
        var freed = 0L;
        foreach (var line in lines)
        {
            var (code, note) = book.Of(persons[line.PersonId]);
            if (code is null)
            {
                awards.Add(Award(of, list, line));
                continue;
            }

            await db.EmergencyLines.Where(l => l.ListId == listId && l.Line == line.Line).ExecuteUpdateAsync(s => s.SetProperty(l => l.HoldCode, code).SetProperty(l => l.HoldNote, note).SetProperty(l => l.PayFor, (Guid?)null), ct); // Few, if any.
            freed += line.AmountMinor;
        }

        if (freed > 0)
        {
            // Set-based: two lists of an event may be handed over at once, and neither stops the other.
            await db.EmergencyEvents.Where(e => e.Id == of.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.CommittedMinor, e => e.CommittedMinor - freed).SetProperty(e => e.Version, e => e.Version + 1), ct);
        }

        await db.BulkInsertAsync(awards, ct);
        step.Count(awards.Count, 0);
        db.RecordBulk(step.Change, nameof(AwardCopy), $"emergency list {listId}, lines {after + 1} to {upTo}", new { Made = awards.Count, Held = lines.Count - awards.Count, Minor = awards.Sum(a => a.MonthlyMinor) });
    }

    internal async Task DoneAsync(long listId, RunStep step, CancellationToken ct)
    {
        var list = await db.EmergencyLists.SingleAsync(l => l.Id == listId, ct);
        var scheme = EmergencyEvent.SchemePrefix + await db.EmergencyEvents.Where(e => e.Id == list.EventId).Select(e => e.Code).SingleAsync(ct);
        await CheckLines.CountAsync(db, list, ct);
        // Takes the event's row: of two lists handed over at once the second finds the first one's cycle.
        await db.EmergencyEvents.Where(e => e.Id == list.EventId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Version, e => e.Version), ct);
        // Lists of one value date go together; each other day has a cycle of its own, so that every list is paid on its day.
        var part = list.ValueDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        list.CycleId = await db.Cycles.Where(c => c.Scheme == scheme && c.Month == list.Month && c.Kind == CycleKind.OneOff && c.Part == part).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct)
            ?? await open.HandleAsync(new NewCycle { Scheme = scheme, Month = list.Month, Kind = CycleKind.OneOff, Part = part, ValueDate = list.ValueDate }, step.Change, ct);
        list.ReadyAt = step.Change.Now;
        list.Version++;
        step.Run.Total = step.Run.Done;
        await db.SaveAsync(step.Change, ct);
    }

    private static AwardCopy Award(EmergencyEvent of, EmergencyList list, EmergencyLine line) => new()
    {
        AwardId = Guid.CreateVersion7(), AwardNumber = NumberOf(list.Id, line.Line), Component = list.Component, Scheme = of.Scheme, Branch = EmergencyEvent.Branch, BeneficiaryId = line.PersonId, PayeeId = line.PersonId,
        MonthlyMinor = line.AmountMinor, Currency = of.Currency, FromMonth = list.Month, ToMonth = list.Month, Version = 1,
    };

    /// <summary>E, list, line and check digits; awards of Eligibility have digits only.</summary>
    internal static string NumberOf(long list, long line) => "E" + CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"{list:D4}{line:D6}"));
}
