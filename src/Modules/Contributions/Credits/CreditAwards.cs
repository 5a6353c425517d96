using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Spmis.Contracts.Eligibility;
using Spmis.Contributions.Copies;
using Spmis.Contributions.Record;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Messages;
using Spmis.Values;

namespace Spmis.Contributions.Credits;

/// <summary>Gives credits for the months of awards of sickness, maternity and unemployment; an award that is ended, suspended or taken back takes its credits along.</summary>
public sealed class CreditAwards(ContributionsDb db, KeepCredits keep) : Consumer<ContributionsDb, AwardsDecided>
{
    public override async Task HandleAsync(AwardsDecided message, Change change, CancellationToken ct)
    {
        var awards = (await AwardCopies.NewerAsync<CreditedAward>(db, message, a => CreditRules.Of(a.Branch) is not null, ct)).ConvertAll(Of);
        await keep.HandleAsync(awards, change, ct);
        await db.BulkInsertAsync(awards, ct);
    }

    private static CreditedAward Of(AwardFacts a) => new()
    {
        AwardId = a.AwardId, AwardNumber = a.AwardNumber, PersonId = a.BeneficiaryId, Kind = CreditRules.Of(a.Branch) ?? default, From = Month.FromCode(a.FromMonth), To = AwardCopies.LastMonth(a), Version = a.Version, Through = Month.FromCode(a.FromMonth).Add(-1),
    };
}

/// <summary>Brings the credits of awards to what they should be, set-based: gives what is missing up to the month of the change, takes back what is too much, and counts the years anew.</summary>
public sealed class KeepCredits(ContributionsDb db, SchemeBook schemes, CreditRules rules, Merges merges, RecountYears recount)
{
    private const int MostAwards = 500;
    private static readonly Month Earliest = new(1950, 1);

    internal async Task HandleAsync(IReadOnlyCollection<CreditedAward> awards, Change change, CancellationToken ct)
    {
        foreach (var part in awards.Chunk(MostAwards))
        {
            await PartAsync(part, change, ct);
        }
    }

    private async Task PartAsync(CreditedAward[] awards, Change change, CancellationToken ct)
    {
        var (today, collecting) = (Month.Of(change.Today), await schemes.CollectingAsync(ct));
        var origins = awards.Select(a => a.AwardId.ToString("N")).ToList();
        var held = (await db.Set<Credit>().AsNoTracking().Where(c => origins.Contains(c.Origin) && c.Live != null).ToListAsync(ct)).ToLookup(c => c.Origin);
        var roots = await merges.RootsAsync([.. awards.Select(a => a.PersonId)], ct);
        List<Credit> given = [];
        List<Credit> back = [];
        foreach (var award in awards)
        {
            var origin = award.AwardId.ToString("N");
            HashSet<(string, Month)> wanted = [];
            for (var month = award.From < Earliest ? Earliest : award.From; month <= award.Until(today); month = month.Add(1))
            {
                foreach (var scheme in collecting)
                {
                    if (await rules.CountsAsync(scheme, month, award.Kind, ct))
                    {
                        wanted.Add((scheme, month));
                    }
                }
            }

            back.AddRange(held[origin].Where(c => !wanted.Contains((c.Scheme, c.Month))));
            given.AddRange(wanted.Except(held[origin].Select(c => (c.Scheme, c.Month))).Select(w => new Credit
            {
                PersonId = roots[award.PersonId], DeclaredPersonId = award.PersonId, Scheme = w.Item1, Month = w.Item2, Kind = award.Kind, Origin = origin, AwardNumber = award.AwardNumber, Reason = $"Award {award.AwardNumber}", Evidence = award.AwardNumber,
                GivenAt = change.Now, GivenBy = change.Actor.Name, Live = Credit.LiveMark,
            }));
            award.Through = award.Until(today);
        }

        foreach (var ids in back.Select(c => c.Id).Chunk(MostAwards))
        {
            await db.Set<Credit>().Where(c => ids.Contains(c.Id)).ExecuteUpdateAsync(s => s.SetProperty(c => c.Live, (string?)null).SetProperty(c => c.TakenBackAt, change.Now).SetProperty(c => c.TakenBackBy, change.Actor.Name).SetProperty(c => c.TakenBackBecause, "The award no longer covers the month"), ct);
        }

        await db.BulkInsertAsync(given, ct);
        if (given.Count + back.Count > 0)
        {
            db.RecordBulk(change, nameof(Credit), $"{awards.Length} awards", new { given = given.Count, takenBack = back.Count });
        }

        foreach (var year in given.Concat(back).GroupBy(c => (c.Scheme, c.Month.Year)))
        {
            await recount.YearAsync([.. year.Select(c => c.PersonId).Distinct()], year.Key.Scheme, year.Key.Year, change, ct);
        }
    }
}

/// <summary>Gives the credits of months as they come, for awards that run until further notice; months that came while the machine was off are found at the next look.</summary>
public sealed class DueCredits(IServiceScopeFactory scopes, TimeProvider time, ILogger<DueCredits> log) : ClockedLook(scopes, time, log)
{
    /// <inheritdoc />
    protected override string Act => "credits.follow";

    private const int Most = 500;

    /// <summary>Up to 500 awards in a transaction, until none waits.</summary>
    internal static async Task LookAsync(IServiceScopeFactory scopes, Change change, CancellationToken ct)
    {
        for (var found = Most; found == Most;)
        {
            await using var scope = scopes.CreateAsyncScope();
            var (db, keep, today) = (scope.ServiceProvider.GetRequiredService<ContributionsDb>(), scope.ServiceProvider.GetRequiredService<KeepCredits>(), Month.Of(change.Today));
            await db.WriteAsync(
                async () =>
                {
                    var awards = await db.Set<CreditedAward>().Where(a => a.Through < today && (a.To == null || a.To > a.Through)).OrderBy(a => a.AwardId).Take(Most).ToListAsync(ct);
                    found = awards.Count;
                    await keep.HandleAsync(awards, change, ct);
                    await db.SaveAsync(change, ct);
                },
                ct);
        }
    }

    /// <inheritdoc />
    protected override Task LookAsync(IServiceProvider services, Change change, CancellationToken ct) => LookAsync(services.GetRequiredService<IServiceScopeFactory>(), change, ct);
}
