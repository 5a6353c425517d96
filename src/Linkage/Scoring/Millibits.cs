namespace Spmis.Linkage.Scoring;

/// <summary>
/// Weights are whole thousandths of a bit: sums are exact in any order and on any machine, and an explanation shows
/// the very figures that were added.
/// </summary>
internal static class Millibits
{
    public const int OneBit = 1000;

    public static int Of(double ratio) => (int)Math.Round(Math.Log2(ratio) * OneBit, MidpointRounding.AwayFromZero);

    public static decimal ToBits(int millibits) => millibits / 1000m;

    public static double Probability(int millibits) => 1 / (1 + Math.Pow(2, -millibits / (double)OneBit));

    /// <summary>The weight from which the probability is reached.</summary>
    public static int OfProbability(double p) => (int)Math.Ceiling(Math.Log2(p / (1 - p)) * OneBit);

    /// <summary>-log2(1 + 2^x): what an alternative explanation of odds 2^x takes away.</summary>
    public static int Alternative(int millibits) => millibits < -12 * OneBit ? 0
        : millibits > 40 * OneBit ? -millibits
        : -(int)Math.Round(Math.Log2(1 + Math.Pow(2, millibits / (double)OneBit)) * OneBit, MidpointRounding.AwayFromZero);
}
