using Spmis.Linkage.Comparing;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Compact;

/// <summary>The terms behind compact rows, for as long as no person is added.</summary>
/// <param name="pool">The register's pool.</param>
/// <param name="generic">Hashes of values that are no evidence.</param>
internal sealed class RowTerms(TermPool pool, IReadOnlySet<ulong> generic)
{
    private readonly NamePart?[] names = pool.AllNames.ToArray();
    private readonly Term?[] terms = pool.AllTerms.ToArray();

    public TermPool Pool => pool;

    public IReadOnlySet<ulong> Generic => generic;

    public NamePart? Name(int number) => names[number];

    public Term? Term(int number) => terms[number];

    /// <summary>Asked only where two numbers are equal, which is rare.</summary>
    public bool IsGeneric(ulong number) => generic.Count > 0 && generic.Contains(StableHash.Of(NumberCode.Text(number, pool)));
}

/// <summary>How two names agree, remembered for the last pairs of names seen. One for each thread.</summary>
internal sealed class NameLevels(RowTerms terms)
{
    private const int Bits = 15;
    private const int LevelBits = 4;
    private readonly ulong[] known = new ulong[1 << Bits];

    public int Of(int one, int other)
    {
        var (small, great) = one < other ? (one, other) : (other, one);
        var pair = ((ulong)(uint)small << 32) | (uint)great;
        ref var entry = ref known[(pair * 0x9E3779B97F4A7C15) >> (64 - Bits)];
        if (entry >> LevelBits == pair)
        {
            return (int)(entry & ((1 << LevelBits) - 1));
        }

        var level = NameComparer.Level(terms.Name(one), terms.Name(other));
        entry = (pair << LevelBits) | (uint)level;
        return level;
    }
}
