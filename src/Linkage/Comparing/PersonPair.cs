using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Comparing;

/// <summary>Two persons in full.</summary>
/// <param name="a">The person with the smaller fingerprint.</param>
/// <param name="b">The other.</param>
/// <param name="generic">Values so common that they are no evidence: hashes of numbers, phones and e-mails.</param>
internal readonly struct PersonPair(NormalisedPerson a, NormalisedPerson b, IReadOnlySet<ulong> generic) : IPersonPair
{
    public int Given => NameComparer.Level(a.Given, b.Given);

    public int Family => NameComparer.Level(a.Family, b.Family);

    public int GivenWithFamily => NameComparer.Level(a.Given, b.Family);

    public int FamilyWithGiven => NameComparer.Level(a.Family, b.Given);

    public int Middle => NameComparer.Level(a.Middle, b.Middle);

    public int Shifted => a.Middle is null ? NameComparer.Level(a.Family, b.Middle) : NameComparer.Level(a.Middle, b.Family);

    public int Mother => NameComparer.Level(a.Mother, b.Mother);

    public BirthDate BornA => a.Born;

    public BirthDate BornB => b.Born;

    public int Sex => a.Sex is null || b.Sex is null ? Levels.Missing : a.Sex == b.Sex ? Levels.Exact : Levels.Different;

    public int NationalId => Number(a.NationalId, b.NationalId);

    public int Phone => Number(a.Phone, b.Phone);

    public int Email => FieldComparer.Email(a.Email, b.Email, generic);

    public int Address => AddressComparer.Level(a.Address, b.Address);

    public int Village => FieldComparer.Same(a.Village, b.Village);

    public int Postcode => FieldComparer.Same(a.Postcode, b.Postcode);

    public int District => FieldComparer.Same(a.District, b.District);

    public bool VillagesAreClose => FieldComparer.AreClosePlaces(a.Village, b.Village);

    public int Household => FieldComparer.Same(a.Household, b.Household);

    private int Number(Term? one, Term? other)
    {
        if (one is null || other is null)
        {
            return Levels.Missing;
        }

        if (one.Hash == other.Hash)
        {
            return generic.Contains(one.Hash) ? Levels.Missing : Levels.Exact;
        }

        return Similar.OneEditApart(one, other) ? Levels.OneEdit : Levels.NumberDifferent;
    }
}
