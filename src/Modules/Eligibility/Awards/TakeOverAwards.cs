using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Files;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>A file of awards that another system pays.</summary>
/// <param name="Content">The content; stays the caller's.</param>
/// <param name="Name">The sender's name for it.</param>
/// <param name="Scheme">The scheme.</param>
/// <param name="From">The first month paid here; the other system paid all before.</param>
/// <param name="Length">Its length, if the sender told it.</param>
public sealed record LegacyAwardsFile(Stream Content, string Name, string Scheme, Month From, long? Length = null);

/// <summary>Takes awards in payment over from another system: <c>legacy_number,person_number,monthly_amount,from,to</c>, one verdict a line. The awards wait for a second person. The same file again does nothing.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages in force.</param>
/// <param name="files">Where files are kept.</param>
public sealed class TakeOverAwards(EligibilityDb db, SchemeBook schemes, FileStore files)
{
    private const int MostMonthsAhead = 12;

    /// <summary>Keeps the file and starts reading it.</summary>
    /// <exception cref="Refused">It is no such table, the scheme is no benefit in force then, or the month lies too far ahead.</exception>
    public async Task<FileTaken> HandleAsync(LegacyAwardsFile input, Change change, CancellationToken ct)
    {
        var scheme = await schemes.OnAsync(input.Scheme, input.From.First, ct);
        if (scheme.Use == SchemeUse.Contributions)
        {
            throw new Refused("takeover.no-benefit", $"'{input.Scheme}' is no benefit; it has no awards.", "scheme");
        }

        if (input.From > Month.Of(change.Today).Add(MostMonthsAhead))
        {
            throw new Refused("takeover.ahead", $"{input.From} lies more than {MostMonthsAhead} months ahead; check the year.", "from");
        }

        var file = await TableRun.KeepAsync(files, (input.Content, input.Name, input.Length), TakeOverWorker.Format, ct);
        var key = $"{input.Scheme}:{file.Sha256}";
        FileTaken? taken = null;
        await db.WriteAsync(
            async () =>
            {
                if (await db.Runs.AsNoTracking().Where(r => r.Key == $"{TakeOverWorker.RunKind}:{key}").Select(r => (long?)r.Id).SingleOrDefaultAsync(ct) is { } before)
                {
                    taken = new FileTaken(before, true);
                    return;
                }

                var batch = new AwardBatch { Scheme = input.Scheme, Title = $"Awards of {input.Scheme} taken over from {file.Name}", MadeAt = change.Now, MadeBy = change.Actor.Name };
                db.AwardBatches.Add(batch);
                await db.SaveAsync(change, ct);
                var run = Run.Of(TakeOverWorker.RunKind, key, $"Take over {file.Name}", new TakeOverInput(input.Scheme, scheme.Rules.Currency.Code, file.Sha256, file.Name, input.From.Code, batch.Id), change);
                taken = await TableRun.StartAsync(db, run, change, ct);
            },
            ct);
        return taken ?? throw new InvalidOperationException("The transaction ended without a run.");
    }
}

/// <summary>An award as the other system has it.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="Number">Its number there.</param>
/// <param name="PersonNumber">Registration number here.</param>
/// <param name="MonthlyMinor">Paid a month, minor units.</param>
/// <param name="From">First month paid there.</param>
/// <param name="To">Last month granted; null until further notice.</param>
public sealed record LegacyAward(long Line, string Number, string PersonNumber, long MonthlyMinor, Month From, Month? To);

/// <summary>Makes awards of a stretch of lines, inside the run's transaction: each is reckoned once more by the package, as far as history allows, and taken over as it is paid whatever comes out; what differs is said.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The packages.</param>
/// <param name="merges">Who a record is now.</param>
public sealed class TakeOverLines(EligibilityDb db, SchemeBook schemes, Merges merges)
{
    private readonly Dictionary<string, Decide> deciders = new(StringComparer.Ordinal);

