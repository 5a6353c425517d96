using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Comparing;

/// <summary>Two persons to levels. Limits lie between the values that texts of usual length can attain.</summary>
internal static class Comparer
{
    private const double EmailLimit = 0.8803;
    private const double PlaceLimit = 0.8803;

    /// <param name="a">The person with the smaller fingerprint.</param>
    /// <param name="b">The other person.</param>
    /// <param name="generic">Values so common that they are no evidence: hashes of numbers, phones and e-mails.</param>
    public static ComparisonVector Compare(NormalisedPerson a, NormalisedPerson b, IReadOnlySet<ulong> generic)
    {
        var names = NameComparer.Compare(a, b);
        ulong packed = names
            | Level(Comparison.Mother, NameComparer.Level(a.Mother, b.Mother))
            | Level(Comparison.Birth, Birth(a.Born, b.Born))
            | Level(Comparison.Sex, a.Sex is null || b.Sex is null ? Levels.Missing : a.Sex == b.Sex ? Levels.Exact : Levels.Different)
            | Level(Comparison.NationalId, Number(a.NationalId, b.NationalId, generic))
            | Level(Comparison.Phone, Number(a.Phone, b.Phone, generic))
            | Level(Comparison.Email, Email(a, b, generic))
            | Level(Comparison.Address, AddressComparer.Level(a.Address, b.Address))
            | Level(Comparison.Place, Place(a, b))
            | Level(Comparison.Household, Same(a.Household, b.Household));
        return new ComparisonVector(packed);
    }

    private static ulong Level(Comparison comparison, int level) => (ulong)level << ((int)comparison * 4);

    private static int Same(Term? a, Term? b) =>
        a is null || b is null ? Levels.Missing : a.Hash == b.Hash ? Levels.Exact : Levels.Different;

    private static int Birth(BirthDate a, BirthDate b)
    {
        if (!a.IsKnown || !b.IsKnown)
        {
            return Levels.Missing;
        }

        if (a.IsFull && b.IsFull)
        {
            return a.Digits == b.Digits ? Levels.Exact
                : BirthDate.IsTypingError(a, b) ? Levels.TypingError
                : BirthDate.TwoPartsAgree(a, b) ? Levels.TwoParts
                : Math.Abs(a.Year - b.Year) <= 1 ? Levels.Near
                : Levels.BirthDifferent;
        }

        // A rough date says the year, and ages are rounded.
        var years = Math.Abs(a.Year - b.Year);
        return years == 0 ? Levels.SameYearRough : years <= 2 ? Levels.Near : Levels.BirthDifferent;
    }

    private static int Number(Term? a, Term? b, IReadOnlySet<ulong> generic)
    {
        if (a is null || b is null)
        {
            return Levels.Missing;
        }

        if (a.Hash == b.Hash)
        {
            return generic.Contains(a.Hash) ? Levels.Missing : Levels.Exact;
        }

        return Similar.OneEditApart(a, b) ? Levels.OneEdit : Levels.NumberDifferent;
    }

    private static int Email(NormalisedPerson a, NormalisedPerson b, IReadOnlySet<ulong> generic)
    {
        if (a.Email is null || b.Email is null)
        {
            return Levels.Missing;
        }

        if (a.Email.Hash == b.Email.Hash)
        {
            return generic.Contains(a.Email.Hash) ? Levels.Missing : Levels.Exact;
        }

        if (a.EmailUser!.Hash == b.EmailUser!.Hash) // Both have one: an address without a user part is none.
        {
            return Levels.SameUser;
        }

        return Similar.OneEditApart(a.Email, b.Email) || Similar.Exceeds(a.Email, b.Email, EmailLimit)
            ? Levels.EmailClose
            : Levels.EmailDifferent;
    }

    /// <summary>Village, postcode and district depend on each other: one comparison, or the same fact would count twice.</summary>
    private static int Place(NormalisedPerson a, NormalisedPerson b)
    {
        var village = Same(a.Village, b.Village);
        var postcode = Same(a.Postcode, b.Postcode);
        var district = Same(a.District, b.District);
        if (village == Levels.Missing && postcode == Levels.Missing && district == Levels.Missing)
        {
            return Levels.Missing;
        }

        return (village, postcode) switch
        {
            (Levels.Exact, Levels.Exact) => Levels.VillageAndPostcode,
            (Levels.Exact, _) => Levels.Village,
            (_, Levels.Exact) => Levels.Postcode,
            _ when IsClose(a.Village, b.Village) => Levels.PlaceClose,
            _ when district == Levels.Exact => Levels.District,
            _ => Levels.PlaceDifferent,
        };
    }

    private static bool IsClose(Term? a, Term? b) =>
        a is not null && b is not null && Similar.Exceeds(a, b, PlaceLimit);
}
