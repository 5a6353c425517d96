using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility.Determinations;
using Spmis.Kernel.Acts;
using Spmis.Values;

namespace Spmis.Eligibility.Awards;

/// <summary>Makes awards of decisions that say yes. They wait for approval; at most 1,000 at once, set-based, inside the caller's transaction.</summary>
/// <param name="db">The module's database.</param>
public sealed class MakeAwards(EligibilityDb db)
{
    /// <summary>The series of award numbers.</summary>
    internal const string Series = "award";

    /// <summary>One award a decision, in the order given. Who has an open award of the scheme for the same thing gets no second; for another claim an award that pays the same months is stopped at once. Months that an ended award for the same thing has paid are not granted again, and one that ends in a month to come keeps the place of a benefit decided in rounds until then.</summary>
    /// <param name="decisions">Decisions that say yes, of one scheme.</param>
    /// <param name="branch">ILO C102 branch.</param>
    /// <param name="batchId">The awards they are approved with.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="byClaim">Whether each claim gives an award of its own; else a person has one of the scheme.</param>
    /// <returns>The awards made, by decision.</returns>
    public async Task<IReadOnlyDictionary<Guid, Award>> HandleAsync(IReadOnlyList<Determination> decisions, string branch, long batchId, Change change, CancellationToken ct, bool byClaim = true)
    {
        var persons = decisions.Select(d => d.PersonId).Distinct().ToList();
        var scheme = decisions.Count > 0 ? decisions[0].Scheme : "";
        var earlier = (await db.Awards.AsNoTracking().Where(a => EF.Parameter(persons).Contains(a.PersonId) && a.Scheme == scheme).ToListAsync(ct)).ToLookup(a => a.PersonId);
        var taken = earlier.SelectMany(g => g).Select(a => a.OpenKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Guid? ClaimOf(Determination d) => byClaim ? d.ClaimId : null;
        Month StartOf(Determination d) => earlier[d.PersonId].Where(a => a.ClaimId == ClaimOf(d) && a.IsEnded && a.ToMonth >= Month.Of(d.DecidedFor)).Max(a => a.ToMonth)?.Add(1) ?? Month.Of(d.DecidedFor);
        var now = Month.Of(change.Today);
        bool GoesOn(Determination d) => ClaimOf(d) is null && earlier[d.PersonId].Any(a => a.ClaimId is null && a.DiedOn is null && a.EndedAfter is { } end && end >= now && end >= a.FromMonth && end >= Month.Of(d.DecidedFor));
        var due = decisions.Where(d => !GoesOn(d) && (LastOf(d) is not { } last || StartOf(d) <= last) && taken.Add(Award.KeyOf(d.PersonId, d.Scheme, ClaimOf(d)))).ToList();
        if (due.Count == 0)
        {
            return new Dictionary<Guid, Award>();
        }

        var first = await db.TakeNumbersAsync(Series, due.Count, ct);
        var made = new Dictionary<Guid, Award>();
        foreach (var (decision, i) in due.Select((d, i) => (d, i)))
        {
            var award = Make(decision, branch, batchId, NumberOf(first + i), StartOf(decision), ClaimOf(decision), change);
            var rival = earlier[award.PersonId].Concat(made.Values.Where(m => m.PersonId == award.PersonId))
                .Where(a => !a.IsEnded && a.DuplicateOfId is null && a.Overlaps(award)).OrderBy(a => a.Number, StringComparer.Ordinal).FirstOrDefault();
            if (rival is not null)
            {
                (award.DuplicateOfId, award.DuplicateFrom, award.OpenKey) = (rival.Id, award.FromMonth, null);
            }

            made.Add(decision.Id, award);
        }

        await db.BulkInsertAsync(made.Values, ct);
        return made;
    }

    /// <summary>Award numbers begin with 5 and end with two check digits.</summary>
    internal static string NumberOf(long n) => CheckDigit.Append(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"5{n:D8}"));

    /// <summary>The last month a decision grants; null until further notice.</summary>
    private static Month? LastOf(Determination decision) => decision.Months is { } months ? Month.Of(decision.DecidedFor).Add(months - 1) : null;

    private static Award Make(Determination decision, string branch, long batchId, string number, Month from, Guid? claimId, Change change)
    {
        return new Award
        {
            Id = Guid.CreateVersion7(), Number = number, PersonId = decision.PersonId, DecidedForId = decision.PersonId, Scheme = decision.Scheme, Branch = branch,
            MonthlyMinor = decision.MonthlyMinor ?? throw new InvalidOperationException($"Determination {decision.Id} says yes without an amount."),
            Currency = decision.Currency, FromMonth = from, GrantedTo = LastOf(decision), DeterminationId = decision.Id,
            ClaimId = claimId, BatchId = batchId, MadeAt = change.Now, OpenKey = Award.KeyOf(decision.PersonId, decision.Scheme, claimId), Version = 1,
        };
    }
}
