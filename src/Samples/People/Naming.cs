using Spmis.Samples.Names;
using Spmis.Samples.Randomness;

namespace Spmis.Samples.People;

/// <summary>Own name, middle and family name of a member, by the custom of the household's culture.</summary>
internal readonly record struct Naming(NamePart Given, NamePart Middle, NamePart Family)
{
    public static Naming Of(Home home, Member member, int place, ref Draw draw)
    {
        var culture = home.Culture;
        var full = member.Role switch
        {
            MemberRole.Child => Child(home, member, place, ref draw),
            MemberRole.Head or MemberRole.Spouse when member.Sex == 'M' => new Naming(home.ManGiven, home.ManMiddle, TwoFamilies(culture, home.Family, ref draw)),
            MemberRole.Spouse => Stranger(home, member, draw.Chance(culture.WifeTakesName) ? home.Family : NamePart.None, ref draw),
            MemberRole.Parent when member.Sex == 'M' && !home.ManMiddle.IsNone && culture.Shape is NameShape.Patronymic or NameShape.FatherAndFamily =>
                new Naming(home.ManMiddle, culture.Shape == NameShape.Patronymic ? home.Family : draw.PickSkewed(culture.Men), culture.Shape == NameShape.Patronymic ? draw.PickSkewed(culture.Men) : home.Family),
            MemberRole.Parent => Stranger(home, member, home.Family, ref draw),
            _ => Stranger(home, member, draw.Chance(4000) ? home.Family : NamePart.None, ref draw),
        };
        return draw.Chance(culture.OneName) ? new Naming(full.Given, NamePart.None, NamePart.None) : full;
    }

    public string Native(int writesNative, ref Draw draw)
    {
        NamePart[] parts = [.. new[] { Given, Middle, Family }.Where(p => !p.IsNone)];
        return draw.Chance(writesNative) && parts.All(p => p.Native.Length > 0) ? string.Join(' ', parts.Select(p => p.Native)) : "";
    }

    // Brothers and sisters never share a name: twins with one name, one birth date and one phone would be duplicates to everybody.
    private static Naming Child(Home home, Member member, int place, ref Draw draw)
    {
        const int apart = 3;
        var names = member.Sex == 'M' ? home.Culture.Men : home.Culture.Women;
        var given = names[((member.Sex == 'M' ? home.FirstBoy : home.FirstGirl) + (place * apart)) % names.Count];
        return home.Culture.Shape switch
        {
            NameShape.Patronymic => new Naming(given, home.ManGiven, home.ManMiddle),
            NameShape.FatherAndFamily => new Naming(given, home.ManGiven, home.Family),
            NameShape.TwoFamilies => new Naming(given, Second(names, ref draw), NamePart.Joined(home.Family, home.MothersFamily, " ", " ")),
            _ => new Naming(given, Second(names, ref draw), home.Family),
        };
    }

    private static Naming Stranger(Home home, Member member, NamePart family, ref Draw draw)
    {
        var culture = home.Culture;
        var names = member.Sex == 'M' ? culture.Men : culture.Women;
        var given = draw.PickSkewed(names);
        var own = family.IsNone ? draw.PickSkewed(culture.Families) : family;
        return culture.Shape switch
        {
            NameShape.Patronymic => new Naming(given, draw.PickSkewed(culture.Men), draw.PickSkewed(culture.Men)),
            NameShape.FatherAndFamily => new Naming(given, draw.PickSkewed(culture.Men), own),
            NameShape.TwoFamilies => new Naming(given, Second(names, ref draw), TwoFamilies(culture, own, ref draw)),
            _ => new Naming(given, Second(names, ref draw), own),
        };
    }

    private static NamePart Second(IReadOnlyList<NamePart> names, ref Draw draw) => draw.Chance(3500) ? draw.PickSkewed(names) : NamePart.None;

    private static NamePart TwoFamilies(Culture culture, NamePart first, ref Draw draw) =>
        culture.Shape == NameShape.TwoFamilies ? NamePart.Joined(first, draw.PickSkewed(culture.Families), " ", " ") : first;
}
