using System.Diagnostics;
using Spmis.Kernel.Acts;

namespace Spmis.Host.Demo;

/// <summary>Runs the whole month: register, collect, decide, pay, reconcile. Resumes behind the last step that was done.</summary>
public static class DemoCycle
{
    /// <summary>The steps in their order.</summary>
    public static IReadOnlyList<DemoStep> Steps { get; } = [DecideSteps.Law, .. RegisterSteps.All, .. CollectSteps.All, .. DecideSteps.All, .. PaySteps.All];

    /// <summary>Does the steps that are not done yet.</summary>
    /// <param name="services">The host's services; relay, consumers and jobs run.</param>
    /// <param name="options">How large, and where.</param>
    /// <param name="tell">Told the step, rows done, rows in all, and at its end the report.</param>
    /// <param name="ct">Cancels; the next start resumes.</param>
    /// <exception cref="Refused">A step failed; says which and why.</exception>
    public static async Task<DemoState> RunAsync(IServiceProvider services, DemoOptions options, Action<DemoStep, long, long?, StepReport?> tell, CancellationToken ct)
    {
        var state = DemoState.Open(options);
        state.Save(options.Folder);
        var actors = await DemoUsers.ActorsAsync(services, ct);
        foreach (var step in Steps)
        {
            var done = state.Done.FirstOrDefault(d => d.Name == step.Name);
            if (done is null)
            {
                var watch = Stopwatch.StartNew();
                var context = new DemoContext(services, actors, options, (rows, total) => tell(step, rows, total, null));
                await context.SettleAsync(ct); // After a crash: first what the last process had begun.
                var rows = await step.DoAsync(context, ct);
                done = new StepReport(step.Name, rows, double.Round(watch.Elapsed.TotalSeconds, 3));
                state = state with { Done = [.. state.Done, done] };
                state.Save(options.Folder);
            }

            tell(step, done.Rows, done.Rows, done);
        }

        return state;
    }
}
