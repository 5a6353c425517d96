namespace Spmis.Linkage.Comparing;

/// <summary>The levels of one pair, four bits each: equal vectors are equal evidence, so training counts them.</summary>
internal readonly record struct ComparisonVector(ulong Packed)
{
    public int this[Comparison comparison] => (int)(Packed >> ((int)comparison * 4)) & 0xF;

    public int this[int comparison] => (int)(Packed >> (comparison * 4)) & 0xF;

    public ComparisonVector With(Comparison comparison, int level) =>
        new((Packed & ~(0xFUL << ((int)comparison * 4))) | ((ulong)level << ((int)comparison * 4)));
}
