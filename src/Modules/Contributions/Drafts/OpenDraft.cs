using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Returns;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Contributions.Drafts;

/// <summary>A draft as it stands, or as it would begin.</summary>
/// <param name="Draft">The draft; its version is 0 while nothing was saved.</param>
/// <param name="Lines">Its workers.</param>
/// <param name="Names">Names of the workers copied, by person.</param>
/// <param name="EmployerName">The employer.</param>
/// <param name="Rules">The rules of the month.</param>
public sealed record DraftView(ReturnDraft Draft, IReadOnlyList<DraftLine> Lines, IReadOnlyDictionary<Guid, string> Names, string EmployerName, SchemeRules Rules)
{
    public Currency Currency => Rules.Currency;
}

/// <summary>
/// The draft of a month. There is none yet: it begins with the workers of the last month accepted (of the next one when there is no earlier), without those who left;
/// the month is accepted already: with what holds of it, as a correction. Looking changes nothing; the first save makes the row.
/// </summary>
public sealed class OpenDraft(ContributionsDb db, ProveReturn proving, Merges merges, PersonsShown shown)
{
    /// <summary>Workers of a draft; more are filed as a file.</summary>
    public const int Most = 1000;
    private const int MostName = 100;

    /// <exception cref="Refused">The employer is not the actor's, the month is not open to filing, or its return is on its way.</exception>
    public async Task<DraftView> HandleAsync(string employerNumber, Month month, string? scheme, Change change, CancellationToken ct)
    {
        var (employer, of, rules) = await proving.ForWhomAsync(new NewReturn { EmployerNumber = employerNumber, Month = month, Kind = ReturnKind.Original, Scheme = scheme }, change, ct);
        var draft = await db.Set<ReturnDraft>().AsNoTracking().SingleOrDefaultAsync(d => d.EmployerId == employer.EmployerId && d.Month == month && d.Scheme == of && d.Open != null, ct);
        var (started, lines) = draft is null ? await BeginAsync(employer, of, month, rules.Currency, change, ct) : (draft, await db.Set<DraftLine>().AsNoTracking().Where(l => l.DraftId == draft.Id).OrderBy(l => l.Line).ToListAsync(ct));
        var persons = lines.Select(l => l.PersonId).OfType<Guid>().ToList();
        var names = await db.Set<WorkerCopy>().AsNoTracking().Where(w => persons.Contains(w.PersonId)).ToDictionaryAsync(w => w.PersonId, w => w.Name, ct);
        shown.Add(lines.Where(l => l.PersonId is not null).Select(l => l.WorkerNumber));
        return new DraftView(started, lines, names, employer.Name, rules);
    }

    private async Task<(ReturnDraft Draft, List<DraftLine> Lines)> BeginAsync(EmployerCopy employer, string scheme, Month month, Currency currency, Change change, CancellationToken ct)
    {
        var accepted = await IsAcceptedAsync(employer, scheme, month, ct);
        var from = accepted && await AnyLineAsync(employer, scheme, month, ct) ? month : await NearestAsync(employer, scheme, month, ct);
        var draft = new ReturnDraft
        {
            Id = Guid.CreateVersion7(), EmployerId = employer.EmployerId, EmployerNumber = employer.EmployerNumber, Scheme = scheme, Month = month, Kind = accepted ? ReturnKind.Correction : ReturnKind.Original,
            CopiedFrom = from, StartedAt = change.Now, ChangedAt = change.Now, ChangedBy = change.Actor.Name, Open = ReturnDraft.OpenMark,
        };
        return (draft, from is not { } copied ? [] : await CopyAsync(draft, copied, currency, ct));
    }

    /// <summary>Whether the month's return is there, so that only a correction can follow.</summary>
    private async Task<bool> IsAcceptedAsync(EmployerCopy employer, string scheme, Month month, CancellationToken ct)
    {
        var ofMonth = db.Set<Return>().AsNoTracking().Where(r => r.EmployerId == employer.EmployerId && r.Scheme == scheme && r.Month == month);
        return await ofMonth.Came().AnyAsync(ct)
            || (await ofMonth.OnTheirWay(db.Runs).AnyAsync(ct) ? throw new Refused("return.on-its-way", $"The return of {month} was filed and is being read. Once it has its verdict you can correct it here.", "month") : false);
    }

    private Task<bool> AnyLineAsync(EmployerCopy employer, string scheme, Month month, CancellationToken ct) => Accepted(employer.EmployerId, scheme).AnyAsync(r => r.Month == month, ct);

    private async Task<Month?> NearestAsync(EmployerCopy employer, string scheme, Month month, CancellationToken ct)
    {
        var accepted = Accepted(employer.EmployerId, scheme);
        var before = await accepted.Where(r => r.Month < month).OrderByDescending(r => r.Month).FirstOrDefaultAsync(ct);
        return (before ?? await accepted.Where(r => r.Month > month).OrderBy(r => r.Month).FirstOrDefaultAsync(ct))?.Month;
    }

