using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Comparing;

/// <summary>Levels of single fields. Limits lie between the values that texts of usual length can attain.</summary>
internal static class FieldComparer
{
    private const double EmailLimit = 0.8803;
    private const double PlaceLimit = 0.8803;

    public static int Same(Term? a, Term? b) =>
        a is null || b is null ? Levels.Missing : a.Hash == b.Hash ? Levels.Exact : Levels.Different;

    public static bool AreClosePlaces(Term? a, Term? b) =>
        a is not null && b is not null && Similar.Exceeds(a, b, PlaceLimit);

    public static int Email(EmailTerm? a, EmailTerm? b, IReadOnlySet<ulong> generic)
    {
        if (a is null || b is null)
        {
            return Levels.Missing;
        }

        if (a.Hash == b.Hash)
        {
            return generic.Contains(a.Hash) ? Levels.Missing : Levels.Exact;
        }

        if (a.User.Hash == b.User.Hash)
        {
            return Levels.SameUser;
        }

        return Similar.OneEditApart(a, b) || Similar.Exceeds(a, b, EmailLimit) ? Levels.EmailClose : Levels.EmailDifferent;
    }

    public static int Birth(BirthDate a, BirthDate b)
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
}
