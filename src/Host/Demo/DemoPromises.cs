using System.Diagnostics;

namespace Spmis.Host.Demo;

/// <summary>Looks the promises up in the books, when the month is over.</summary>
internal static class DemoPromises
{
    public static async Task<DemoReport> CheckAsync(IServiceProvider services, DemoOptions options, DemoState state, CancellationToken ct)
    {
        await Task.CompletedTask;
        List<Invariant> invariants = [];
        return new DemoReport
        {
            Persons = options.Persons, Employers = options.Employers, Seed = options.Seed,
            Holds = invariants.All(i => i.Holds),
            Counts = new Dictionary<string, long>(),
            AmountsMinor = new Dictionary<string, long>(),
            Currency = "KES",
            Invariants = invariants,
            Steps = state.Done,
            Seconds = double.Round(state.Done.Sum(s => s.Seconds), 3),
            PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64,
        };
    }
}
