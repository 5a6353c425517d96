using Spmis.Linkage.Normalising;

namespace Spmis.Linkage;

/// <summary>A person as the keys and the scorer see one: folded texts with their hashes. Made by <see cref="Normaliser"/>.</summary>
public sealed class NormalisedPerson
{
    internal NormalisedPerson()
    {
    }

    /// <summary>The caller's id.</summary>
    public Guid Id { get; internal init; }

    /// <summary>Given name.</summary>
    public NamePart? Given { get; internal init; }

    /// <summary>Father's or middle name.</summary>
    public NamePart? Middle { get; internal init; }

    /// <summary>Family or grandfather's name.</summary>
    public NamePart? Family { get; internal init; }

    /// <summary>Mother's name.</summary>
    public NamePart? Mother { get; internal init; }

    /// <summary>F, M or null.</summary>
    public char? Sex { get; internal init; }

    /// <summary>Birth date.</summary>
    public BirthDate Born { get; internal init; }

    /// <summary>National number: letters and digits alone.</summary>
    public Term? NationalId { get; internal init; }

    /// <summary>Whether the number is verified.</summary>
    public bool NationalIdVerified { get; internal init; }

    /// <summary>Last eight digits of the telephone.</summary>
    public Term? Phone { get; internal init; }

    /// <summary>E-mail address.</summary>
    public EmailTerm? Email { get; internal init; }

    /// <summary>E-mail address before the @.</summary>
    public Term? EmailUser => Email?.User;

    /// <summary>Street and house.</summary>
    public Term? Address { get; internal init; }

    /// <summary>Postal code.</summary>
    public Term? Postcode { get; internal init; }

    /// <summary>Smallest area.</summary>
    public Term? Village { get; internal init; }

    /// <summary>Area above.</summary>
    public Term? District { get; internal init; }

    /// <summary>Household.</summary>
    public Term? Household { get; internal init; }

    /// <summary>Hash of all content but the id: orders a pair, so that a score does not depend on who comes first.</summary>
    internal ulong Fingerprint { get; init; }
}
