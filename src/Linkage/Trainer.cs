using Spmis.Linkage.Training;

namespace Spmis.Linkage;

/// <summary>Limits of a training.</summary>
public sealed record TrainingOptions
{
    /// <summary>About so many pairs that share a key are compared at most; of more the pairs of a random part of the persons are.</summary>
    public long ComparedPairs { get; init; } = 4_000_000;

    /// <summary>Random pairs compared, which show how strangers agree.</summary>
    public long RandomPairs { get; init; } = 1_000_000;

    /// <summary>Iterations at most.</summary>
    public int Iterations { get; init; } = 200;

    /// <summary>Stops when no share moves by more.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Seed of the random pairs.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Limits of the batch it looks for pairs with.</summary>
    public BatchOptions Batch { get; init; } = new();
}

/// <summary>Learns a model from a register. It is told persons only: there is no place for a label.</summary>
public static class Trainer
{
    /// <summary>Trains; the same persons in the same order give the same model.</summary>
    /// <param name="register">The persons; the more, the better. Under about 200 the start hardly changes.</param>
    /// <param name="version">Name of the new model.</param>
    /// <param name="start">What to start from; the shipped model where null.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="ArgumentException">There are fewer than two persons.</exception>
    public static LinkageModel Train(LinkageRegister register, string version, LinkageModel? start = null, TrainingOptions? options = null)
    {
        options ??= new TrainingOptions();
        start ??= LinkageModel.Default;
        if (register.Count < 2)
        {
            throw new ArgumentException("Training needs at least two persons.", nameof(register));
        }

        var learned = start with { Generic = Frequencies.Generic(register), Frequencies = Frequencies.Of(register) };
        using var patterns = new PatternCounts(register, new Scorer(learned).Generic, options);
        var expectation = new Expectation(learned, patterns.Count(), register.Count);
        expectation.Run(options.Iterations, options.Tolerance);
        return expectation.Model(version, register.Count);
    }
}
