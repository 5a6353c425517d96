using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Blocking;

/// <summary>
/// Rules that find pairs with several errors at the price of many strangers. They are not stored; the batch uses
/// those that its budget of pairs allows, cheapest first: in a small register nearly all, in a great one few.
/// </summary>
internal static class LooseKeys
{
    private static readonly Func<NormalisedPerson, ulong>[] Rules =
    [
        p => Hash(p.Born is { IsKnown: true, IsFull: true } ? p.Born.Digits : 0UL),
        p => Hash(Part(p.NationalId, first: true)),
        p => Hash(Part(p.NationalId, first: false)),
        p => Hash(Part(p.Phone, first: true)),
        p => Hash(Part(p.Phone, first: false)),
        p => Hash(Part(p.EmailUser, first: true)),
        p => Hash(Part(p.EmailUser, first: false)),
        p => Hash(p.Given?.SkeletonHash, Initial(p.Family)),
        p => Hash(p.Family?.SkeletonHash, Initial(p.Given)),
        p => Hash(Beginning(p.Given), Beginning(p.Family)),
        p => Hash(p.Village?.Hash, Year(p)),
        p => Hash(p.Postcode?.Hash, Year(p)),
        p => Hash(p.Village?.Hash, p.Given?.SkeletonHash),
        p => Hash(p.Village?.Hash, p.Family?.SkeletonHash),
        p => Hash(p.Postcode?.Hash, Initial(p.Given)),
        p => Hash(p.Postcode?.Hash, Initial(p.Family)),
        p => Hash(p.Address?.Hash),
        p => Hash(LongestWord(p.Address), Initial(p.Given)),
        p => Hash(LongestWord(p.Address), Initial(p.Family)),
        p => Hash(p.Born is { IsKnown: true, IsFull: true } ? p.Born.Digits >> 8 : 0UL, Initial(p.Given)),
        p => Hash(p.Born is { IsKnown: true, IsFull: true } ? p.Born.Digits >> 8 : 0UL, Initial(p.Family)),
        p => Hash(p.Born is { IsKnown: true, IsFull: true } ? p.Born.Digits & 0xFFFF : 0UL, Initial(p.Given)),
        p => Hash(p.Born is { IsKnown: true, IsFull: true } ? p.Born.Digits & 0xFFFF : 0UL, Initial(p.Family)),
        p => Hash(LongestWord(p.Address), p.Village?.Hash),
        p => Hash(LongestWord(p.Address), p.Postcode?.Hash),
        p => Hash(p.Born is { IsKnown: true, IsFull: true } ? p.Born.Digits & 0xFFFF : 0UL, Initials(p)),
        p => Hash(Year(p), Initials(p)),
        p => Hash(p.Village?.Hash, StableHash.Mix(Year(p), Initials(p))),
        p => Hash(p.Household?.Hash, p.Sex ?? 1UL),
        p => Hash(p.Household?.Hash),
        p => Hash(p.Mother?.SkeletonHash, p.Village?.Hash ?? 1),

        // For registers with few columns: one part of one name must do.
        p => Hash(p.Given?.ClassHash),
        p => Hash(p.Family?.ClassHash),
        p => Hash(p.Given?.SkeletonHash),
        p => Hash(p.Family?.SkeletonHash),
        p => Hash(Beginning(p.Family), Initial(p.Given)),
        p => Hash(Beginning(p.Given), Initial(p.Family)),
        p => Hash(Beginning(p.Family)),
        p => Hash(Beginning(p.Given)),
        p => Hash(End(p.Family), Initial(p.Given)),
        p => Hash(End(p.Given), Initial(p.Family)),
        p => Hash(End(p.Family)),
        p => Hash(End(p.Given)),
        p => Hash(p.Mother?.SkeletonHash),
        p => Hash(p.Middle?.SkeletonHash, Year(p)),
        p => Hash(p.Village?.Hash, Initial(p.Given)),
        p => Hash(p.Village?.Hash, Initial(p.Family)),
        p => Hash(Year(p), Initial(p.Given)),
        p => Hash(Year(p), Initial(p.Family)),
        p => Hash(p.Village?.Hash),
        p => Hash(p.Postcode?.Hash),
    ];

    public static int Count => Rules.Length;

    /// <summary>Writes the person's key by each of these rules into the place of the same number; 0 where its facts are missing.</summary>
    public static void Fill(IReadOnlyList<int> rules, NormalisedPerson person, Span<uint> places)
    {
        for (var at = 0; at < rules.Count; at++)
        {
            var key = Rules[rules[at]](person);
            places[at] = key == 0 ? 0 : KeyMatrix.Short(StableHash.Mix((ulong)rules[at] + 1, key) | 1);
        }
    }

    private static ulong Hash(ulong? first, ulong? second = 1) => first is null or 0 || second is null or 0
        ? 0
        : StableHash.Mix(first.Value, second.Value) | 1;

    private static ulong Year(NormalisedPerson p) => p.Born.IsKnown ? p.Born.YearDigits : 0;

    private static ulong Initial(NamePart? name) => name is null ? 0UL : name.Skeleton[0];

    /// <summary>Both initials in either order.</summary>
    private static ulong Initials(NormalisedPerson p) => Initial(p.Given) is 0 || Initial(p.Family) is 0
        ? 0
        : StableHash.Mix(Math.Min(Initial(p.Given), Initial(p.Family)), Math.Max(Initial(p.Given), Initial(p.Family)));

    private static ulong Beginning(NamePart? name) => name is null ? 0UL : StableHash.Of(name.Text.AsSpan(0, Math.Min(3, name.Text.Length)));

    private static ulong End(NamePart? name) => name is null ? 0UL : StableHash.Of(name.Text.AsSpan(Math.Max(0, name.Text.Length - 3)));

    /// <summary>Half of a number: one typing error spoils one half only.</summary>
    private static ulong Part(Term? term, bool first)
    {
        if (term is null || term.Text.Length < 4)
        {
            return 0;
        }

        var half = term.Text.Length / 2;
        return StableHash.Of(first ? term.Text.AsSpan(0, half) : term.Text.AsSpan(half));
    }

    private static ulong LongestWord(Term? address)
    {
        if (address is null)
        {
            return 0;
        }

        var longest = ReadOnlySpan<char>.Empty;
        foreach (var word in address.Text.AsSpan().Split(' '))
        {
            longest = address.Text.AsSpan(word).Length > longest.Length ? address.Text.AsSpan(word) : longest;
        }

        return StableHash.Of(longest);
    }
}
