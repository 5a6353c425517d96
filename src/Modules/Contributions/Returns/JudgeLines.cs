using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Profiles;
using Spmis.Kernel.Files;
using Spmis.Values;

namespace Spmis.Contributions.Returns;

/// <summary>What the lines of a return are read by.</summary>
internal sealed record ReturnContext(Profile Profile, EmployerNames Employer, Month Month, SchemeRules Rules);

/// <summary>A line with its verdict: accepted, waiting for the register, or refused.</summary>
internal sealed record JudgedLine(SentLine Sent, LineVerdict Verdict, Guid? PersonId, IReadOnlyList<LineProblem> Problems);

/// <summary>Who has a line in the return already.</summary>
internal sealed record TakenWorkers(HashSet<Guid> Persons, HashSet<string> Numbers);

/// <summary>Gives lines of a return their verdicts without changing anything: what is wrong with each, and whether the worker is known here.</summary>
public sealed class JudgeLines(ContributionsDb db, Merges merges)
{
    /// <summary>ILO Convention 138, article 2(4): no lower age than 14 may be fixed for work.</summary>
    private const int LeastAge = 14;

    internal static readonly LineProblem Twice = new(0, "worker_number", "line.worker-twice", "An earlier line of this file is of the same worker.", "Keep one line a worker, with the whole wage of the month.");

    /// <param name="context">Profile, employer, month, rules.</param>
    /// <param name="rows">At most 1,000.</param>
    /// <param name="takenOf">Which of these persons, and of these numbers of unknown workers, have a line in the return already.</param>
    /// <param name="ct">Cancels.</param>
    internal async Task<List<JudgedLine>> HandleAsync(ReturnContext context, IReadOnlyList<ProfileRow> rows, Func<List<Guid>, List<string>, Task<TakenWorkers>> takenOf, CancellationToken ct)
    {
        var sent = rows.Select(r => ReturnFile.Read(context.Profile, r, context.Employer, context.Month, context.Rules.Currency)).ToList();
        var known = await KnownAsync(context.Profile, sent, ct);
        var taken = await takenOf([.. known.Values.Select(k => k.PersonId).Distinct()], context.Profile.Issuer is null ? [] : [.. sent.Select(l => l.WorkerNumber).OfType<string>().Where(n => !known.ContainsKey(n)).Distinct()]);
        return [.. sent.Select(line =>
        {
            var worker = line.Ok && line.WorkerNumber is { } number ? known.GetValueOrDefault(number) : null;
            worker = worker is not null && !IsOurs(context.Profile, worker, line) ? null : worker;
            var problem = (line.Ok ? AgeProblem(context.Profile, context.Month, line.BornOn ?? worker?.BornOn) : null) ?? (worker is null ? StrangerProblem(line, context, taken) : WorkerProblem(worker, context, taken));
            return problem is not null || !line.Ok
                ? new JudgedLine(line, LineVerdict.Refused, worker?.PersonId, line.Ok ? [problem! with { Line = line.Line, Value = problem.Value ?? line.WorkerNumber }] : line.Problems) // One of the two is there.
                : new JudgedLine(line, worker is null ? LineVerdict.Waiting : LineVerdict.Accepted, worker?.PersonId, []);
        })];
    }

    /// <summary>In a layout with numbers of its own, a number that happens to be one of ours counts only when the name agrees.</summary>
    private static bool IsOurs(Profile profile, Known worker, SentLine line) => profile.Issuer is null || worker.Learned || line.Name is null
        || line.Name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(w => worker.Name.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>The workers by number as sent: numbers learned from earlier files of the layout first, then our own registration numbers.</summary>
    private async Task<Dictionary<string, Known>> KnownAsync(Profile profile, List<SentLine> sent, CancellationToken ct)
    {
        var numbers = sent.Where(s => s.Ok).Select(s => s.WorkerNumber).OfType<string>().Distinct().ToList();
        if (numbers.Count == 0)
        {
            return [];
        }

        var learned = profile.Issuer is not { } issuer ? [] : await db.Set<MemberNumber>().AsNoTracking().Where(m => m.Issuer == issuer && numbers.Contains(m.Number)).ToListAsync(ct);
        var persons = learned.Select(l => l.PersonId).ToList();
        var copies = await db.Set<WorkerCopy>().IgnoreQueryFilters().AsNoTracking().Where(w => numbers.Contains(w.RegistrationNumber) || persons.Contains(w.PersonId))
            .Select(w => new { w.RegistrationNumber, w.PersonId, w.Name, w.BornOn, w.DiedOn }).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. copies.Select(c => c.PersonId)], ct);
        var byPerson = copies.ToDictionary(c => c.PersonId);
        var known = copies.Where(c => numbers.Contains(c.RegistrationNumber)).GroupBy(c => c.RegistrationNumber)
            .ToDictionary(g => g.Key, g => new Known(roots[g.First().PersonId], g.First().Name, g.First().BornOn, g.First().DiedOn, false));
        foreach (var l in learned.Where(l => byPerson.ContainsKey(l.PersonId)))
        {
            var copy = byPerson[l.PersonId];
            known[l.Number] = new Known(roots[l.PersonId], copy.Name, copy.BornOn, copy.DiedOn, true);
        }

        return known;
    }

    /// <summary>What the register knows of the worker, and forbids the month: too young, or dead before it.</summary>
    internal static LineProblem? RegisterProblem(Profile profile, Month month, DateOnly? bornOn, DateOnly? diedOn) => DeathProblem(profile, month, diedOn) ?? AgeProblem(profile, month, bornOn);

    private static LineProblem? AgeProblem(Profile profile, Month month, DateOnly? bornOn) => bornOn is not { } born || born.AddYears(LeastAge) <= month.Last ? null
        : born > month.Last
            ? new(0, profile.Called(FieldRoles.BirthDate), "line.not-born", $"Born on {born:yyyy-MM-dd}, after {month}.", "Look for digits exchanged in the birth date.")
            : new(0, profile.Called(FieldRoles.BirthDate), "line.under-age", $"Born on {born:yyyy-MM-dd}, so under {LeastAge} in {month}.", "Look whether the birth date, or the worker, is right; nobody so young may be employed.");

    /// <summary>Of a layout with numbers of its own the same number is the same worker, whoever that is.</summary>
    private static LineProblem? StrangerProblem(SentLine line, ReturnContext context, TakenWorkers taken) =>
        line.Ok && context.Profile.Issuer is not null && line.WorkerNumber is { } number && !taken.Numbers.Add(number) ? Twice with { Column = Column(context.Profile) } : null;

    private static string Column(Profile profile) => profile.Lines.Of(FieldRoles.MemberNumber)?.Name ?? profile.Called(FieldRoles.WorkerNumber);

    private static LineProblem? WorkerProblem(Known worker, ReturnContext context, TakenWorkers taken) =>
        DeathProblem(context.Profile, context.Month, worker.DiedOn) ?? (taken.Persons.Add(worker.PersonId) ? null : Twice with { Column = Column(context.Profile) });

    private static LineProblem? DeathProblem(Profile profile, Month month, DateOnly? diedOn) => diedOn is { } died && died < month.First
        ? new(0, Column(profile), "line.worker-dead", $"The worker died on {died:yyyy-MM-dd}, before {month}.", "Look whether the number belongs to somebody else.")
        : null;

    private sealed record Known(Guid PersonId, string Name, DateOnly? BornOn, DateOnly? DiedOn, bool Learned);
}
