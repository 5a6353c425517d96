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

    /// <summary>One award a decision, in the order given. Who has an open award of the scheme for the same thing gets no second; for another claim an award that pays the same months is stopped at once.</summary>
    /// <returns>The awards made, by decision.</returns>
    public async Task<IReadOnlyDictionary<Guid, Award>> HandleAsync(IReadOnlyList<Determination> decisions, string branch, long batchId, Change change, CancellationToken ct)
    {
        var persons = decisions.Select(d => d.PersonId).Distinct().ToList();
        var scheme = decisions.Count > 0 ? decisions[0].Scheme : "";
        var earlier = (await db.Awards.AsNoTracking().Where(a => persons.Contains(a.PersonId) && a.Scheme == scheme).ToListAsync(ct)).ToLookup(a => a.PersonId);
        var taken = earlier.SelectMany(g => g).Select(a => a.OpenKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var due = decisions.Where(d => taken.Add(Award.KeyOf(d.PersonId, d.Scheme, d.ClaimId))).ToList();
        if (due.Count == 0)
        {
            return new Dictionary<Guid, Award>();
        }

        var first = await db.TakeNumbersAsync(Series, due.Count, ct);
        var made = new Dictionary<Guid, Award>();
        foreach (var (decision, i) in due.Select((d, i) => (d, i)))
        {
            var award = Make(decision, branch, batchId, NumberOf(first + i), change);
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

    private static Award Make(Determination decision, string branch, long batchId, string number, Change change)
    {
        var from = Month.Of(decision.DecidedFor);
        return new Award
        {
            Id = Guid.CreateVersion7(), Number = number, PersonId = decision.PersonId, DecidedForId = decision.PersonId, Scheme = decision.Scheme, Branch = branch,
            MonthlyMinor = decision.MonthlyMinor ?? throw new InvalidOperationException($"Determination {decision.Id} says yes without an amount."),
            Currency = decision.Currency, FromMonth = from, GrantedTo = decision.Months is { } months ? from.Add(months - 1) : null, DeterminationId = decision.Id,
            ClaimId = decision.ClaimId, BatchId = batchId, MadeAt = change.Now, OpenKey = Award.KeyOf(decision.PersonId, decision.Scheme, decision.ClaimId), Version = 1,
        };
    }
}
