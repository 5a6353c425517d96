using Microsoft.EntityFrameworkCore;
using Spmis.Contracts.Contributions;
using Spmis.Contracts.Eligibility;
using Spmis.Contracts.Payments;
using Spmis.Contracts.Registration;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Enrolments;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.LifeCertificates;
using Spmis.TestKit;
using Spmis.Values;

namespace Spmis.Tests.Eligibility;

/// <summary>The same dated facts in any order give the same awards, life certificates and enrolments, and Payments is told the same in the end.</summary>
public sealed class AnyOrderTests
{
    private const int Orders = 8;
    private static readonly PersonFacts One = Cases.Person(1, new DateOnly(1950, 1, 1));
    private static readonly PersonFacts Two = Cases.Person(2, new DateOnly(1951, 2, 2));
    private static readonly Guid First = Guid.CreateVersion7(new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero));
    private static readonly Guid Second = Guid.CreateVersion7(new DateTimeOffset(2026, 7, 2, 10, 0, 0, TimeSpan.Zero));

    /// <summary>A death told and taken back, two records merged, parted and (or not) merged again, months told, corrected and added, a payment settled, a proof of life.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Facts_InAnyOrder_GiveTheSameAwards(bool mergedAgain)
    {
        var expected = await PictureAsync([.. Enumerable.Range(0, Facts(mergedAgain).Count)], mergedAgain);
        expected.ShouldContain(mergedAgain ? "Duplicate" : "InForce");
        for (var seed = 1; seed < Orders; seed++)
        {
            var order = Enumerable.Range(0, Facts(mergedAgain).Count).ToArray();
            new Random(seed).Shuffle(order);
            (await PictureAsync(order, mergedAgain)).ShouldBe(expected, $"order {string.Join(' ', order)}");
        }
    }

    private static List<Func<SpmisApp, Task>> Facts(bool mergedAgain)
    {
        List<Func<SpmisApp, Task>> facts =
        [
            app => app.RegisterAsync(Two with { DiedOn = new DateOnly(2026, 8, 3), Version = 2 }),
            app => app.RegisterAsync(Two with { Version = 3 }),
            app => app.TellAsync(new PersonsMerged { MergeId = First, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] }),
            app => app.TellAsync(new MergeUndone { MergeId = First, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] }),
            app => app.TellAsync(Year(Two.PersonId, 2025, 0b111, 1)),
            app => app.TellAsync(Year(Two.PersonId, 2025, 0b110, 2)),
            app => app.TellAsync(Year(Two.PersonId, 2024, 1 << 8, 1)),
            app => app.TellAsync(Year(One.PersonId, 2026, 1, 1)),
            async app =>
            {
                var award = await app.UseAsync<EligibilityDb, Guid>(db => db.Awards.Where(a => a.Number == MakeAwards.NumberOf(1)).Select(a => a.Id).SingleAsync());
                await app.TellAsync(new PaymentsSettled { Payments = [new SettledPayment { AwardId = award, Component = Award.Main, Month = 202607, Attempt = 1, Outcome = KeepPaidMonths.Paid, AmountMinor = 2_000_00, Currency = "KES", On = new DateOnly(2026, 7, 20) }] });
            },
            app => ProveAsync(app, One, new DateOnly(2026, 6, 20)),
        ];
        if (mergedAgain)
        {
            facts.Add(app => app.TellAsync(new PersonsMerged { MergeId = Second, SurvivorId = One.PersonId, MergedIds = [Two.PersonId] }));
        }

        return facts;
    }

    /// <summary>How all stands after the facts came in an order and a year and two months have passed.</summary>
    private static async Task<string> PictureAsync(IReadOnlyList<int> order, bool mergedAgain)
    {
        await using var app = await InForceAsync();
        var facts = Facts(mergedAgain);
        foreach (var at in order)
        {
            await facts[at](app);
        }

        await app.NightAsync(new DateOnly(2027, 9, 1));
        var awards = await app.UseAsync<EligibilityDb, List<Award>>(db => db.Awards.OrderBy(a => a.Number).ToListAsync());
        var spells = await app.UseAsync<EligibilityDb, List<Enrolment>>(db => db.Enrolments.OrderBy(e => e.PersonNumber).ThenBy(e => e.StartOn).ToListAsync());
        var dues = await app.UseAsync<EligibilityDb, List<CertificateDue>>(db => db.CertificateDues.OrderBy(d => d.AwardNumber).ToListAsync());
        var told = (await app.MessagesAsync<AwardsDecided>()).SelectMany(m => m.Awards).GroupBy(a => (a.AwardNumber, a.Component)).OrderBy(g => g.Key).Select(g => g.Last(a => a.Version == g.Max(x => x.Version)));
        return string.Join('\n',
        [
            .. awards.Select(a => $"{a.Number} {Name(a.PersonId)} {a.State} died {a.DiedOn:yyyy-MM-dd} to {a.ToMonth} duplicate from {a.DuplicateFrom} certificate {a.CertificateFrom} since {a.CertificateSince:yyyy-MM-dd}"),
            .. spells.Select(e => $"{e.PersonNumber} {e.StartOn:yyyy-MM-dd}..{e.EndOn:yyyy-MM-dd}"),
            .. dues.Select(d => $"{d.AwardNumber} {d.PersonNumber} proved {d.ProvedOn:yyyy-MM-dd} due {d.DueOn:yyyy-MM-dd}"),
            .. told.Select(a => $"{a.AwardNumber} {a.Component} {Name(a.BeneficiaryId)} {a.MonthlyMinor} {a.FromMonth}..{a.ToMonth} held from {a.SuspendedFromMonth}"),
        ]);
    }

    private static string Name(Guid person) => person == One.PersonId ? "one" : "two";

    private static async Task<SpmisApp> InForceAsync()
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        await app.RegisterAsync(One, Two);
        await app.RoundAsync();
        await app.ApproveAllAsync(ApproveAwards.Act);
        var raised = Cases.GrantVersion("1.7.0", "[{from: 2018-01-01, value: 2000}, {from: 2026-10-01, value: 2500}]", 2000);
        await app.ActivateAsync((await app.UploadAsync(raised)).PackageId, new DateOnly(2026, 8, 1));
        await app.IndexAsync(new DateOnly(2026, 10, 1));
        await app.ApproveAllAsync(ApproveIndexation.Act);
        return app;
    }

    private static Task ProveAsync(SpmisApp app, PersonFacts person, DateOnly on) => app.UseAsync<ProveLife>(act => act.HandleAsync(
        new NewProof { PersonNumber = person.RegistrationNumber, BornOn = person.BornOn!.Value, ProvedOn = on, How = ProofHow.Desk, Evidence = "Card seen" }, SpmisApp.Change(), default));

    private static ContributionMonthsRecorded Year(Guid person, int year, int insured, long version) => new()
    {
        Years = [new ContributionYear { PersonId = person, Scheme = "ke-nssf", Year = year, Currency = "KES", InsuredMonths = insured, Version = version, BaseMinor = [.. Enumerable.Range(0, 12).Select(m => (insured & (1 << m)) != 0 ? 20_000_00L : 0)] }],
    };
}
