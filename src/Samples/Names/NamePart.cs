namespace Spmis.Samples.Names;

/// <summary>One part of a name in Latin letters and, where its language has another script, in that.</summary>
/// <param name="Latin">Latin letters.</param>
/// <param name="Native">The other script, or empty.</param>
public readonly record struct NamePart(string Latin, string Native)
{
    /// <summary>No part: one-name persons have no family name.</summary>
    public static NamePart None { get; } = new("", "");

    /// <summary>Whether there is such a part.</summary>
    public bool IsNone => Latin.Length == 0;

    /// <summary>Two parts written together: Gebre + Mikael.</summary>
    public static NamePart Joined(NamePart a, NamePart b, string latinBetween = "", string nativeBetween = "") =>
        new(a.Latin + latinBetween + b.Latin, a.Native.Length > 0 && b.Native.Length > 0 ? a.Native + nativeBetween + b.Native : "");

    /// <summary>Reads a table "Almaz=አልማዝ Hana=ሃና" or "Juma Baraka"; an underline stands for a blank.</summary>
    internal static IReadOnlyList<NamePart> Table(string text) =>
    [
        .. text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(entry =>
        {
            var sides = entry.Replace('_', ' ').Split('=');
            return new NamePart(sides[0], sides.Length > 1 ? sides[1] : "");
        }),
    ];

    /// <summary>Every first half with every second half, so that the common halves stay in front.</summary>
    internal static IReadOnlyList<NamePart> Compounds(string firsts, string seconds, string latinBetween = "", string nativeBetween = "")
    {
        var (a, b) = (Table(firsts), Table(seconds));
        return [.. b.SelectMany(second => a.Select(first => Joined(first, second, latinBetween, nativeBetween)))];
    }
}
