using Spmis.Linkage.Normalising;

namespace Spmis.Linkage.Comparing;

/// <summary>Two persons, field by field, as levels. Persons in full (desk, explanation) and compact rows (batch) answer alike; <see cref="Comparer"/> makes the vector of either.</summary>
internal interface IPersonPair
{
    int Given { get; }

    int Family { get; }

    int GivenWithFamily { get; }

    int FamilyWithGiven { get; }

    int Middle { get; }

    /// <summary>The father's name of one with the family name of the other.</summary>
    int Shifted { get; }

    int Mother { get; }

    BirthDate BornA { get; }

    BirthDate BornB { get; }

    int Sex { get; }

    int NationalId { get; }

    int Phone { get; }

    int Email { get; }

    int Address { get; }

    int Village { get; }

    int Postcode { get; }

    int District { get; }

    bool VillagesAreClose { get; }

    int Household { get; }
}
