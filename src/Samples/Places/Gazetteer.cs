using Spmis.Samples.Names;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.Places;

/// <summary>The districts and villages of Sanawe, a country that does not exist. They are the same for every seed: a map does not change with the people on it.</summary>
public static class Gazetteer
{
    private const int VillagesPerDistrict = 40;
    private const long MapSeed = 1;

    private static readonly string[] Beginnings = ["Ba", "Che", "Da", "Eli", "Fu", "Go", "Ha", "Ili", "Ja", "Ku", "Lo", "Ma", "Ne", "Olo", "Pa", "Ri", "Sa", "Tu", "Wa", "Za"];
    private static readonly string[] Middles = ["ri", "lo", "ma", "nda", "ke", "ru", "so", "ti", "mbe", "ga", "ya", "wi"];
    private static readonly string[] Ends = ["ra", "ni", "ko", "le", "to", "sha", "va", "mu", "ssa", "ndi"];

    /// <summary>The cultures of the country, in a fixed order.</summary>
    public static IReadOnlyList<Culture> Cultures { get; } =
    [
        EthiopianNames.Ethiopian, AfricanNames.Swahili, AfricanNames.WestAfrican, AfricanNames.Zambian,
        ArabicNames.Arabic, SouthAsianNames.SouthAsian, LatinAmericanNames.LatinAmerican,
    ];

    /// <summary>The districts.</summary>
    public static IReadOnlyList<District> Districts { get; } = Draw();

    private static IReadOnlyList<District> Draw()
    {
        string[] names =
        [
            "Adoma", "Belqa", "Chisenga", "Dorowa", "Eshira", "Faridan", "Gomeli", "Halwan", "Irunda", "Jalpani", "Kasumba", "Lomé Sud",
            "Mirador", "Nkalu", "Oromaya", "Puerto Sol", "Quetara", "Rashmir", "Sefula", "Tamaru", "Ulindi", "Vellore Est", "Wadi Sahl", "Zanjira",
        ];
        return
        [
            .. names.Select((name, d) =>
            {
                var draw = new Draw(MapSeed, Randomness.Stream.Block, d);
                var villages = new SortedSet<string>(StringComparer.Ordinal);
                while (villages.Count < VillagesPerDistrict)
                {
                    villages.Add(draw.Pick(Beginnings) + (draw.Chance(6000) ? draw.Pick(Middles) : "") + draw.Pick(Ends));
                }

                return new District(name, Cultures[d % Cultures.Count], [.. villages]);
            }),
        ];
    }
}
