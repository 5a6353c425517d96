using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Blocking;

/// <summary>One place for each blocking rule. A rule whose facts are missing leaves its place empty (0).</summary>
internal static class KeySlots
{
    public const int Count = 16;

    public static readonly string[] Names =
    [
        "national-id", "phone", "email", "birth+family", "birth+given", "names", "given+year+district", "family+year+district",
        "given+father+year", "family+father+year", "mother+year", "initials+birth", "given+village", "family+village",
        "names+year", "birth+village",
    ];

    /// <summary>Writes the person's key into each place.</summary>
    public static void Fill(NormalisedPerson p, Span<ulong> slots)
    {
        slots.Clear();
        var given = p.Given?.SkeletonHash ?? 0;
        var family = p.Family?.SkeletonHash ?? 0;
        var father = p.Middle?.SkeletonHash ?? 0;
        var year = p.Born.IsKnown ? (ulong)p.Born.Year : 0;
        var birth = p.Born is { IsKnown: true, IsFull: true } ? p.Born.Digits : 0UL;
        var district = p.District?.Hash ?? p.Village?.Hash ?? p.Postcode?.Hash ?? 1;
        var village = p.Village?.Hash ?? p.Postcode?.Hash ?? p.Address?.Hash ?? 0;
        slots[0] = Key(0, p.NationalId?.Hash ?? 0);
        slots[1] = Key(1, p.Phone?.Hash ?? 0);
        slots[2] = Key(2, p.Email?.Hash ?? 0);
        slots[3] = Key(3, birth, family);
        slots[4] = Key(4, birth, given);
        slots[5] = Key(5, Unordered(p.Given?.ClassHash ?? 0, p.Family?.ClassHash ?? 0), 1);
        slots[6] = Key(6, given, year, district);
        slots[7] = Key(7, family, year, district);
        slots[8] = Key(8, given, father, year);
        slots[9] = Key(9, family, father, year);
        slots[10] = Key(10, p.Mother?.SkeletonHash ?? 0, year);
        slots[11] = Key(11, birth, Unordered(Initial(p.Given), Initial(p.Family)));
        slots[12] = Key(12, given, village);
        slots[13] = Key(13, family, village);
        slots[14] = Key(14, Unordered(given, family), year);
        slots[15] = Key(15, birth, village);
    }

    /// <summary>A phone that hundreds share leads to hundreds of strangers.</summary>
    public static void DropGeneric(NormalisedPerson p, IReadOnlySet<ulong> generic, Span<ulong> slots)
    {
        if (generic.Count == 0)
        {
            return;
        }

        slots[0] = p.NationalId is not null && generic.Contains(p.NationalId.Hash) ? 0 : slots[0];
        slots[1] = p.Phone is not null && generic.Contains(p.Phone.Hash) ? 0 : slots[1];
        slots[2] = p.Email is not null && generic.Contains(p.Email.Hash) ? 0 : slots[2];
    }

    private static ulong Initial(NamePart? name) => name is null ? 0UL : name.Skeleton[0];

    /// <summary>The same for two names in either order; 0 unless both are there.</summary>
    private static ulong Unordered(ulong a, ulong b) => a == 0 || b == 0 ? 0 : StableHash.Mix(Math.Min(a, b), Math.Max(a, b));

    private static ulong Key(int slot, ulong first, ulong second = 1, ulong third = 1) => first == 0 || second == 0 || third == 0
        ? 0
        : StableHash.Mix(StableHash.Mix(StableHash.Mix((ulong)((BlockingKeys.Scheme * 1000) + slot), first), second), third) | 1;
}