    private IQueryable<Return> Accepted(Guid employer, string scheme) =>
        db.Set<Return>().AsNoTracking().Where(r => r.EmployerId == employer && r.Scheme == scheme && r.Slot != null && r.AssessedAt != null && r.Accepted > 0);

    private async Task<List<DraftLine>> CopyAsync(ReturnDraft draft, Month from, Currency currency, CancellationToken ct)
    {
        var correction = from == draft.Month;
        var holding = (await HoldingAsync(draft.EmployerId, draft.Scheme, from, ct)).Where(h => correction || (h.Line.WageMinor > 0 && !(h.LeftOn < draft.Month.First))).ToList();
        var persons = holding.ConvertAll(h => h.PersonId);
        var workers = await db.Set<WorkerCopy>().IgnoreQueryFilters().AsNoTracking().Where(w => persons.Contains(w.PersonId)).ToDictionaryAsync(w => w.PersonId, ct); // A draft is whole, whoever opens it.
        var number = 0;
        List<DraftLine> lines = [];
        foreach (var (person, line, leftOn) in holding.Where(h => workers.ContainsKey(h.PersonId) && (correction || !(workers[h.PersonId].DiedOn < draft.Month.First))).OrderBy(h => workers[h.PersonId].Name, StringComparer.Ordinal))
        {
            lines.Add(new DraftLine
            {
                DraftId = draft.Id, Line = ++number, PersonId = person, WorkerNumber = workers[person].RegistrationNumber, Wage = new Money(line.WageMinor, currency).ToPlain(),
                LeftOn = correction && leftOn is { } left ? left.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : "", LeftOut = correction && line.WageMinor == 0,
                WasWageMinor = correction ? line.WageMinor : null, WasLeftOn = correction ? leftOn : null,
            });
        }

        return correction ? [.. lines, .. await RefusedAsync(draft, number, ct)] : lines;
    }

    /// <summary>Of each worker the line that holds: the last one accepted, and the day of leaving if one was said.</summary>
    internal async Task<IReadOnlyList<(Guid PersonId, ReturnLine Line, DateOnly? LeftOn)>> HoldingAsync(Guid employer, string scheme, Month month, CancellationToken ct)
    {
        var rows = await (
            from l in db.Set<ReturnLine>().AsNoTracking()
            join r in db.Set<Return>().AsNoTracking() on l.ReturnId equals r.Id
            where r.EmployerId == employer && r.Scheme == scheme && r.Month == month && r.Slot != null && r.AssessedAt != null && l.PersonId != null && (l.Verdict == LineVerdict.Accepted || l.Verdict == LineVerdict.Noted)
            orderby r.RunId, l.Line
            select l).Take((5 * Most) + 1).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. rows.Select(l => l.PersonId ?? default).Distinct()], ct);
        List<(Guid, ReturnLine, DateOnly?)> holding = [.. rows.GroupBy(l => roots[l.PersonId ?? default]).Select(g => (g.Key, g.Last(), g.Select(l => l.LeftOn).LastOrDefault(d => d is not null)))];
        return rows.Count <= 5 * Most && holding.Count <= Most ? holding
            : throw new Refused("draft.too-many", $"The return of {month} has more than {Most} workers; file it as a file.", "month");
    }

    /// <summary>Refused lines of the month's return come along, to be mended.</summary>
    private async Task<List<DraftLine>> RefusedAsync(ReturnDraft draft, int number, CancellationToken ct)
    {
        var refused = await (
            from l in db.Set<ReturnLine>().AsNoTracking()
            join r in db.Set<Return>().AsNoTracking() on l.ReturnId equals r.Id
            where r.EmployerId == draft.EmployerId && r.Scheme == draft.Scheme && r.Month == draft.Month && r.Slot == "original" && l.Verdict == LineVerdict.Refused && (l.WorkerNumber != null || l.SentName != null)
            orderby l.Line
            select l).Take(50).ToListAsync(ct);
        return [.. refused.Select(l => (Line: l, Words: (l.SentName ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))).Select(l => new DraftLine
        {
            DraftId = draft.Id, Line = ++number, WorkerNumber = l.Line.WorkerNumber ?? "", GivenName = Cut(string.Join(' ', l.Words.SkipLast(1))), FamilyName = Cut(l.Words.LastOrDefault() ?? ""),
            LeftOut = true, // The employer says whether it is to be sent again.
        })];
    }

    private static string Cut(string name) => name.Length <= MostName ? name : name[..(char.IsHighSurrogate(name[MostName - 1]) ? MostName - 1 : MostName)];
}
