using Spmis.Linkage.Comparing;
using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Compact;

/// <summary>Two compact rows. Equality is a comparison of integers; texts are looked at only where numbers differ, and names once for each two spellings.</summary>
internal readonly ref struct RowPair(ref readonly PersonRow a, ref readonly PersonRow b, RowTerms terms, NameLevels levels) : IPersonPair
{
    private readonly ref readonly PersonRow a = ref a;
    private readonly ref readonly PersonRow b = ref b;

    public int Given => Name(a.Given, b.Given);

    public int Family => Name(a.Family, b.Family);

    public int GivenWithFamily => Name(a.Given, b.Family);

    public int FamilyWithGiven => Name(a.Family, b.Given);

    public int Middle => Name(a.Middle, b.Middle);

    public int Shifted => a.Middle == 0 ? Name(a.Family, b.Middle) : Name(a.Middle, b.Family);

    public int Mother => Name(a.Mother, b.Mother);

    public BirthDate BornA => a.Born;

    public BirthDate BornB => b.Born;

    public int Sex => a.Sex == 0 || b.Sex == 0 ? Levels.Missing : a.Sex == b.Sex ? Levels.Exact : Levels.Different;

    public int NationalId => Number(a.NationalId, b.NationalId);

    public int Phone => Number(a.Phone, b.Phone);

    public int Email => a.Email == 0 || b.Email == 0 ? Levels.Missing : FieldComparer.Email((EmailTerm?)terms.Term(a.Email), (EmailTerm?)terms.Term(b.Email), terms.Generic);

    public int Address => a.Address == 0 || b.Address == 0 ? Levels.Missing
        : a.Address == b.Address ? Levels.Exact
        : AddressComparer.Level(terms.Term(a.Address), terms.Term(b.Address));

    public int Village => Same(a.Village, b.Village);

    public int Postcode => Same(a.Postcode, b.Postcode);

    public int District => Same(a.District, b.District);

    public bool VillagesAreClose => a.Village != 0 && b.Village != 0 && FieldComparer.AreClosePlaces(terms.Term(a.Village), terms.Term(b.Village));

    public int Household => Same(a.Household, b.Household);

    private static int Same(int one, int other) => one == 0 || other == 0 ? Levels.Missing : one == other ? Levels.Exact : Levels.Different;

    private int Name(int one, int other) => one == 0 || other == 0 ? Levels.Missing : one == other ? Levels.Exact : levels.Of(one, other);

    private int Number(ulong one, ulong other)
    {
        if (one == 0 || other == 0)
        {
            return Levels.Missing;
        }

        if (one == other)
        {
            return terms.IsGeneric(one) ? Levels.Missing : Levels.Exact;
        }

        return NumberCode.OneEditApart(one, other, terms.Pool) ? Levels.OneEdit : Levels.NumberDifferent;
    }
}
