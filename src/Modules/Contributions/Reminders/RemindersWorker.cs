using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Contributions.Arrears;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Plans;
using Spmis.Contributions.Receipts;
using Spmis.Contributions.Record;
using Spmis.Kernel.Runs;
using Spmis.Values;

namespace Spmis.Contributions.Reminders;

/// <summary>500 bills, employers, agreements, persons or reminders a transaction, kind by kind. Executed again it changes nothing.</summary>
public sealed class RemindersWorker(ContributionsDb db, ReminderRules rules, Limitations limitations) : IRunWorker
{
    private const int Chunk = 500;
    private static readonly string[] Phases = ["stop", "bills", "returns", "instalments", "own", "lapses"];

    public string Kind => RemindAll.RunKind;

    public string Permission => "arrears.prepare";

    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var (on, lapsesOnly) = run.InputAs<ReminderRunInput>();
        var (phase, after) = run.Checkpoint?.Split(' ', 2) is [var p, var a] ? (Array.IndexOf(Phases, p), a) : (lapsesOnly ? Phases.Length - 1 : 0, "");
        for (; phase < Phases.Length; phase++, after = "")
        {
            while (await NextAsync(Phases[phase], after, on, ct) is { } last)
            {
                var (name, from, to) = (Phases[phase], after, last);
                after = last;
                yield return new RunChunk($"{name} {to}", (services, step, stop) => name == "lapses"
                    ? services.GetRequiredService<KeepLapses>().ChunkAsync(Number(from), Number(to), on, step, stop)
                    : services.GetRequiredService<MakeReminders>().ChunkAsync(name, from, to, on, step, stop));
            }
        }
    }

    /// <summary>Where the next chunk ends; null when there is none.</summary>
    private async Task<string?> NextAsync(string phase, string after, DateOnly on, CancellationToken ct)
    {
        switch (phase)
        {
            case "stop":
                var id = Number(after);
                return Last(await db.Set<Reminder>().Where(r => r.Id > id && r.StoppedOn == null).OrderBy(r => r.Id).Select(r => r.Id).Take(Chunk).ToListAsync(ct));
            case "bills":
                var (number, until) = (Number(after), MakeReminders.Until(rules.Of(ReminderKind.Bill), on));
                return until is not { } day ? null : Last(await db.Set<Bill>().Where(b => b.PaidOn == null && b.DueOn <= day && b.Number > number).OrderBy(b => b.Number).Select(b => b.Number).Take(Chunk).ToListAsync(ct));
            case "lapses":
                var bill = Number(after);
                return !await AnyToKeepAsync(on, ct) ? null : Last(await db.Set<Bill>().Where(b => b.PaidOn == null && b.Number > bill).OrderBy(b => b.Number).Select(b => b.Number).Take(Chunk).ToListAsync(ct));
            case "returns":
                return (await db.Set<EmployerCopy>().Where(e => string.Compare(e.EmployerNumber, after) > 0).OrderBy(e => e.EmployerNumber).Select(e => e.EmployerNumber).Take(Chunk).ToListAsync(ct)).LastOrDefault();
            case "instalments":
                return (await db.Set<Agreement>().Where(a => a.Open != null && string.Compare(a.Number, after) > 0).OrderBy(a => a.Number).Select(a => a.Number).Take(Chunk).ToListAsync(ct)).LastOrDefault();
            default:
                var (person, month) = (after.Length == 0 ? Guid.Empty : Guid.Parse(after), Month.Of(on));
                if (ReminderRules.Due(rules.Of(ReminderKind.OwnContribution), month.Last, on) is null)
                {
                    return null;
                }

                var first = month.Add(-MakeReminders.OwnMonths);
                var persons = await db.Set<Contribution>().Where(c => c.ReceiptId != null && c.Month >= first && c.Month < month && c.PersonId > person && !db.Set<Receipt>().Any(r => r.Id == c.ReceiptId && r.Channel == Channel.Subsidy)).Select(c => c.PersonId)
                    .Union(db.Set<ContributionPlan>().Where(p => p.Open == true && p.From <= month && p.PersonId > person).Select(p => p.PersonId)).OrderBy(p => p).Take(Chunk).ToListAsync(ct);
                return persons.Count == 0 ? null : persons[^1].ToString("N");
        }
    }

    /// <summary>Whether debts lapse, or a day is still kept from when they did.</summary>
    private async Task<bool> AnyToKeepAsync(DateOnly on, CancellationToken ct) => await limitations.AnyLapsesAsync(on, ct) || await db.Set<Bill>().AnyAsync(b => b.PaidOn == null && b.LapsesOn != null, ct);

    private static long Number(string after) => after.Length == 0 ? 0 : long.Parse(after, CultureInfo.InvariantCulture);

    private static string? Last(List<long> found) => found.Count == 0 ? null : found[^1].ToString(CultureInfo.InvariantCulture);
}
