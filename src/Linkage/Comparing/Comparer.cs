namespace Spmis.Linkage.Comparing;

/// <summary>Two persons to levels.</summary>
internal static class Comparer
{
    /// <summary>The levels of two persons in full.</summary>
    /// <param name="a">The person with the smaller fingerprint.</param>
    /// <param name="b">The other person.</param>
    /// <param name="generic">Values so common that they are no evidence: hashes of numbers, phones and e-mails.</param>
    public static ComparisonVector Compare(NormalisedPerson a, NormalisedPerson b, IReadOnlySet<ulong> generic) => Compare(new PersonPair(a, b, generic));

    /// <summary>The levels of any pair; compiled for each kind of pair by itself, so that nothing is called through an interface.</summary>
    public static ComparisonVector Compare<TPair>(TPair pair)
        where TPair : struct, IPersonPair, allows ref struct
    {
        var packed = NameComparer.Compare(ref pair)
            | Level(Comparison.Mother, pair.Mother)
            | Level(Comparison.Birth, FieldComparer.Birth(pair.BornA, pair.BornB))
            | Level(Comparison.Sex, pair.Sex)
            | Level(Comparison.NationalId, pair.NationalId)
            | Level(Comparison.Phone, pair.Phone)
            | Level(Comparison.Email, pair.Email)
            | Level(Comparison.Address, pair.Address)
            | Level(Comparison.Place, Place(ref pair))
            | Level(Comparison.Household, pair.Household);
        return new ComparisonVector(packed);
    }

    private static ulong Level(Comparison comparison, int level) => (ulong)level << ((int)comparison * 4);

    /// <summary>Village, postcode and district depend on each other: one comparison, or the same fact would count twice.</summary>
    private static int Place<TPair>(ref TPair pair)
        where TPair : struct, IPersonPair, allows ref struct
    {
        var village = pair.Village;
        var postcode = pair.Postcode;
        if (village == Levels.Exact)
        {
            return postcode == Levels.Exact ? Levels.VillageAndPostcode : Levels.Village;
        }

        if (postcode == Levels.Exact)
        {
            return Levels.Postcode;
        }

        var district = pair.District;
        return village == Levels.Missing && postcode == Levels.Missing && district == Levels.Missing ? Levels.Missing
            : pair.VillagesAreClose ? Levels.PlaceClose
            : district == Levels.Exact ? Levels.District
            : Levels.PlaceDifferent;
    }
}
