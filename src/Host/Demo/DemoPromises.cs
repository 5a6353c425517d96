using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Spmis.Contributions.Promises;
using Spmis.Kernel.Data;
using Spmis.Kernel.Hosting;
using Spmis.Kernel.Runs;
using Spmis.Payments.Promises;
using Spmis.Registration.Promises;

namespace Spmis.Host.Demo;

/// <summary>Looks the promises up in the books, when the month is over.</summary>
internal static class DemoPromises
{
    private const int Shown = 5;

    public static async Task<DemoReport> CheckAsync(IServiceProvider services, DemoOptions options, DemoState state, CancellationToken ct)
    {
        var invariants = await InvariantsAsync(services, ct);
        var figures = await DemoFigures.OfAsync(services, ct);
        return new DemoReport
        {
            Persons = options.Persons, Employers = options.Employers, Seed = options.Seed,
            Holds = invariants.All(i => i.Holds),
            Counts = figures.Counts, AmountsMinor = figures.AmountsMinor, Currency = DemoFigures.Currency,
            Invariants = invariants,
            Steps = state.Done,
            Seconds = double.Round(state.Done.Sum(s => s.Seconds), 3),
            PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64,
        };
    }

    private static async Task<IReadOnlyList<Invariant>> InvariantsAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var books = await scope.ServiceProvider.GetRequiredService<BooksBalance>().HandleAsync(ct);
        var files = await scope.ServiceProvider.GetRequiredService<FilesReconcile>().HandleAsync(ct);
        var imports = await scope.ServiceProvider.GetRequiredService<ImportsReconcile>().HandleAsync(ct);
        var payments = await scope.ServiceProvider.GetRequiredService<PaymentPromises>().CheckAsync(ct);
        var runs = await RunsReconcileAsync(services, ct);
        Invariant Of(string name) => payments.Where(p => p.Name == name).Select(p => new Invariant(p.Name, p.Holds, p.Detail)).Single();
        return
        [
            Together("books-balance", (books.Holds, "Contributions: " + books.Detail), (Of("books-balance").Holds, "Payments: " + Of("books-balance").Detail)),
            Together("files-reconcile", (files.Holds, files.Detail), imports, (runs.Holds, runs.Detail)),
            Of("batches-reconcile"),
            Of("paid-once"),
            await RefusalsExplainedAsync(services, ct),
        ];
    }

    private static Invariant Together(string name, params (bool Holds, string Detail)[] parts) => new(name, parts.All(p => p.Holds), string.Join(" ", parts.Select(p => p.Detail)));

    /// <summary>Every run ended, and did each row of its file once: done = accepted + refused.</summary>
    private static async Task<Invariant> RunsReconcileAsync(IServiceProvider services, CancellationToken ct)
    {
        List<string> wrong = [];
        long runs = 0, rows = 0;
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            var bad = await db.Runs.AsNoTracking().Where(r => r.FinishedAt == null || r.FailedAt != null || r.Done != r.Accepted + r.Refused).OrderBy(r => r.Id).Take(Shown).ToListAsync(ct);
            wrong.AddRange(bad.Select(r => $"{module.Name} run {r.Id} ({r.Title}) is {r.State}: {r.Done} done, {r.Accepted} accepted, {r.Refused} refused."));
            runs += await db.Runs.LongCountAsync(ct);
            rows += await db.Runs.SumAsync(r => r.Done, ct);
        }

        return new Invariant("files-reconcile", wrong.Count == 0, wrong.Count == 0 ? $"{runs} runs: {rows} rows done = accepted + refused." : string.Join(" ", wrong));
    }

    /// <summary>Every refused line has a code and words, and every counted refusal has its line.</summary>
    private static async Task<Invariant> RefusalsExplainedAsync(IServiceProvider services, CancellationToken ct)
    {
        List<string> wrong = [];
        long refused = 0;
        foreach (var module in services.GetServices<IModule>())
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredKeyedService<ModuleDb>(module.Name);
            var silent = await db.RunLines.AsNoTracking().Where(l => l.Verdict == RunLine.RefusedVerdict && (l.Code == null || l.Text == null || l.Text == "")).OrderBy(l => l.RunId).ThenBy(l => l.Line).Take(Shown).ToListAsync(ct);
            wrong.AddRange(silent.Select(l => $"{module.Name} run {l.RunId} line {l.Line} was refused without a reason."));
            var told = await db.RunLines.LongCountAsync(l => l.Verdict == RunLine.RefusedVerdict && l.Part == 0, ct);
            var counted = await db.Runs.SumAsync(r => r.Refused, ct);
            if (told != counted)
            {
                wrong.Add($"{module.Name} counted {counted} refused lines and explains {told}.");
            }

            refused += counted;
        }

        return new Invariant("refusals-explained", wrong.Count == 0, wrong.Count == 0 ? $"{refused} refused lines, each with its reason." : string.Join(" ", wrong));
    }
}
