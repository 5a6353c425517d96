namespace Spmis.Kernel.Data;

/// <summary>The next free number of a series of numbers that people see.</summary>
public sealed class NumberSeries : IKernelRow
{
    /// <summary>The series, such as person.</summary>
    public required string Name { get; init; }

    /// <summary>The next number nobody has.</summary>
    public required long Next { get; set; }
}
