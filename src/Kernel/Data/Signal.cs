using System.Collections.Concurrent;

namespace Spmis.Kernel.Data;

/// <summary>Wakes a module's background loop at once when there is work; the loop polls besides, so a lost signal costs a moment, not a message.</summary>
public abstract class Signal
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> bells = new(StringComparer.Ordinal);

    /// <summary>Rings for a module.</summary>
    public void Set(string module)
    {
        var bell = Bell(module);
        if (bell.CurrentCount == 0)
        {
            bell.Release();
        }
    }

    /// <summary>Waits for the bell or the time, whichever comes first.</summary>
    public Task WaitAsync(string module, TimeSpan atMost, CancellationToken ct) => Bell(module).WaitAsync(atMost, ct);

    private SemaphoreSlim Bell(string module) => bells.GetOrAdd(module, _ => new SemaphoreSlim(0));
}

/// <summary>Rings when messages were committed.</summary>
public sealed class OutboxSignal : Signal;

/// <summary>Rings when a run was committed.</summary>
public sealed class RunSignal : Signal;
