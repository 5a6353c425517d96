using Spmis.Samples.Names;
using Spmis.Samples.Places;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.People;

/// <summary>What the members of a household share. Drawn from the household's first line alone, so that any member can be drawn without the others.</summary>
internal sealed record Home(int FirstLine, Culture Culture, int DistrictIndex, District District, string Village)
{
    private const int AgentsPerDistrict = 3;

    /// <summary>The man of the house, living there or not: his names are the children's.</summary>
    public required NamePart ManGiven { get; init; }

    public required NamePart ManMiddle { get; init; }

    public required NamePart Family { get; init; }

    /// <summary>The mother's family name, which Latin American children bear second.</summary>
    public required NamePart MothersFamily { get; init; }

    public required int FirstBoy { get; init; }

    public required int FirstGirl { get; init; }

    /// <summary>The head's phone, an agent's, or empty.</summary>
    public required string HeadPhone { get; init; }

    public string Reference => "H" + Person.ReferenceOf(FirstLine)[1..];

    public static Home Draw(long seed, int firstLine, CulturePack? pack = null)
    {
        var draw = new Draw(seed, Randomness.Stream.Household, firstLine);
        var at = draw.Below(Gazetteer.Districts.Count);
        var district = Gazetteer.Districts[at];
        var culture = pack is not null ? draw.Pick(pack.Cultures) : draw.Chance(7000) ? district.People : draw.Pick(Gazetteer.Cultures);
        return new Home(firstLine, culture, at, district, draw.PickSkewed(district.Villages))
        {
            ManGiven = draw.PickSkewed(culture.Men),
            ManMiddle = culture.Shape is NameShape.Patronymic or NameShape.FatherAndFamily || draw.Chance(3500) ? draw.PickSkewed(culture.Men) : NamePart.None,
            Family = draw.PickSkewed(culture.Families),
            MothersFamily = draw.PickSkewed(culture.Families),
            FirstBoy = draw.Below(culture.Men.Count) * (draw.Below(culture.Men.Count) + 1) / culture.Men.Count,
            FirstGirl = draw.Below(culture.Women.Count) * (draw.Below(culture.Women.Count) + 1) / culture.Women.Count,
            HeadPhone = draw.Class([8800, 9100, 10_000]) switch
            {
                0 => Numbers.Phone(seed, firstLine),
                1 => Numbers.AgentPhone(at, draw.Below(AgentsPerDistrict)),
                _ => "",
            },
        };
    }
}
