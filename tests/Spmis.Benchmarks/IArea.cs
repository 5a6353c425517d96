namespace Spmis.Benchmarks;

/// <summary>A claim about speed that anybody can measure again: ours against a baseline or limit, both in one run, reported as a ratio.</summary>
internal interface IArea
{
    /// <summary>Its word on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string Words { get; }

    /// <summary>Measures and prints, ratios first.</summary>
    /// <param name="arguments">What followed the name.</param>
    /// <returns>0 when every promised ratio is reached.</returns>
    int Run(string[] arguments);
}
