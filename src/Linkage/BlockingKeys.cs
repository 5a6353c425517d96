using Spmis.Linkage.Blocking;

namespace Spmis.Linkage;

/// <summary>
/// Keys under which a person is looked for. Two records that share one key are compared; records that share none are not.
/// Keys are hashes: they hold no readable fact, and they are the same in every process.
/// </summary>
public static class BlockingKeys
{
    /// <summary>Part of every hash. When it rises, the stored keys of all persons are to be written anew.</summary>
    public const int Scheme = 1;

    /// <summary>The most keys a person can have.</summary>
    public const int Most = KeySlots.Count;

    /// <summary>The person's keys, without repetition; fewer where facts are missing.</summary>
    public static IReadOnlyList<long> Of(NormalisedPerson person)
    {
        Span<ulong> slots = stackalloc ulong[KeySlots.Count];
        KeySlots.Fill(person, slots);
        var keys = new List<long>(KeySlots.Count);
        foreach (var slot in slots)
        {
            if (slot != 0 && !keys.Contains((long)slot))
            {
                keys.Add((long)slot);
            }
        }

        return keys;
    }
}
