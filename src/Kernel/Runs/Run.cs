using System.Text.Json;
using Spmis.Kernel.Acts;
using Spmis.Kernel.Data;

namespace Spmis.Kernel.Runs;

/// <summary>
/// Long work: an import, a return file, a payment run, a linkage round. Its own rows are the truth: whoever picks it up after a crash goes on
/// behind the last committed chunk. Its state is derived from dated facts.
/// </summary>
public sealed class Run : IKernelRow
{
    /// <summary>Running number, shown to people.</summary>
    public long Id { get; init; }

    /// <summary>What makes it "once": a second run with the same key is refused by constraint. Kind and content hash for files.</summary>
    public required string Key { get; init; }

    /// <summary>Which worker does it: persons.import, payments.prepare ...</summary>
    public required string Kind { get; init; }

    /// <summary>For people: "Import of persons.csv".</summary>
    public required string Title { get; init; }

    /// <summary>What the worker needs, as JSON.</summary>
    public required string Input { get; init; }

    /// <summary>The change that started it, as JSON; every chunk is recorded under it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Employer or association number, or agency code, when only they (and the office) may see this run.</summary>
    public string? Scope { get; init; }

    /// <summary>Code of the office that started it: who is bound to an office sees its runs and those of offices below.</summary>
    public string? Office { get; init; }

    /// <summary>Business time of the start.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it was last handed to a worker.</summary>
    public DateTime? QueuedAt { get; set; }

    /// <summary>When all was done.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>When somebody asked to stop it.</summary>
    public DateTime? CancelledAt { get; set; }

    /// <summary>Who asked to stop it.</summary>
    public string? CancelledBy { get; set; }

    /// <summary>When it stopped on an error that repeating does not mend.</summary>
    public DateTime? FailedAt { get; set; }

    /// <summary>What went wrong, where and how to mend it.</summary>
    public string? Problem { get; set; }

    /// <summary>Rows to do; null while unknown.</summary>
    public long? Total { get; set; }

    /// <summary>Rows done.</summary>
    public long Done { get; set; }

    /// <summary>Of these, accepted.</summary>
    public long Accepted { get; set; }

    /// <summary>Of these, refused, each with its reason.</summary>
    public long Refused { get; set; }

    /// <summary>Where to go on: the worker's own words.</summary>
    public string? Checkpoint { get; set; }

    /// <summary>Summary at the end, as JSON.</summary>
    public string? Outcome { get; set; }

    /// <summary>What stood in the cells of its lines ended by a retention rule.</summary>
    public bool Emptied { get; private set; }

    /// <summary>A worker holds it until then; a dead worker's hold runs out.</summary>
    public DateTime? LeaseUntil { get; set; }

    /// <summary>Rises whenever another worker takes over; a worker that was thought dead can no longer commit.</summary>
    public int Fence { get; set; }

    /// <summary>waiting, running, finished, cancelled or failed.</summary>
    public string State => FailedAt is not null ? "failed" : CancelledAt is not null ? "cancelled" : FinishedAt is not null ? "finished" : LeaseUntil is not null ? "running" : "waiting";

    /// <summary>Makes a run; it starts once the act that adds it has committed.</summary>
    /// <param name="kind">The worker.</param>
    /// <param name="key">What may happen once only.</param>
    /// <param name="title">For people.</param>
    /// <param name="input">What the worker needs.</param>
    /// <param name="change">The starting change.</param>
    /// <param name="scope">Employer or association number, or agency code, or null.</param>
    /// <param name="local">It touches nothing beyond what its starter sees. A worker runs without row scope, so who is bound to an office starts no other.</param>
    /// <exception cref="Refused">The starter is bound to an office, and the run is not local.</exception>
    public static Run Of(string kind, string key, string title, object input, Change change, string? scope = null, bool local = false)
    {
        if (!local)
        {
            change.Actor.DemandNation();
        }

        return Make(kind, key, title, input, change, scope);
    }

    private static Run Make(string kind, string key, string title, object input, Change change, string? scope) => new()
    {
        Kind = kind, Key = $"{kind}:{key}", Title = title, CreatedAt = change.Now, Scope = scope, Office = change.Actor.Office,
        Input = JsonSerializer.Serialize(input, SpmisJson.Options), StartedBy = JsonSerializer.Serialize(change, SpmisJson.Options),
    };

    /// <summary>The worker's input.</summary>
    public T InputAs<T>() => JsonSerializer.Deserialize<T>(Input, SpmisJson.Options) ?? throw new InvalidOperationException($"Run {Id} has no input.");

    internal Change Change() => JsonSerializer.Deserialize<Change>(StartedBy, SpmisJson.Options) ?? throw new InvalidOperationException($"Run {Id} has no starting change.");
}
