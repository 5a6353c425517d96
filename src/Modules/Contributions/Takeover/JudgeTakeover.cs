using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Takeover;

/// <summary>A line with what is wrong with it.</summary>
/// <param name="Line">As it is kept.</param>
/// <param name="Problems">Empty when it is taken over.</param>
internal sealed record JudgedLine(TakeoverLine Line, IReadOnlyList<LineProblem> Problems);

/// <summary>
/// Looks at up to 500 lines: persons and employers must be registered (a number nobody has is refused, never matched by name: decades of rights hang on it), months must lie before the cut-over,
/// a reference is taken once, and a month that was declared here is not taken over again.
/// </summary>
public sealed class JudgeTakeover(ContributionsDb db, SchemeBook schemes, HeldMonths held)
{
    internal async Task<List<JudgedLine>> HandleAsync(TakeoverBatch batch, IReadOnlyList<TabularRow> rows, CancellationToken ct)
    {
        var currency = Currency.Of(batch.Currency);
        var read = rows.Select(r => TakeoverRow.Of(r, batch.Kind, currency, batch.DaysPerMonth)).ToList();
        var persons = await PersonsAsync(read, ct);
        var employers = await EmployersAsync(read, ct);
        var taken = await TakenAsync(batch, read, ct);
        var own = batch.Kind == TakeoverKind.History ? await held.OthersAsync(batch, [.. persons.Values.OfType<WorkerCopy>().Select(w => w.PersonId)], read.Min(r => r.From), read.Max(r => r.To), coming: true, ct) : [];
        List<JudgedLine> judged = [];
        foreach (var r in read)
        {
            var (person, employer) = (r.PersonNumber is { } p ? persons.GetValueOrDefault(p) : null, r.EmployerNumber is { } e ? employers.GetValueOrDefault(e) : null);
            if (r.PersonNumber is not null && person is null)
            {
                r.Fields.Refuse("person_number", "person.unknown", "Nobody is registered under this number.", "Register the person first, then send the refused lines as a file of their own.");
            }

            if (r.EmployerNumber is not null && employer is null)
            {
                r.Fields.Refuse("employer_number", "employer.unknown", "No employer is registered under this number.", "Register the employer first, then send the refused lines as a file of their own.");
            }

            if (r.To >= batch.CutOver)
            {
                r.Fields.Refuse("from", "month.after-cut-over", $"From {batch.CutOver} on contributions are kept here.", "Leave these months out; they come with returns and receipts.");
            }

            if (r.LimitationFrom is { } runsFrom && runsFrom >= batch.CutOver.First && runsFrom > r.DueOn)
            {
                r.Fields.Refuse("limitation_from", "limitation.after-cut-over", $"From {batch.CutOver} on debts are kept here; the old books cannot say what interrupted them on {runsFrom:yyyy-MM-dd}.", "Write the last day before the cut-over that counts, or leave it blank.");
            }

            if (r.Reference.Length > 0 && taken.Contains(OnceOf(batch, r.Reference)))
            {
                r.Fields.Refuse("reference", "reference.taken", "This reference is taken over already.", "Leave the line out, or look why the old system has it twice.");
            }

            if (batch.Kind == TakeoverKind.History)
            {
                await JudgeMonthsAsync(batch, r, person, employer, own, ct);
            }
            else if (r.InterestFrom is not null)
            {
                await JudgeInterestAsync(batch, r, ct);
            }

            if (r.Fields.Ok)
            {
                taken.Add(OnceOf(batch, r.Reference)); // A line that is refused leaves its reference to the one that mends it.
            }

            judged.Add(new JudgedLine(LineOf(batch, r, person, employer), [.. r.Fields.Problems]));
        }

        return judged;
    }

    private async Task JudgeMonthsAsync(TakeoverBatch batch, TakeoverRow r, WorkerCopy? person, EmployerCopy? employer, HashSet<(Guid, Guid?, Month)> own, CancellationToken ct)
    {
        for (var month = r.From; month <= r.To; month = month.Add(1))
        {
            if (person is not null && own.Contains((person.PersonId, employer?.EmployerId, month)))
            {
                r.Fields.Refuse("from", "month.declared-here", $"{month} was declared or paid here already, or is taken over from another system.", "Leave the month out; what is wrong with it is mended by a correction.");
                break;
            }

            if (r.OldMonths is null && !await schemes.IsInForceAsync(batch.Scheme, month, long.MaxValue, ct))
            {
                r.Fields.Refuse("insured_months", "count.missing", $"No package is in force in {month}, so only the old system can say what counts.", "Write the insured months as the old system counted them; 0 when it counted none.");
                break;
            }
        }
    }