    /// <summary>Takes over at most 1,000 lines that could be read.</summary>
    public async Task HandleAsync(TakeOverInput input, IReadOnlyList<LegacyAward> lines, RunStep step, CancellationToken ct)
    {
        var first = Month.FromCode(input.From);
        var persons = await PersonsAsync([.. lines.Select(l => l.PersonNumber).Distinct()], ct);
        var ids = persons.Values.Select(p => p.PersonId).Distinct().ToList();
        var years = (await db.ContributionYears.AsNoTracking().Where(y => ids.Contains(y.PersonId)).ToListAsync(ct)).ToLookup(y => y.PersonId);
        var open = (await db.Awards.AsNoTracking().Where(a => ids.Contains(a.PersonId) && a.Scheme == input.Scheme).OpenIn(first).Select(a => a.PersonId).ToListAsync(ct)).ToHashSet();
        var numbers = lines.Select(l => l.Number).ToList();
        var known = (await db.Awards.AsNoTracking().Where(a => a.Scheme == input.Scheme && a.LegacyNumber != null && numbers.Contains(a.LegacyNumber)).Select(a => a.LegacyNumber ?? "").ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        List<(LegacyAward Line, PersonCopy Person)> good = [];
        foreach (var line in lines)
        {
            var person = persons.GetValueOrDefault(line.PersonNumber);
            if (Problem(line, person, first, open, known) is { } p)
            {
                step.Refuse(line.Line, p.Code, p.Text, p.Column, null, line.Number);
            }
            else if (person is not null)
            {
                known.Add(line.Number);
                open.Add(person.PersonId);
                good.Add((line, person));
            }
        }

        await MakeAsync(input, good, years, step, ct);
        db.RecordBulk(step.Change, nameof(Award), $"run {step.Run.Id}, lines {lines[0].Line}..{lines[^1].Line}", new { taken = good.Count, lines = lines.Count });
    }

    private static (string Code, string Text, string Column)? Problem(LegacyAward line, PersonCopy? person, Month first, HashSet<Guid> open, HashSet<string> known) => line switch
    {
        _ when person is null => ("person.unknown", CheckDigit.IsValid(line.PersonNumber) ? $"There is no person {line.PersonNumber}. Register the person first." : $"'{line.PersonNumber}' is no registration number: its check digits do not fit.", "person_number"),
        _ when person.DiedOn is { } died && Month.Of(died) < first => ("takeover.dead", $"The register says {person.RegistrationNumber} died on {died:yyyy-MM-dd}, before the first month paid here. Settle what was paid since with the other system.", "person_number"),
        _ when line.MonthlyMinor <= 0 => ("takeover.amount", "The amount of a month must be more than 0.", "monthly_amount"),
        _ when line.To < line.From => ("takeover.ended-before", $"The award ends in {line.To}, before it began in {line.From}. Check both months.", "to"),
        _ when line.To < first => ("takeover.over", $"The award ended in {line.To}, before the first month paid here ({first}); there is nothing to pay. Leave the line out.", "to"),
        _ when person.BornOn is { } born && line.From < Month.Of(born) => ("takeover.before-birth", $"The award begins in {line.From}, before the person's birth ({born:yyyy-MM-dd}).", "from"),
        _ when known.Contains(line.Number) => ("takeover.taken-already", $"Award {line.Number} was taken over already, from another file or by a line further up.", "legacy_number"),
        _ when open.Contains(person.PersonId) => ("takeover.has-award", $"{person.RegistrationNumber} has an open award of this scheme here, or by a line further up. A person has one; end one of the two in the other system.", "person_number"),
        _ => null,
    };

    private async Task MakeAsync(TakeOverInput input, List<(LegacyAward Line, PersonCopy Person)> good, ILookup<Guid, ContributionYearRow> years, RunStep step, CancellationToken ct)
    {
        if (good.Count == 0)
        {
            return;
        }

        var (first, number) = (Month.FromCode(input.From), await db.TakeNumbersAsync(MakeAwards.Series, good.Count, ct));
        List<Determination> decisions = [];
        List<Award> awards = [];
        foreach (var (line, person) in good)
        {
            var scheme = await schemes.FindOnAsync(input.Scheme, line.From.First, ct) ?? await schemes.OnAsync(input.Scheme, first.First, ct);
            var decide = deciders.TryGetValue(scheme.Rules.Hash, out var ready) ? ready : deciders[scheme.Rules.Hash] = new Decide(scheme.Rules, step.Change.Today);
            var found = decide.For(person, new Asked(line.From.First, $"Taken over from {input.Name}, line {line.Line}"), years[person.PersonId]);
            var decision = Determination.Of(found, scheme.Rules, person, line.From.First, step.Change);
            decisions.Add(decision);
            awards.Add(new Award
            {
                Id = Guid.CreateVersion7(), Number = MakeAwards.NumberOf(number + awards.Count), PersonId = person.PersonId, DecidedForId = person.PersonId, Scheme = input.Scheme, Branch = scheme.Branch, MonthlyMinor = line.MonthlyMinor,
                Currency = input.Currency, FromMonth = line.From > first ? line.From : first, GrantedTo = line.To, DeterminationId = decision.Id, BatchId = input.BatchId, MadeAt = step.Change.Now, DiedOn = person.DiedOn,
                LegacyNumber = line.Number, LegacyFrom = line.From, RecomputedMinor = found.MonthlyMinor, OpenKey = person.DiedOn is null ? Award.KeyOf(person.PersonId, input.Scheme, null) : null, Version = 1,
            });
            Say(step, line, found, awards[^1].Number, Currency.Of(input.Currency));
        }

        await db.BulkInsertAsync(decisions, ct);
        await db.BulkInsertAsync(awards, ct);
    }

    private static void Say(RunStep step, LegacyAward line, Decision found, string number, Currency currency)
    {
        var (code, text) = found.Outcome switch
        {
            Answer.Yes when found.MonthlyMinor == line.MonthlyMinor => (null, ""),
            Answer.Yes => ("takeover.differs", string.Create(CultureInfo.InvariantCulture, $"Taken over at {new Money(line.MonthlyMinor, currency)} as it is paid; by the package it would be {new Money(found.MonthlyMinor ?? 0, currency)}, a difference of {new Money((found.MonthlyMinor ?? 0) - line.MonthlyMinor, currency)}. Have a person look.")),
            Answer.No => ("takeover.not-entitled", "Taken over as it is paid; by the package and the facts known here there is no right to it. Have a person look."),
            _ => ((string?)"takeover.unchecked", $"Taken over as it is paid; it could not be reckoned again, since this is not known here: {string.Join(", ", found.Missing)}."),
        };
        if (code is null)
        {
            step.Accept(line.Line, line.Number, number);
        }
        else
        {
            step.Note(line.Line, code, text, "monthly_amount", reference: line.Number, number: number);
        }
    }

    /// <summary>The persons by the number in the file; a merged record's number leads to the one in use.</summary>
    private async Task<Dictionary<string, PersonCopy>> PersonsAsync(List<string> numbers, CancellationToken ct)
    {
        var found = await db.Persons.AsNoTracking().Where(p => numbers.Contains(p.RegistrationNumber)).ToListAsync(ct);
        var roots = await merges.RootsAsync([.. found.Select(p => p.PersonId)], ct);
        var moved = roots.Values.Except(found.Select(p => p.PersonId)).ToList();
        var all = found.Concat(await db.Persons.AsNoTracking().Where(p => moved.Contains(p.PersonId)).ToListAsync(ct)).ToDictionary(p => p.PersonId);
        return found.ToDictionary(p => p.RegistrationNumber, p => all.GetValueOrDefault(roots[p.PersonId], p), StringComparer.Ordinal);
    }
}
