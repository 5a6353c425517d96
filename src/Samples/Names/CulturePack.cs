using Spmis.Samples.Randomness;

namespace Spmis.Samples.Names;

/// <summary>
/// The cultures of a register of millions. The tables of names in this folder are short; a register has a few common names and very many
/// rare ones, so each list gets a tail of names put together from beginnings and ends of the common ones.
/// </summary>
public sealed class CulturePack
{
    private const long TailSeed = 1; // The names of a culture do not change with the people who bear them.
    private const int RareGiven = 3_000;
    private const int RareFamilies = 12_000;
    private const int Turns = 8;
    private const int MostTries = 100;
    private static readonly System.Buffers.SearchValues<char> Vowels = System.Buffers.SearchValues.Create("aeiouáéíóú");

    private static readonly Dictionary<string, Lazy<CulturePack>> Packs = new Dictionary<string, Culture[]>(StringComparer.Ordinal)
    {
        ["arabic"] = [ArabicNames.Arabic],
        ["east-africa"] = [EthiopianNames.Ethiopian, AfricanNames.Swahili],
        ["west-africa"] = [AfricanNames.WestAfrican],
        ["south-asia"] = [SouthAsianNames.SouthAsian],
        ["latin"] = [LatinAmericanNames.LatinAmerican],
        ["mixed"] = [.. Places.Gazetteer.Cultures],
    }.ToDictionary(p => p.Key, p => new Lazy<CulturePack>(() => new CulturePack(p.Key, [.. p.Value.Select(Lengthened)])), StringComparer.Ordinal);

    private CulturePack(string name, IReadOnlyList<Culture> cultures) => (Name, Cultures) = (name, cultures);

    /// <summary>All packs.</summary>
    public static IReadOnlyList<string> Names => [.. Packs.Keys];

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The cultures of its people.</summary>
    public IReadOnlyList<Culture> Cultures { get; }

    /// <summary>Of ten thousand adults, how many have a national number; of ten thousand children see <see cref="ChildrenWithNumber"/>.</summary>
    public static int AdultsWithNumber => 6_500;

    /// <summary>Of ten thousand children, how many have a national number.</summary>
    public static int ChildrenWithNumber => 1_200;

    /// <summary>A pack by name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static CulturePack Of(string name) => Packs.TryGetValue(name, out var pack)
        ? pack.Value
        : throw new ArgumentException($"There is no culture pack '{name}'; there are {string.Join(", ", Names)}.", nameof(name));

    private static Culture Lengthened(Culture culture) => culture with
    {
        Men = Lengthened(culture.Men, RareGiven, 0),
        Women = Lengthened(culture.Women, RareGiven, 1),
        Families = Lengthened(culture.Families, RareFamilies, 2),
    };

    /// <summary>Three places for common names, the first of the table most often, to two for rare ones, each once: in every stretch of the list as in the whole.</summary>
    private static List<NamePart> Lengthened(IReadOnlyList<NamePart> common, int rare, int list)
    {
        var turns = Enumerable.Range(1, Turns).SelectMany(turn => common.Take(Math.Max(5, common.Count / turn))).ToList();
        var tail = Tail(common, rare, list);
        List<NamePart> names = [];
        for (var i = 0; names.Count < rare * 5 / 2; i++)
        {
            names.Add(i % 5 < 3 ? turns[((i / 5 * 3) + (i % 5)) % turns.Count] : tail[((i / 5 * 2) + (i % 5) - 3) % tail.Count]);
        }

        return names;
    }

    private static List<NamePart> Tail(IReadOnlyList<NamePart> common, int rare, int list)
    {
        var draw = new Draw(TailSeed, Randomness.Stream.Household, $"{list} {common[0].Latin} {common.Count}");
        var known = new HashSet<string>(common.Select(n => n.Latin), StringComparer.OrdinalIgnoreCase);
        List<NamePart> tail = [];
        for (var tries = 0; tail.Count < rare; tries++)
        {
            if (tries == rare * MostTries)
            {
                throw new InvalidOperationException($"The names around {common[0].Latin} give only {tail.Count} rare ones, not {rare}.");
            }

            var middles = draw.Class([3500, 8500, 10_000]);
            var name = Beginning(draw.Pick(common).Latin);
            for (var m = 0; m < middles; m++)
            {
                name += Middle(draw.Pick(common).Latin);
            }

            name += End(draw.Pick(common).Latin);
            if (name.Length is >= 4 and <= 14 && !name.Contains(' ', StringComparison.Ordinal) && known.Add(name))
            {
                tail.Add(new NamePart(name, ""));
            }
        }

        return tail;
    }

    private static string Beginning(string name) => name[..Vowel(name, 1)];

    private static string End(string name) => name[Vowel(name, Math.Max(1, name.Length - 4))..].ToLowerInvariant();

    private static string Middle(string name)
    {
        var from = Vowel(name, 1);
        return name[from..Vowel(name, Math.Min(from + 2, name.Length))].ToLowerInvariant();
    }

    /// <summary>The place of the first vowel from a place on, or the end.</summary>
    private static int Vowel(string name, int from)
    {
        var at = name.AsSpan(Math.Min(from, name.Length)).IndexOfAny(Vowels);
        return at < 0 ? name.Length : Math.Min(from, name.Length) + at;
    }
}
