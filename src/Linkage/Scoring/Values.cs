using Spmis.Linkage.Comparing;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Scoring;

/// <summary>The two values a comparison looked at.</summary>
internal static class Values
{
    public static (string? A, string? B) Of(Comparison comparison, NormalisedPerson a, NormalisedPerson b, ComparisonVector vector)
    {
        var order = vector[Comparison.NameOrder];
        return comparison switch
        {
            Comparison.Given => Texts(a.Given, order == Levels.Swapped ? b.Family : b.Given),
            Comparison.Middle => Texts(a.Middle, b.Middle),
            Comparison.Family when order == Levels.Swapped => Texts(a.Family, b.Given),
            Comparison.Family when order == Levels.Shifted => a.Middle is null ? Texts(a.Family, b.Middle) : Texts(a.Middle, b.Family),
            Comparison.Family => Texts(a.Family, b.Family),
            Comparison.NameOrder => (Name(a), Name(b)),
            Comparison.Mother => Texts(a.Mother, b.Mother),
            Comparison.Birth => (Date(a.Born), Date(b.Born)),
            Comparison.Sex => (a.Sex?.ToString(), b.Sex?.ToString()),
            Comparison.NationalId => Texts(a.NationalId, b.NationalId),
            Comparison.Phone => Texts(a.Phone, b.Phone),
            Comparison.Email => Texts(a.Email, b.Email),
            Comparison.Address => Texts(a.Address, b.Address),
            Comparison.Place => (Place(a), Place(b)),
            Comparison.Household => Texts(a.Household, b.Household),
            _ => throw new InvalidOperationException($"No values for {comparison}."),
        };
    }

    private static (string?, string?) Texts(Term? a, Term? b) => (a?.Text, b?.Text);

    private static string? Date(BirthDate date) => date.IsKnown ? date.ToString() : null;

    private static string? Place(NormalisedPerson p) => Joined(", ", p.Village, p.Postcode, p.District);

    private static string? Name(NormalisedPerson p) => Joined(" ", p.Given, p.Middle, p.Family);

    private static string? Joined(string separator, params ReadOnlySpan<Term?> terms)
    {
        List<string> texts = [];
        foreach (var term in terms)
        {
            if (term is not null)
            {
                texts.Add(term.Text);
            }
        }

        return texts.Count == 0 ? null : string.Join(separator, texts);
    }
}
