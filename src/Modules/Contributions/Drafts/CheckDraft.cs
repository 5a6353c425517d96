using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Contributions.Record;
using Spmis.Contributions.Returns;
using Spmis.Contributions.Subsidies;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Contributions.Drafts;

/// <summary>A worker of the preview.</summary>
/// <param name="Line">The line of the draft.</param>
/// <param name="WageMinor">The wage.</param>
/// <param name="Shares">What the law makes of it.</param>
/// <param name="Before">In a correction: what was assessed for the worker and month so far.</param>
/// <param name="Unknown">Registration would be asked who the worker is.</param>
/// <param name="SubsidisedMinor">What third payers would take on of it, or (negative) take back; null of who never had a contribution with this employer, of whom it is in the sums only.</param>
public sealed record DraftWorker(DraftLine Line, long WageMinor, Shares Shares, Shares Before, bool Unknown, long? SubsidisedMinor);

/// <summary>What submitting a draft would bring.</summary>
public sealed record DraftCheck
{
    public required DraftView View { get; init; }

    /// <summary>Workers with their contributions.</summary>
    public required IReadOnlyList<DraftWorker> Workers { get; init; }

    /// <summary>What is wrong, with the line of the draft; nothing can be submitted while there is any.</summary>
    public required IReadOnlyList<(DraftLine Line, LineProblem Problem)> Problems { get; init; }

    /// <summary>The last day to pay.</summary>
    public required DateOnly DueOn { get; init; }

    public long WageMinor => Workers.Sum(w => w.WageMinor);

    public long EmployeeMinor => Workers.Sum(w => w.Shares.EmployeeMinor);

    public long EmployerMinor => Workers.Sum(w => w.Shares.EmployerMinor);

    /// <summary>What it adds to the debt; negative when a correction takes off.</summary>
    public long DueMinor => Workers.Sum(w => w.Shares.TotalMinor - w.Before.TotalMinor);

    /// <summary>What third payers would take on, by programme.</summary>
    public required IReadOnlyList<PreviewedSubsidy> Subsidies { get; init; }

    /// <summary>What the employer would be billed, or, negative, get back.</summary>
    public long OwedMinor => DueMinor - Subsidies.Sum(s => s.Minor);
}

/// <summary>Preview: the dry run of filing what the draft says. Nothing is changed.</summary>
public sealed class CheckDraft(ContributionsDb db, OpenDraft open, CheckReturn check, ProfileBook profiles)
{
    /// <exception cref="Refused">There is nothing to file.</exception>
    public async Task<DraftCheck> HandleAsync(string employerNumber, Month month, string? scheme, Change change, CancellationToken ct) =>
        await OfAsync(await open.HandleAsync(employerNumber, month, scheme, change, ct), change, ct);

    /// <summary>How the contribution of a worker of the draft is worked out: base, worker's share, employer's share.</summary>
    public async Task<(DraftWorker Worker, IReadOnlyList<RuleResult> Steps, DraftView View)> ExplainAsync(string employerNumber, Month month, string? scheme, int line, Change change, CancellationToken ct)
    {
        var found = await HandleAsync(employerNumber, month, scheme, change, ct);
        var worker = found.Workers.FirstOrDefault(w => w.Line.Line == line) ?? throw new Refused("return-line.unknown", $"Nothing is reckoned for line {line}.");
        var facts = found.View.Rules.LineFacts(month, worker.WageMinor);
        return (worker, [.. SchemeRules.OfALine.Select(r => found.View.Rules.Scheme.Evaluate(r, facts))], found.View);
    }

    internal async Task<DraftCheck> OfAsync(DraftView view, Change change, CancellationToken ct)
    {
        var file = DraftFile.Write(view, profiles.Find(ProfileBook.Own));
        if (file.Lines.Count == 0)
        {
            throw view.Draft.Kind == ReturnKind.Correction
                ? new Refused("draft.nothing-changed", $"Nothing is changed: the return of {view.Draft.Month} says the same already.")
                : new Refused("return.no-lines", "No worker with a wage is left. Add one, or file a nil return if nobody worked.");
        }

        using var content = new MemoryStream(file.Content);
        var found = await check.HandleAsync(new NewReturn { EmployerNumber = view.Draft.EmployerNumber, Month = view.Draft.Month, Kind = view.Draft.Kind, Scheme = view.Draft.Scheme, Profile = ProfileBook.Own, File = content }, change, ct);
        var before = view.Draft.Kind == ReturnKind.Correction ? await BeforeAsync(view, ct) : [];
        return new DraftCheck
        {
            View = view,
            Workers = [.. found.Workers.Select(w => new DraftWorker(Line(file, w.Line), w.WageMinor, w.Shares, before.GetValueOrDefault(w.PersonId ?? default), w.PersonId is null, w.SubsidisedMinor))],
            Problems = [.. found.Problems.Select(p => (Line(file, p.Line), p))],
            Subsidies = found.Subsidies,
            DueOn = view.Rules.Open().DueDate(view.Draft.Month),
        };
    }

    private static DraftLine Line(DraftFile file, long line) => file.Of(line) ?? throw new InvalidOperationException($"The draft's file has no line {line}.");

    private async Task<Dictionary<Guid, Shares>> BeforeAsync(DraftView view, CancellationToken ct) =>
        (await db.Set<Contribution>().AsNoTracking().Where(c => c.EmployerId == view.Draft.EmployerId && c.Month == view.Draft.Month && c.Scheme == view.Draft.Scheme && c.VoucherId == null)
            .GroupBy(c => c.PersonId).Select(g => new { g.Key, Base = g.Sum(c => c.BaseMinor), Employee = g.Sum(c => c.EmployeeMinor), Employer = g.Sum(c => c.EmployerMinor) }).Take(5 * OpenDraft.Most).ToListAsync(ct))
        .ToDictionary(g => g.Key, g => new Shares(g.Base, g.Employee, g.Employer));
}
