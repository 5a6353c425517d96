using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Bills;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Drafts;
using Spmis.Kernel.Access;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Contributions.Returns;

/// <summary>A return with what belongs to it.</summary>
/// <param name="Return">The return.</param>
/// <param name="EmployerName">The employer's name.</param>
/// <param name="Bill">Its bill, if it made one.</param>
/// <param name="Run">The run that reads it; null for a nil return.</param>
/// <param name="Warnings">What was odd about its file.</param>
public sealed record ReturnView(Return Return, string EmployerName, Bill? Bill, Run? Run, IReadOnlyList<RunLine> Warnings);

/// <summary>A line with its worker and what was said of it.</summary>
/// <param name="Line">The line.</param>
/// <param name="Number">The worker's registration number, once known.</param>
/// <param name="Name">The worker's name, once known.</param>
/// <param name="Reasons">Why it was refused, or what to look at.</param>
public sealed record LineView(ReturnLine Line, string? Number, string? Name, IReadOnlyList<RunLine> Reasons);

/// <summary>Finds returns; an employer's user sees its own only.</summary>
/// <param name="db">The module's data.</param>
/// <param name="mask">Who sees numbers in full.</param>
public sealed class FindReturns(ContributionsDb db, IdentifierMask mask)
{
    public const int Most = 100;

    /// <summary>The latest first, behind one.</summary>
    public Task<List<Return>> ListAsync(Actor actor, string? employerNumber, bool refusedOnly, Guid? after, int limit, CancellationToken ct)
    {
        var returns = Visible(actor);
        returns = employerNumber is null ? returns : returns.Where(r => r.EmployerNumber == employerNumber);
        returns = refusedOnly ? returns.Where(r => r.Refused > 0 && r.Slot != null) : returns;
        returns = after is { } last ? returns.Where(r => r.Id.CompareTo(last) < 0) : returns;
        return returns.OrderByDescending(r => r.Id).Take(Math.Clamp(limit, 1, Most)).ToListAsync(ct);
    }

    /// <summary>Bills of returns, by return.</summary>
    public async Task<IReadOnlyDictionary<Guid, Bill>> BillsAsync(IReadOnlyCollection<Return> returns, CancellationToken ct)
    {
        var ids = returns.Take(Most).Select(r => (Guid?)r.Id).ToList();
        return await db.Set<Bill>().AsNoTracking().Where(b => b.ReturnId != null && ids.Contains(b.ReturnId)).ToDictionaryAsync(b => b.ReturnId ?? default, ct);
    }

    /// <summary>Drafts not submitted yet, the latest months first.</summary>
    public Task<List<ReturnDraft>> DraftsAsync(Actor actor, string? employerNumber, CancellationToken ct)
    {
        var drafts = db.Set<ReturnDraft>().AsNoTracking().Where(d => d.Open != null);
        drafts = (actor.Employer ?? employerNumber) is { } number ? drafts.Where(d => d.EmployerNumber == number) : drafts;
        return drafts.OrderByDescending(d => d.Month).ThenBy(d => d.EmployerNumber).Take(Most).ToListAsync(ct);
    }

    /// <summary>One return.</summary>
    /// <exception cref="Refused">There is none, or it is not the actor's to see.</exception>
    public async Task<ReturnView> ReadAsync(Guid id, Actor actor, CancellationToken ct)
    {
        var found = await Visible(actor).SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw new Refused("return.unknown", "There is no such return, or it is another employer's.");
        var name = await db.Set<EmployerCopy>().Where(e => e.EmployerId == found.EmployerId).Select(e => e.Name).SingleOrDefaultAsync(ct);
        var bill = await db.Set<Bill>().AsNoTracking().SingleOrDefaultAsync(b => b.ReturnId == id, ct);
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == found.RunId, ct);
        var warnings = found.RunId is null ? [] : await db.RunLines.AsNoTracking().Where(l => l.RunId == found.RunId && l.Part >= RunLine.OfTheFile).OrderBy(l => l.Line).ThenBy(l => l.Part).Take(Most).ToListAsync(ct);
        return new ReturnView(found, name ?? found.EmployerNumber, bill, run, await mask.LinesAsync(warnings));
    }

    /// <summary>Lines behind one, with worker and reasons; those that need looking at only, if wanted.</summary>
    public async Task<List<LineView>> LinesAsync(Return filed, bool problemsOnly, long after, int limit, CancellationToken ct)
    {
        var wanted = db.Set<ReturnLine>().AsNoTracking().Where(l => l.ReturnId == filed.Id && l.Line > after);
        wanted = problemsOnly ? wanted.Where(l => l.Verdict == LineVerdict.Refused || l.Verdict == LineVerdict.Noted) : wanted;
        var lines = await wanted.OrderBy(l => l.Line).Take(Math.Clamp(limit, 1, 1000)).ToListAsync(ct);
        var (numbers, persons) = (lines.Select(l => l.Line).ToList(), lines.Select(l => l.PersonId).OfType<Guid>().Distinct().ToList());
        var workers = await db.Set<WorkerCopy>().AsNoTracking().Where(w => persons.Contains(w.PersonId)).ToDictionaryAsync(w => w.PersonId, ct);
        var reasons = (await db.RunLines.AsNoTracking().Where(l => l.RunId == filed.RunId && numbers.Contains(l.Line) && l.Part < RunLine.OfTheFile).ToListAsync(ct)).ToLookup(l => l.Line);
        var all = await mask.SeesAllLinesAsync();
        var hidden = !db.HidesFromReaders ? [] : await db.Restricted.AsNoTracking().Where(r => persons.Contains(r.PersonId)).ToDictionaryAsync(r => r.PersonId, r => r.Number, ct);
        return [.. lines.Select(l =>
        {
            var worker = l.PersonId is { } id ? workers.GetValueOrDefault(id) : null;
            return new LineView(l, worker?.RegistrationNumber ?? (l.PersonId is { } of ? hidden.GetValueOrDefault(of) : null), worker?.Name, // A restricted record is a number without a name.
                [.. reasons[l.Line].OrderBy(r => r.Part).Select(r => all ? r : mask.Masked(r))]);
        })];
    }

    private IQueryable<Return> Visible(Actor actor) => actor.Employer is { } own ? db.Set<Return>().AsNoTracking().Where(r => r.EmployerNumber == own) : db.Set<Return>().AsNoTracking();
}
