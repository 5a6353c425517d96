using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Spmis.Eligibility;
using Spmis.Eligibility.Awards;
using Spmis.Eligibility.Copies;
using Spmis.Eligibility.Indexations;
using Spmis.Eligibility.Promises;
using Spmis.Eligibility.Rounds;
using Spmis.Eligibility.Schemes;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Proposals;
using Spmis.Values;

namespace Spmis.Host.Bench;

/// <summary>A round and an indexation, measured.</summary>
internal sealed record EligibilityBenchReport
{
    public required int Persons { get; init; }

    public required int Awards { get; init; }

    public required IReadOnlyList<BenchStep> Steps { get; init; }

    public required long PeakMemoryBytes { get; init; }

    /// <summary>Whether the module's promises hold afterwards.</summary>
    public required bool Holds { get; init; }
}

/// <summary>A round over an invented register, the approval of its awards, and an indexation of them, through the real handlers on a fresh embedded database. Behind each step its bare limit is measured.</summary>
internal sealed class EligibilityBench(BenchWorld world, BareWork bare)
{
    private const string Grant = "demo-old-age-grant";
    private const int Slice = 10_000;
    private const string Inserts = "prepared insert of the same rows";
    private static readonly Month Raise = new(2027, 1);
    private readonly List<BenchStep> steps = [];

    public async Task<EligibilityBenchReport> RunAsync(int persons, Action<BenchStep> told, CancellationToken ct)
    {
        await ActivateAsync(files => files, BenchWorld.Month.First, ct);
        await PeopleAsync(persons, ct);
        await StepAsync("round", persons, Inserts, null, told, () => world.UseAsync<StartRound, RoundStarted>(act => act.HandleAsync(new NewRound(Grant, BenchWorld.Month), BenchWorld.Change(RoundWorker.RunKind, BenchWorld.Officer), ct)), ct);
        var awards = await world.UseAsync<EligibilityDb, int>(db => db.Awards.CountAsync(ct));
        await StepAsync("in-force", awards, Inserts + ", prepared update of the awards", ["Id", "ApprovedAt", "ApprovedBy", "Version"], told, () => ApproveAsync(ApproveAwards.Act, ct), ct);
        await ActivateAsync(Raised, Raise.First.AddMonths(-1), ct);
        await StepAsync("index", awards, Inserts, null, told, () => world.UseAsync<StartIndexation, IndexationStarted>(act => act.HandleAsync(new NewIndexation(Grant, Raise.First, false), BenchWorld.Change(IndexationWorker.RunKind, BenchWorld.Officer), ct)), ct);
        await StepAsync("tell", awards, Inserts + ", prepared update of the awards", ["Id", "Version"], told, () => ApproveAsync(ApproveIndexation.Act, ct), ct);
        var promises = await world.UseAsync<EligibilityPromises, IReadOnlyList<Promise>>(p => p.CheckAsync(ct));
        return new() { Persons = persons, Awards = awards, Steps = steps, PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64, Holds = promises.All(p => p.Holds) };
    }

    private async Task StepAsync(string name, int rows, string what, IReadOnlyList<string>? updated, Action<BenchStep> told, Func<Task> work, CancellationToken ct)
    {
        var marks = await bare.MarksAsync(ct);
        var watch = StepWatch.Start();
        await work();
        await world.SettleAsync(ct);
        var (seconds, cpu) = (watch.Seconds, watch.CpuSeconds);
        var limit = await bare.InsertsAsync(marks, ct) + (updated is null ? 0 : await bare.UpdatesAsync("awards", updated, "1 = 1", ct));
        steps.Add(new BenchStep(name, rows, seconds, cpu, limit, what) { BareCpuSeconds = bare.TakeCpuSeconds() });
        told(steps[^1]);
    }

    private async Task ActivateAsync(Func<IReadOnlyDictionary<string, string>, IReadOnlyDictionary<string, string>> version, DateOnly from, CancellationToken ct)
    {
        var shipped = ShippedPackages.All().Single(p => p.Scheme == Grant);
        var kept = await world.UseAsync<UploadPackage, PackageKept>(act => act.HandleAsync(new NewPackage { Files = version(shipped.Files), Branch = shipped.Branch }, BenchWorld.Change("schemes.upload", BenchWorld.Officer), ct));
        await world.UseAsync<ActivateScheme>(act => act.ProposeAsync(new SchemeActivation(kept.PackageId, from), BenchWorld.Change(ActivateScheme.Act, BenchWorld.Officer), ct));
        await ApproveAsync(ActivateScheme.Act, ct);
        await world.SettleAsync(ct);
    }

    /// <summary>The same package with a raise of the grant.</summary>
    private static Dictionary<string, string> Raised(IReadOnlyDictionary<string, string> files)
    {
        var version = files.ToDictionary(f => f.Key, f => f.Value, StringComparer.Ordinal);
        version["scheme.yaml"] = version["scheme.yaml"].Replace("version: 1.", "version: 2.", StringComparison.Ordinal)
            .Replace("values: [{from: 2018-01-01, value: 2000}]", $"values: [{{from: 2018-01-01, value: 2000}}, {{from: {Raise.First:yyyy-MM-dd}, value: 2500}}]", StringComparison.Ordinal);
        return version;
    }

    private Task ApproveAsync(string act, CancellationToken ct) => world.UseAsync<IServiceProvider>(async services =>
    {
        var open = await services.GetRequiredService<EligibilityDb>().Proposals.Where(p => p.Act == act && p.DecidedAt == null).Select(p => p.Id).SingleAsync(ct);
        await services.GetRequiredService<FourEyes>().ApproveAsync(EligibilityModule.ModuleName, open, BenchWorld.Change(act, BenchWorld.Supervisor), ct);
    });

    /// <summary>People born evenly from 1930 to 2020, so that about three in ten are old enough; not measured.</summary>
    private async Task PeopleAsync(int count, CancellationToken ct)
    {
        foreach (var slice in Enumerable.Range(1, count).Chunk(Slice))
        {
            await world.UseAsync<EligibilityDb>(db => db.WriteAsync(() => db.BulkInsertAsync([.. slice.Select(Person)], ct), ct));
        }
    }

    private static PersonCopy Person(int n) => new()
    {
        PersonId = new(n, 3, 0, new byte[8]), RegistrationNumber = CheckDigit.Append($"26{n:D8}"), Name = $"Person {n}", Sex = n % 2 == 0 ? "F" : "M", BornOn = new DateOnly(1930, 1, 1).AddDays(n * 7919 % 33_000), BirthPrecision = "Day",
        District = $"District {n % 47}", Provisional = false, Version = 1,
    };
}
