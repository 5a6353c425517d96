using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;
using Spmis.Rules;

namespace Spmis.Eligibility.Claims;

/// <summary>Opens claims of itself for those for whom a package's condition began to hold, such as an age reached: once a scheme and business date, for all days since the last time, so that what fell due while nothing ran is made up for.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
public sealed class OpenDueClaims(EligibilityDb db, SchemeBook schemes)
{
    /// <summary>Starts a run for each scheme whose package opens claims, up to a business date.</summary>
    /// <param name="through">The last day looked at.</param>
    /// <param name="since">The day after which to look, the first time; by default the day before.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The runs, those of the same date started before included.</returns>
    /// <exception cref="Refused">The date lies ahead, or the first day is not before it.</exception>
    public async Task<IReadOnlyList<long>> HandleAsync(DateOnly through, DateOnly? since, Change change, CancellationToken ct)
    {
        if (through > change.Today || since >= through)
        {
            throw new Refused("claims.due-day", $"Look at days up to today ({change.Today:yyyy-MM-dd}), from an earlier day on.", "through");
        }

        List<long> runs = [];
        await db.WriteAsync(
            async () =>
            {
                foreach (var scheme in await db.SchemesInForce.AsNoTracking().Select(s => s.Scheme).Distinct().OrderBy(s => s).Take(200).ToListAsync(ct))
                {
                    if (await schemes.FindOnAsync(scheme, through, ct) is { Rules.Claims.Opens: not null })
                    {
                        runs.Add(await StartAsync(scheme, through, since, change, ct));
                    }
                }
            },
            ct);
        return runs;
    }

    private async Task<long> StartAsync(string scheme, DateOnly through, DateOnly? since, Change change, CancellationToken ct)
    {
        var title = $"Claims of {scheme} that fall due";
        var last = await db.Runs.AsNoTracking().Where(r => r.Kind == OpenDueWorker.RunKind && r.Title == title).OrderByDescending(r => r.Id).FirstOrDefaultAsync(ct);
        var after = last?.InputAs<OpenDueInput>().Through ?? since ?? through.AddDays(-1);
        if (last is not null && after >= through)
        {
            return last.Id;
        }

        var run = Run.Of(OpenDueWorker.RunKind, string.Create(CultureInfo.InvariantCulture, $"{scheme}:{through:yyyy-MM-dd}"), title, new OpenDueInput(scheme, after, through), change);
        db.Runs.Add(run);
        await db.SaveAsync(change, ct);
        return run.Id;
    }
}

/// <summary>What the run needs.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="After">The day up to which was looked before.</param>
/// <param name="Through">The last day looked at.</param>
public sealed record OpenDueInput(string Scheme, DateOnly After, DateOnly Through);

/// <summary>Asks the condition for a thousand persons at a time, in the order of registration.</summary>
public sealed class OpenDueWorker(EligibilityDb db) : IRunWorker
{
    /// <summary>The kind of run.</summary>
    public const string RunKind = "eligibility.open-claims";

    private const int Persons = 1_000;

    /// <inheritdoc />
    public string Kind => RunKind;

    /// <inheritdoc />
    public string Permission => "claims.file";

    /// <inheritdoc />
    public async IAsyncEnumerable<RunChunk> ChunksAsync(Run run, [EnumeratorCancellation] CancellationToken ct)
    {
        var input = run.InputAs<OpenDueInput>();
        var after = run.Checkpoint ?? "";
        while (true)
        {
            var from = after;
            var numbers = await RoundWorker.InScope(db).Where(p => string.Compare(p.RegistrationNumber, from) > 0).OrderBy(p => p.RegistrationNumber).Select(p => p.RegistrationNumber).Take(Persons).ToListAsync(ct);
            if (numbers.Count == 0)
            {
                yield break;
            }

            after = numbers[^1];
            yield return new RunChunk(after, (services, step, token) => ApplyAsync(services, input, numbers, step, token));
        }
    }

    private static async Task ApplyAsync(IServiceProvider services, OpenDueInput input, List<string> numbers, RunStep step, CancellationToken ct)
    {
        var db = services.GetRequiredService<EligibilityDb>();
        var scheme = (await services.GetRequiredService<SchemeBook>().OnAsync(input.Scheme, input.Through, ct)).Rules;
        var rule = scheme.Claims?.Opens ?? throw new InvalidOperationException($"{scheme.Id} {scheme.Version} opens no claims.");
        var persons = await db.Persons.AsNoTracking().Where(p => numbers.Contains(p.RegistrationNumber)).OrderBy(p => p.RegistrationNumber).ToListAsync(ct);
        var ids = persons.Select(p => p.PersonId).ToList();
        var busy = (await db.Claims.AsNoTracking().Where(c => c.Scheme == input.Scheme && ids.Contains(c.PersonId) && (c.OpenKey != null || c.Outcome == Answer.Yes)).Select(c => c.PersonId).ToListAsync(ct)).ToHashSet();
        var insured = scheme.Fact(FactNames.Contributions) is null ? null : (await db.ContributionYears.AsNoTracking().Where(y => ids.Contains(y.PersonId)).Select(y => y.PersonId).Distinct().ToListAsync(ct)).ToHashSet();
        var due = new DueDay(scheme, rule, step.Change.Today);
        List<(NewClaim Claim, string Source)> open = [];
        foreach (var person in persons.Where(p => !busy.Contains(p.PersonId) && insured?.Contains(p.PersonId) != false))
        {
            if (due.Of(person, input.After, input.Through) is { } day)
            {
                open.Add((new NewClaim { PersonNumber = person.RegistrationNumber, Scheme = input.Scheme, EventOn = day, FiledOn = input.Through, Channel = ClaimChannel.Event }, $"opened by itself, {rule} on {day:yyyy-MM-dd}"));
            }
        }

        var verdicts = await services.GetRequiredService<TakeClaims>().HandleAsync(open, step.Change, ct);
        step.Run.Total = step.Run.Done + persons.Count;
        step.Count(persons.Count, 0);
        foreach (var ((claim, _), verdict) in open.Zip(verdicts).Where(v => v.Second.Refusal is { Code: not ("claim.filed-already" or "claim.draft-already" or "claim.closed-already") }))
        {
            step.Note(step.Run.Done, verdict.Refusal?.Code ?? "", verdict.Refusal?.Message ?? "", number: claim.PersonNumber);
        }

        db.RecordBulk(step.Change, nameof(Claim), $"run {step.Run.Id}, {numbers[0]}..{numbers[^1]}", new { opened = verdicts.Count(v => v.Claim is not null), looked = persons.Count });
    }
}
