using System.Collections.Concurrent;
using Microsoft.AspNetCore.Mvc;

namespace Spmis.Web.Forms;

/// <summary>Makes a form sent twice (an impatient second click, a resend by a bad line) one act with one answer. It remembers within this process; what must hold across processes is a unique constraint of the act.</summary>
public sealed class FormKeys(TimeProvider clock)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, Answer> answers = new(StringComparer.Ordinal);

    /// <summary>Runs the act unless the same key ran already or is running; then its redirect is the answer.</summary>
    public async Task<IActionResult> OnceAsync(string key, Func<Task<IActionResult>> act)
    {
        Forget();
        var mine = new Answer(clock.GetUtcNow());
        var first = answers.GetOrAdd(key, mine);
        if (!ReferenceEquals(first, mine))
        {
            // A first try that failed or was refused did nothing, so the second one may.
            return await first.Result.Task ?? await act();
        }

        IActionResult? done = null;
        try
        {
            var result = await act();
            done = result is RedirectToPageResult or RedirectResult or LocalRedirectResult ? result : null;
            return result;
        }
        finally
        {
            if (done is null)
            {
                answers.TryRemove(key, out _);
            }

            mine.Result.SetResult(done);
        }
    }

    private void Forget()
    {
        var limit = clock.GetUtcNow() - Memory;
        foreach (var (key, answer) in answers)
        {
            if (answer.At < limit)
            {
                answers.TryRemove(key, out _);
            }
        }
    }

    private sealed record Answer(DateTimeOffset At)
    {
        public TaskCompletionSource<IActionResult?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
