using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Claims;
using Spmis.Eligibility.Determinations;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Samples.Employers;
using Spmis.Samples.Maternity;
using Spmis.Values;

namespace Spmis.Host.Demo;

/// <summary>Decide: the law is put in force first; later a round over the register for the old-age grant, and claims for maternity benefit.</summary>
internal static class DecideSteps
{
    private const string OldAge = "demo-old-age-grant";
    private const string Maternity = "demo-maternity";
    private const string DayWork = "demo-day-work";
    private static readonly DateOnly LawDay = new(2026, 1, 2);
    private static readonly DateOnly LawFrom = new(2025, 1, 1);
    private static readonly DateOnly DecisionDay = new(2026, 7, 16);
    private static readonly DateOnly ApprovalDay = new(2026, 7, 17);

    public static DemoStep Law { get; } = new("activate-schemes", "Put four scheme packages in force, by two people", ActivateAsync);

    public static IReadOnlyList<DemoStep> All { get; } =
    [
        new("old-age-round", "Decide the old-age grant over the whole register", RoundAsync),
        new("maternity-claims", "Take the claims for maternity benefit", ClaimsAsync),
        new("determine-claims", "Decide the claims by the law, with reasons", DetermineAsync),
        new("approve-awards", "A second person approves the awards", ApproveAsync),
    ];

    private static async Task<long> ActivateAsync(DemoContext demo, CancellationToken ct)
    {
        foreach (var package in ShippedPackages.All().Where(p => p.Scheme is "ke-nssf" or OldAge or Maternity or DayWork))
        {
            var kept = await demo.UseAsync<UploadPackage, PackageKept>(act => act.HandleAsync(new NewPackage { Files = package.Files, Branch = package.Branch }, DemoContext.On(LawDay, demo.Officer, "schemes.upload"), ct));
            await DemoContext.UnlessDoneAsync(
                () => demo.UseAsync<ActivateScheme>(act => act.ProposeAsync(new SchemeActivation(kept.PackageId, LawFrom), DemoContext.On(LawDay, demo.Officer, ActivateScheme.Act), ct)),
                "scheme.active-already", "proposal.open-already");
        }

        await demo.ApproveAsync(EligibilityModule.ModuleName, ActivateScheme.Act, demo.Supervisor, LawDay.AddDays(1), ct);
        await demo.SettleAsync(ct);
        return 4;
    }

    private static async Task<long> RoundAsync(DemoContext demo, CancellationToken ct)
    {
        await demo.UseAsync<StartRound>(act => act.HandleAsync(new NewRound(OldAge, new Month(2026, 7)), DemoContext.On(DecisionDay, demo.Officer, RoundWorker.RunKind), ct));
        await demo.SettleAsync(ct);
        return await DoneAsync(demo, RoundWorker.RunKind, ct);
    }

    private static async Task<long> ClaimsAsync(DemoContext demo, CancellationToken ct)
    {
        var people = demo.People;
        if (await new MaternityClaims(people, new EmployerBook(people, demo.Options.Employers)).WriteAsync(demo.Options.Folder, demo.WorkersIssuedAsync(ct), ct) == 0)
        {
            return 0; // A country of a few hundred persons may have no birth in the month; a file without a line is none.
        }

        await using (var content = File.OpenRead(demo.Path(MaternityClaims.Name)))
        {
            var file = new ClaimsFile { Content = content, Name = MaternityClaims.Name, Scheme = Maternity, Length = content.Length };
            await demo.UseAsync<ImportClaims>(act => act.HandleAsync(file, DemoContext.On(DecisionDay, demo.Officer, ClaimsWorker.RunKind), ct));
        }

        await demo.SettleAsync(ct);
        return await DoneAsync(demo, ClaimsWorker.RunKind, ct);
    }

    private static async Task<long> DetermineAsync(DemoContext demo, CancellationToken ct)
    {
        await demo.UseAsync<DetermineClaims>(act => act.HandleAsync(Maternity, DemoContext.On(DecisionDay, demo.Officer, DetermineWorker.RunKind), ct));
        await demo.SettleAsync(ct);
        return await DoneAsync(demo, DetermineWorker.RunKind, ct);
    }

    private static async Task<long> ApproveAsync(DemoContext demo, CancellationToken ct)
    {
        await demo.ApproveAsync(EligibilityModule.ModuleName, ApproveAwards.Act, demo.Supervisor, ApprovalDay, ct);
        await demo.SettleAsync(ct);
        return await DoneAsync(demo, PutInForceWorker.RunKind, ct);
    }

    private static Task<long> DoneAsync(DemoContext demo, string kind, CancellationToken ct) =>
        demo.UseAsync<EligibilityDb, long>(db => db.Runs.Where(r => r.Kind == kind).SumAsync(r => r.Done, ct));
}
