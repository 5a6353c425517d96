using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Recalculations;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Data;
using Spmis.Kernel.Runs;
using Spmis.Rules;
using Spmis.Rules.WhatIfs;
using Spmis.Values;

namespace Spmis.Eligibility.WhatIfs;

/// <summary>Reckons one stretch of the register or of the claims by a package and by today's rules, and adds the sums up, inside the run's transaction. Nothing is decided.</summary>
/// <param name="db">The module's database.</param>
/// <param name="schemes">The approved packages.</param>
/// <param name="merges">Who a record is now.</param>
public sealed class TryPackage(EligibilityDb db, SchemeBook schemes, Merges merges)
{
    private static readonly Reckoned Nothing = new(Answer.No, null, null);

    /// <summary>A benefit decided in rounds: the persons with numbers after one and up to another, for every month.</summary>
    public async Task PersonsAsync(long id, Scheme draft, Reckoners reckoners, (string From, string To) range, RunStep step, CancellationToken ct)
    {
        var (from, to) = range;
        var w = await db.WhatIfs.SingleAsync(x => x.Id == id, ct);
        var months = Enumerable.Range(0, w.Months).Select(w.FromMonth.Add).ToList();
        var persons = await RoundWorker.InScope(db).Where(p => string.Compare(p.RegistrationNumber, from) > 0 && string.Compare(p.RegistrationNumber, to) <= 0).OrderBy(p => p.RegistrationNumber).ToListAsync(ct);
        var years = await YearsAsync(persons.ConvertAll(p => p.PersonId), draft, ct);
        var tried = new MonthlyAnswers(reckoners.Of(draft));
        var today = await TodayAsync(w, months, reckoners, ct);
        var asked = new Asked(w.FromMonth.First, "What if");
        var figures = w.Read();
        foreach (var person in persons)
        {
            var before = new Reckoned[months.Count];
            Array.Fill(before, Nothing);
            foreach (var (answers, places) in today)
            {
                var found = answers.Of(person, asked, years[person.PersonId], [.. places.Select(p => months[p])]);
                for (var i = 0; i < places.Count; i++)
                {
                    before[places[i]] = found[i];
                }
            }

            Count(figures, person, months, before, tried.Of(person, asked, years[person.PersonId], months));
        }

        Keep(w, figures, persons.Count, step);
    }

    /// <summary>A benefit that is claimed: the claims with numbers after one and up to another, each by the text of its day and by the package.</summary>
    public async Task ClaimsAsync(long id, Scheme draft, Reckoners reckoners, (string From, string To) range, RunStep step, CancellationToken ct)
    {
        var (from, to) = range;
        var w = await db.WhatIfs.SingleAsync(x => x.Id == id, ct);
        var (first, last) = (w.FromMonth.First, w.LastMonth.Last);
        var months = Enumerable.Range(0, w.Months).Select(w.FromMonth.Add).ToList();
        var claims = await db.Claims.AsNoTracking().Where(c => c.Scheme == w.Scheme && c.EventOn >= first && c.EventOn <= last && string.Compare(c.Number, from) > 0 && string.Compare(c.Number, to) <= 0).OrderBy(c => c.Number).ToListAsync(ct);
        var roots = await merges.RootsAsync(claims.ConvertAll(c => c.PersonId), ct);
        var ids = roots.Values.Distinct().ToList();
        var persons = await db.Persons.AsNoTracking().Where(p => ids.Contains(p.PersonId)).ToDictionaryAsync(p => p.PersonId, ct);
        var years = await YearsAsync(ids, draft, ct);
        var law = new LawByMonth(schemes, reckoners);
        await law.LoadAsync(w.Scheme, claims.Select(c => c.EventOn), ct);
        var tried = new MonthlyAnswers(reckoners.Of(draft));
        var today = new Dictionary<string, MonthlyAnswers>(StringComparer.Ordinal);
        var figures = w.Read();
        foreach (var claim in claims)
        {
            var person = persons[roots[claim.PersonId]];
            var asked = new Asked(claim.EventOn, "What if", claim.FiledOn, claim.Given);
            var text = law.On(claim.EventOn)?.Rules;
            var before = text is null ? Nothing : (today.TryGetValue(text.Hash, out var known) ? known : today[text.Hash] = new MonthlyAnswers(reckoners.Of(text))).Once(person, asked, years[person.PersonId]);
            Count(figures, person, months, Spread(before, claim, months), Spread(tried.Once(person, asked, years[person.PersonId]), claim, months));
        }

        Keep(w, figures, claims.Count, step);
    }

    /// <summary>The one answer on a claim in the months it is paid for.</summary>
    private static Reckoned[] Spread(Reckoned answer, Claim claim, List<Month> months)
    {
        var start = Month.Of(claim.EventOn);
        return [.. months.Select(m => m < start || (answer is { Outcome: Answer.Yes, Months: { } count } && m >= start.Add(count)) ? Nothing : answer)];
    }

    /// <summary>Today's texts, each with the places of the months it decides.</summary>
    private async Task<List<(MonthlyAnswers Answers, List<int> Places)>> TodayAsync(WhatIf w, List<Month> months, Reckoners reckoners, CancellationToken ct)
    {
        var law = new LawByMonth(schemes, reckoners);
        await law.LoadAsync(w.Scheme, months.Select(m => m.First), ct);
        return [.. Enumerable.Range(0, months.Count).Select(i => (Text: law.On(months[i].First)?.Rules, Place: i)).Where(m => m.Text is not null).GroupBy(m => m.Text?.Hash)
            .Select(g => (new MonthlyAnswers(reckoners.Of(g.First().Text ?? throw new InvalidOperationException("Filtered above."))), g.Select(m => m.Place).ToList()))];
    }

    private async Task<ILookup<Guid, ContributionYearRow>> YearsAsync(List<Guid> persons, Scheme draft, CancellationToken ct) => draft.Fact(FactNames.Contributions) is null
        ? Enumerable.Empty<ContributionYearRow>().ToLookup(y => y.PersonId)
        : (await db.ContributionYears.AsNoTracking().Where(y => persons.Contains(y.PersonId)).ToListAsync(ct)).ToLookup(y => y.PersonId);

    private static void Count(WhatIfFigures figures, PersonCopy person, List<Month> months, Reckoned[] before, Reckoned[] after) => WhatIfTally.Add(
        figures, new CountedPerson(person.Sex, person.BornOn, person.District), months, [.. before.Select(Answered)], [.. after.Select(Answered)]);

    private static MonthAnswer Answered(Reckoned answer) => new(answer.Outcome, answer.MonthlyMinor);

    private static void Keep(WhatIf w, WhatIfFigures figures, int cases, RunStep step)
    {
        w.Figures = JsonSerializer.Serialize(figures, SpmisJson.Options);
        w.Cases += cases;
        step.Count(cases, 0);
    }
}
