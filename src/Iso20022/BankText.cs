namespace Spmis.Iso20022;

/// <summary>Which characters a bank takes in names and texts.</summary>
public enum TextRule
{
    /// <summary>The Latin set of SWIFT and SEPA: A to Z, a to z, 0 to 9, blank and / - ? : ( ) . , ' +. Accents are folded, other scripts refused.</summary>
    Latin,

    /// <summary>Whatever Unicode the receiver reads; only control characters are refused.</summary>
    Unicode,
}
