using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Determinations;
using Spmis.Rules;
using Spmis.TestKit;

namespace Spmis.Tests.Eligibility;

public sealed class RecheckTests
{
    [Fact]
    public async Task Recheck_AfterALaterPackageCameIntoForce_FindsEveryDecisionTheSame()
    {
        await using var app = await DecidedAsync();
        var kept = await app.UploadAsync(Cases.GrantVersion("1.1.0", "[{from: 2018-01-01, value: 2500}]", 2500));
        await app.ActivateAsync(kept.PackageId, new DateOnly(2026, 1, 1));

        var found = await RecheckAsync(app, 100);

        (found.Total, found.Looked, found.Same, found.WithoutExplanation, found.Holds).ShouldBe((41, 41, 41, 20, true));
    }

    [Fact]
    public async Task Recheck_OfASample_LooksAtThatManySpreadOverAll()
    {
        await using var app = await DecidedAsync();

        (await RecheckAsync(app, 10)).Looked.ShouldBeInRange(8, 10);
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("explanation")]
    [InlineData("inputs")]
    public async Task Recheck_AfterARowWasChanged_SaysWhatDiffers(string what)
    {
        await using var app = await DecidedAsync();
        await app.UseAsync<EligibilityDb>(db => db.WriteAsync(
            () =>
            {
                var yes = db.Determinations.Where(d => d.Outcome == Answer.Yes && d.PersonNumber == Cases.Number(1) && d.RoundId != null);
                return what switch
                {
                    "amount" => yes.ExecuteUpdateAsync(s => s.SetProperty(d => d.MonthlyMinor, 1)),
                    "explanation" => yes.ExecuteUpdateAsync(s => s.SetProperty(d => d.Explanation, d => d.Explanation!.Replace("C102", "C103"))),
                    _ => yes.ExecuteUpdateAsync(s => s.SetProperty(d => d.Inputs, d => d.Inputs + " ")),
                };
            },
            default));

        var found = await RecheckAsync(app, 100);

        found.Holds.ShouldBeFalse();
        found.Differ.Single().What.ShouldBe(what);
    }

    private static async Task<SpmisApp> DecidedAsync()
    {
        var app = await SpmisApp.StartAsync("eligibility");
        await app.ActivateShippedAsync();
        var persons = Enumerable.Range(1, 40).Select(n => Cases.Person(n, n % 2 == 0 ? new DateOnly(1990, 1, 1) : new DateOnly(1950, 1, 1))).ToArray();
        await app.RegisterAsync(persons);
        await app.ContributeAsync(persons[1].PersonId, 6);
        await app.RoundAsync();
        await app.ApproveAllAsync(ApproveAwards.Act);
        var claim = await app.ClaimAsync(persons[1].RegistrationNumber, new DateOnly(2026, 7, 1));
        await app.DecideAsync(claim.Number);
        return app;
    }

    private static Task<Rechecked> RecheckAsync(SpmisApp app, int sample) => app.UseAsync<RecheckDeterminations, Rechecked>(act => act.HandleAsync(sample, default));
}