    private async Task JudgeInterestAsync(TakeoverBatch batch, TakeoverRow r, CancellationToken ct)
    {
        if (!await CanTellAsync(batch, r, ct))
        {
            r.Fields.Refuse("interest_from", "interest.no-rule", $"The packages cannot tell the interest of {r.From}.", "Leave interest_from blank, or have the package of that time activated first.");
        }
    }

    private async Task<bool> CanTellAsync(TakeoverBatch batch, TakeoverRow r, CancellationToken ct)
    {
        if (r.InterestFrom is not { } from || !await schemes.IsInForceAsync(batch.Scheme, r.From, long.MaxValue, ct))
        {
            return false;
        }

        try
        {
            _ = (await schemes.ForMonthAsync(batch.Scheme, r.From, ct)).Open().Interest(r.From, r.AmountMinor, from, from.AddDays(1));
            return true;
        }
        catch (CannotTell)
        {
            return false;
        }
    }

    private static TakeoverLine LineOf(TakeoverBatch batch, TakeoverRow r, WorkerCopy? person, EmployerCopy? employer) => new()
    {
        BatchId = batch.Id,
        Line = r.Row.LineNumber,
        Reference = r.Reference,
        Once = r.Fields.Ok ? OnceOf(batch, r.Reference) : null,
        Refused = !r.Fields.Ok,
        Year = r.From.Year,
        PersonId = person?.PersonId,
        EmployerId = employer?.EmployerId,
        EmployerNumber = employer?.EmployerNumber,
        From = r.From,
        To = r.To,
        WageMinor = r.WageMinor,
        EmployeeMinor = r.EmployeeMinor,
        EmployerMinor = r.EmployerMinor,
        OldMonths = r.OldMonths,
        Balance = r.Balance,
        AmountMinor = r.AmountMinor,
        DueOn = r.DueOn,
        InterestFrom = r.InterestFrom,
        LimitationFrom = r.LimitationFrom,
        ResultId = r.Balance is null ? null : Guid.CreateVersion7(),
    };

    /// <summary>Case does not tell references apart: not every database's constraint minds it.</summary>
    internal static string OnceOf(TakeoverBatch batch, string reference) => $"{batch.Kind}:{batch.Source}:{reference}".ToUpperInvariant();

    private async Task<Dictionary<string, WorkerCopy?>> PersonsAsync(List<TakeoverRow> rows, CancellationToken ct)
    {
        var numbers = rows.Select(r => r.PersonNumber).OfType<string>().Distinct().ToList();
        return (await db.Set<WorkerCopy>().AsNoTracking().Where(w => numbers.Contains(w.RegistrationNumber)).ToListAsync(ct)).GroupBy(w => w.RegistrationNumber).ToDictionary(g => g.Key, g => (WorkerCopy?)g.First(), StringComparer.Ordinal);
    }

    private async Task<Dictionary<string, EmployerCopy?>> EmployersAsync(List<TakeoverRow> rows, CancellationToken ct)
    {
        var numbers = rows.Select(r => r.EmployerNumber).OfType<string>().Distinct().ToList();
        return await db.Set<EmployerCopy>().AsNoTracking().Where(e => numbers.Contains(e.EmployerNumber)).ToDictionaryAsync(e => e.EmployerNumber, e => (EmployerCopy?)e, StringComparer.Ordinal, ct);
    }

    private async Task<HashSet<string>> TakenAsync(TakeoverBatch batch, List<TakeoverRow> rows, CancellationToken ct)
    {
        var keys = rows.Select(r => OnceOf(batch, r.Reference)).Distinct().ToList();
        return (await db.Set<TakeoverLine>().AsNoTracking().Where(l => l.Once != null && keys.Contains(l.Once)).Select(l => l.Once).ToListAsync(ct)).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }
}
