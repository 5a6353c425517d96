using Spmis.Kernel.Acts;
using Spmis.Kernel.Runs;

namespace Spmis.Kernel.Secrets;

/// <summary>What a module keeps sealed in its database: sealed anew after a rotation, by a run.</summary>
public interface ISealedTexts
{
    /// <summary>The module.</summary>
    string Module { get; }

    /// <summary>The kind of run that does it, and the act in the history.</summary>
    string RunKind { get; }

    /// <summary>Starts the run.</summary>
    /// <returns>The run; one with the same key that has not ended is that one.</returns>
    Task<Run> HandleAsync(Change change, CancellationToken ct);

    /// <summary>How many values each key seals; the key is empty for values not sealed.</summary>
    Task<IReadOnlyDictionary<string, long>> UseAsync(CancellationToken ct);

    /// <summary>Whether a key seals an answer kept for a repeated request; these are not sealed anew, and go after their days.</summary>
    Task<bool> KeepsAnswerAsync(string key, CancellationToken ct);
}
